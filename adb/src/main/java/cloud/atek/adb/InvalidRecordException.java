package cloud.atek.adb;

/// A record or a list that a database does not take; the message is for the caller.
public final class InvalidRecordException extends RuntimeException {

    private static final long serialVersionUID = 1;

    InvalidRecordException(String message) {
        super(message);
    }

    InvalidRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
