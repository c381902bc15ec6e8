package cloud.atek.earthstar.format;

import java.util.Optional;

/// Base58 with Bitcoin's alphabet: the bytes as one big-endian number, and a `1` for each zero byte
/// in front.
final class Base58 {

    /// Longest text that is decoded, in characters: the work grows with its square.
    static final int TEXT_LENGTH_MAX = 256;

    private static final Digits DIGITS =
            new Digits("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz");
    private static final int BASE = 58;

    private Base58() {}

    static String encode(byte[] bytes) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        // log 256 / log 58 is below 1.37.
        var digits = new byte[bytes.length * 137 / 100 + 1];
        int first = digits.length;
        for (int i = zeros; i < bytes.length; i++) {
            int carry = bytes[i] & 0xff;
            int at = digits.length;
            while (at > first || carry != 0) {
                at--;
                carry += digits[at] << Byte.SIZE;
                digits[at] = (byte) (carry % BASE);
                carry /= BASE;
            }
            first = Math.min(first, at);
        }
        var out = new StringBuilder(zeros + digits.length - first).repeat('1', zeros);
        for (int i = first; i < digits.length; i++) {
            out.append(DIGITS.digit(digits[i]));
        }
        return out.toString();
    }

    static Optional<byte[]> decode(String text) {
        if (text.length() > TEXT_LENGTH_MAX) {
            return Optional.empty();
        }
        int zeros = 0;
        while (zeros < text.length() && text.charAt(zeros) == '1') {
            zeros++;
        }
        var bytes = new int[text.length()];
        int first = bytes.length;
        for (int i = zeros; i < text.length(); i++) {
            int carry = DIGITS.value(text.charAt(i));
            if (carry < 0) {
                return Optional.empty();
            }
            int at = bytes.length;
            while (at > first || carry != 0) {
                at--;
                carry += bytes[at] * BASE;
                bytes[at] = carry & 0xff;
                carry >>>= Byte.SIZE;
            }
            first = Math.min(first, at);
        }
        var out = new byte[zeros + bytes.length - first];
        for (int i = first; i < bytes.length; i++) {
            out[zeros + i - first] = (byte) bytes[i];
        }
        return Optional.of(out);
    }
}
