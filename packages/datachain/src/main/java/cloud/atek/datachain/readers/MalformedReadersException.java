package cloud.atek.datachain.readers;

/// Bytes that should be a reader group and are not.
public final class MalformedReadersException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedReadersException(String message, Throwable cause) {
        super(message, cause);
    }

    MalformedReadersException(String message) {
        super(message);
    }
}
