package cloud.atek.adb;

/// A record or a list that a database does not take; the message is for the caller.
public final class InvalidRecordException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String pointer;

    InvalidRecordException(String message) {
        super(message);
        this.pointer = "";
    }

    InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
        this.pointer = "";
    }

    /// @param pointer JSON pointer to the part of the record that it is about
    InvalidRecordException(String message, String pointer) {
        super(message);
        this.pointer = pointer;
    }

    /// JSON pointer to the part of the record that it is about; empty for the whole.
    public String pointer() {
        return pointer;
    }
}
