package cloud.atek.host.log;

import java.nio.charset.StandardCharsets;

/// Turns bytes that a service printed into text that is safe in a terminal and on a page.
public final class PlainText {

    private static final char REPLACEMENT = '\uFFFD';

    private PlainText() {}

    /// Control characters, those that turn the direction of writing, and invalid UTF-8 become
    /// visible escapes such as `\x1b`; all else stays.
    static String of(byte[] bytes, int length) {
        return of(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    /// The same of a text from outside.
    public static String of(String text) {
        if (text.chars().noneMatch(PlainText::hidden)) {
            return text;
        }
        var out = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> append(out, (char) c));
        return out.toString();
    }

    private static void append(StringBuilder out, char c) {
        if (!hidden(c)) {
            out.append(c);
        } else if (c <= 0xFF) {
            out.append("\\x%02x".formatted((int) c));
        } else {
            out.append("\\u%04x".formatted((int) c));
        }
    }

    private static boolean hidden(int c) {
        return (c < ' ' && c != '\t') || (c >= 0x7F && c < 0xA0) || turning(c) || c == REPLACEMENT;
    }

    /// Line separators, and the marks that reorder what a reader sees (Unicode TR 9, section 2).
    private static boolean turning(int c) {
        return (c >= 0x200B && c <= 0x200F)
                || (c >= 0x2028 && c <= 0x202E)
                || (c >= 0x2060 && c <= 0x206F)
                || c == 0xFEFF
                || c == 0x061C;
    }
}
