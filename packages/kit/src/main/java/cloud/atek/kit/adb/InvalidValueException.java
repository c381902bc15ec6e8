package cloud.atek.kit.adb;

import java.util.List;

/// A value does not fit its schema, so it was not written, or not read. The message says where and
/// why, and shows nothing of the value.
public final class InvalidValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Invalid invalid;

    InvalidValueException(Invalid invalid) {
        super(invalid.path() + " does not fit its schema: " + text(invalid.problems()));
        this.invalid = invalid;
    }

    public Invalid invalid() {
        return invalid;
    }

    private static String text(List<String> problems) {
        return String.join("; ", problems);
    }
}
