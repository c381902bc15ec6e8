package cloud.atek.earthstar.sync;

/// What came is no message of a sync session.
public final class MalformedBatchException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    MalformedBatchException(String message) {
        super(message);
    }

    MalformedBatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
