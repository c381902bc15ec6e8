package cloud.atek.earthstar.format;

/// Of which characters, and how many, the parts of addresses are.
final class AddressShape {

    static final int AUTHOR_NAME_LENGTH = 4;

    /// Longest name of a workspace, in characters.
    static final int WORKSPACE_NAME_LENGTH_MAX = 15;

    /// Of an author's key, and most of a workspace's.
    static final int KEY_LENGTH_ES3 = 44;

    /// Of an author's key, and most of a workspace's; of es.5 too, where a workspace's has as many.
    static final int KEY_LENGTH_ES4 = 53;

    private static final int LETTER = 1;
    private static final int DIGIT = 2;
    private static final int CAPITAL = 4;
    private static final int BASE32 = 8;

    /// Of each character of ASCII.
    private static final byte[] KINDS = new byte[128];

    static {
        for (int c = 0; c < KINDS.length; c++) {
            KINDS[c] = kinds(c);
        }
    }

    private AddressShape() {}

    static boolean letters(String text) {
        return all(text, 0, LETTER);
    }

    /// Letters and digits, first a letter.
    static boolean word(String text) {
        return letter(text.charAt(0)) && all(text, 1, LETTER | DIGIT);
    }

    static boolean alphanumeric(String text) {
        return all(text, 0, LETTER | DIGIT | CAPITAL);
    }

    /// More than base58 has: what is none of it fails at the signature.
    static boolean base58Key(String text) {
        return !digit(text.charAt(0)) && alphanumeric(text);
    }

    static boolean base32Key(String text) {
        return text.charAt(0) == 'b' && all(text, 1, LETTER | BASE32);
    }

    /// Whether each character is of one of `kinds`. It is asked for every address that comes in.
    private static boolean all(String text, int from, int kinds) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= KINDS.length || (KINDS[c] & kinds) == 0) {
                return false;
            }
        }
        return true;
    }

    private static byte kinds(int c) {
        int kinds = letter(c) ? LETTER : 0;
        kinds |= digit(c) ? DIGIT : 0;
        kinds |= c >= 'A' && c <= 'Z' ? CAPITAL : 0;
        kinds |= c >= '2' && c <= '7' ? BASE32 : 0;
        return (byte) kinds;
    }

    private static boolean letter(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean digit(int c) {
        return c >= '0' && c <= '9';
    }
}
