package cloud.atek.wire;

/// Which bytes may stand where. Source: RFC 9110 section 5.6.2, RFC 3986 section 3.2.2.
final class Chars {

    private static final boolean[] TOKEN = table("!#$%&'*+-.^_`|~");
    private static final boolean[] HOST = table(".-_~:[]%");

    private Chars() {}

    static boolean isToken(int c) {
        return c >= 0 && c < 128 && TOKEN[c];
    }

    static boolean isHost(int c) {
        return c >= 0 && c < 128 && HOST[c];
    }

    /// A byte of a request target; `#` starts a fragment, which is never sent.
    static boolean isTarget(int c) {
        return c > 0x20 && c < 0x7F && c != '#';
    }

    /// A byte of a field value or reason: visible, space, tab, or obs-text (0x80 to 0xFF).
    static boolean isValue(int c) {
        return c == '\t' || (c >= 0x20 && c != 0x7F && c <= 0xFF);
    }

    static boolean isToken(String s) {
        return !s.isEmpty() && s.chars().allMatch(Chars::isToken);
    }

    static boolean isValue(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (!isValue(s.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean[] table(String marks) {
        var table = new boolean[128];
        for (int c = 0; c < 128; c++) {
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean digit = c >= '0' && c <= '9';
            table[c] = letter || digit || marks.indexOf(c) >= 0;
        }
        return table;
    }
}
