package cloud.atek.earthstar.format;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The letter `b`, then RFC 4648 base32 in lower case without padding. One text for each array of
/// bytes: whatever else would decode is refused.
final class Base32 {

    private static final Digits DIGITS = new Digits("abcdefghijklmnopqrstuvwxyz234567");
    private static final int BITS = 5;

    private Base32() {}

    static String encode(byte[] bytes) {
        var out = new byte[1 + (bytes.length * Byte.SIZE + BITS - 1) / BITS];
        out[0] = 'b';
        int at = 1;
        int held = 0;
        int bits = 0;
        for (byte b : bytes) {
            held = (held << Byte.SIZE) | (b & 0xff);
            bits += Byte.SIZE;
            while (bits >= BITS) {
                bits -= BITS;
                out[at++] = DIGITS.ascii((held >>> bits) & 31);
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            out[at] = DIGITS.ascii((held << (BITS - bits)) & 31);
        }
        return new String(out, StandardCharsets.ISO_8859_1);
    }

    static Optional<byte[]> decode(String text) {
        if (!text.startsWith("b")) {
            return Optional.empty();
        }
        var out = new byte[(text.length() - 1) * BITS / Byte.SIZE];
        int held = 0;
        int bits = 0;
        int at = 0;
        for (int i = 1; i < text.length(); i++) {
            int value = DIGITS.value(text.charAt(i));
            if (value < 0) {
                return Optional.empty();
            }
            held = (held << BITS) | value;
            bits += BITS;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                out[at++] = (byte) (held >>> bits);
                held &= (1 << bits) - 1;
            }
        }
        // Bits that are left over must be fewer than a digit, and zero.
        return bits >= BITS || held != 0 ? Optional.empty() : Optional.of(out);
    }
}
