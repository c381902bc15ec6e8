package cloud.atek.earthstar.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The digits of an encoding and what they are worth. Never changes.
final class Digits {

    private static final int CHARACTERS = 128;

    private final byte[] digits;
    private final byte[] values = new byte[CHARACTERS];

    /// @param digits in the order of their values, all ASCII
    Digits(String digits) {
        this.digits = digits.getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < digits.length(); i++) {
            values[digits.charAt(i)] = (byte) i;
        }
    }

    char digit(int value) {
        return (char) digits[value];
    }

    byte ascii(int value) {
        return digits[value];
    }

    /// What a digit is worth, or -1 when it is none.
    int value(char digit) {
        return digit < CHARACTERS ? values[digit] : -1;
    }
}
