package cloud.atek.earthstar.format;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Text and numbers as JavaScript turns them into bytes and digits, for hashes must not differ.
final class Text {

    private static final byte[] REPLACEMENT = {(byte) 0xef, (byte) 0xbf, (byte) 0xbd};

    private Text() {}

    /// UTF-8, with U+FFFD in place of each half of a surrogate pair that stands alone.
    static byte[] utf8(String text) {
        if (wellFormed(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        var mended = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (lone(text, i)) {
                mended.setCharAt(i, '\ufffd');
            }
        }
        return mended.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Size of [#utf8].
    static int utf8Length(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c) || lone(text, i)) {
                bytes += REPLACEMENT.length;
            } else {
                bytes += 2;
            }
        }
        return bytes;
    }

    /// Whether every surrogate in `text` is one of a pair.
    static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && lone(text, i)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the character at `i` is half of a pair without the other half.
    static boolean lone(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c)
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    /// Only characters from space to tilde.
    static boolean printable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7e) {
                return false;
            }
        }
        return true;
    }

    /// A number between -10^21 and 10^21 as JavaScript writes it.
    static String digits(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e18) {
            return Long.toString((long) number);
        }
        return Double.isFinite(number)
                ? new BigDecimal(Double.toString(number)).toPlainString()
                : Double.toString(number);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
