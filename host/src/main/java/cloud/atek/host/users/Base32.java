package cloud.atek.host.users;

import java.util.Locale;

/// Bytes as letters that people can read aloud and type (RFC 4648 section 6), without padding.
final class Base32 {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LETTER_BITS = 5;

    private Base32() {}

    static String of(byte[] bytes) {
        var text = new StringBuilder();
        int held = 0;
        int bits = 0;
        for (byte b : bytes) {
            held = (held << Byte.SIZE) | (b & 0xFF);
            for (bits += Byte.SIZE; bits >= LETTER_BITS; bits -= LETTER_BITS) {
                text.append(LETTERS.charAt((held >> (bits - LETTER_BITS)) & 0x1F));
            }
            held &= (1 << bits) - 1;
        }
        return bits == 0
                ? text.toString()
                : text.append(LETTERS.charAt((held << (LETTER_BITS - bits)) & 0x1F)).toString();
    }

    /// @throws IllegalArgumentException when there is another letter in it
    static byte[] bytes(String text) {
        var bytes = new byte[text.length() * LETTER_BITS / Byte.SIZE];
        int held = 0;
        int bits = 0;
        int at = 0;
        for (char letter : text.toUpperCase(Locale.ROOT).toCharArray()) {
            int value = LETTERS.indexOf(letter);
            if (value < 0) {
                throw new IllegalArgumentException("not Base32");
            }
            held = (held << LETTER_BITS) | value;
            bits += LETTER_BITS;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes[at++] = (byte) (held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        return bytes;
    }
}
