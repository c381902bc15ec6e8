package cloud.atek.datachain.dio;

/// Thrown by a [RowFormat] for bytes that are not of its type, and where a row must be readable and
/// is not.
public final class UnreadableRowException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableRowException(String message) {
        super(message);
    }

    public UnreadableRowException(String message, Throwable cause) {
        super(message, cause);
    }
}
