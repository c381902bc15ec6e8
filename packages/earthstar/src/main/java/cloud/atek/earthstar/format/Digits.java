package cloud.atek.earthstar.format;

import java.util.Arrays;

/// The digits of an encoding and what they are worth. Never changes.
final class Digits {

    private static final int CHARACTERS = 128;

    private final String digits;
    private final byte[] values = new byte[CHARACTERS];

    /// @param digits in the order of their values, all ASCII
    Digits(String digits) {
        this.digits = digits;
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < digits.length(); i++) {
            values[digits.charAt(i)] = (byte) i;
        }
    }

    char digit(int value) {
        return digits.charAt(value);
    }

    /// What a digit is worth, or -1 when it is none.
    int value(char digit) {
        return digit < CHARACTERS ? values[digit] : -1;
    }
}
