package cloud.atek.host.cli.adb;

import java.io.Serial;

/// A condition that cannot be read: what was wanted, and where.
final class BadConditionException extends Exception {

    @Serial private static final long serialVersionUID = 1;

    private final String text;
    private final int at;

    /// @param at offset of the character, from 0
    BadConditionException(String text, int at, String message) {
        super(message);
        this.text = text;
        this.at = at;
    }

    String text() {
        return text;
    }

    int at() {
        return at;
    }
}
