package cloud.atek.datachain;

/// Bytes that should be a commit and are not.
public final class MalformedCommitException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedCommitException(String message) {
        super(message);
    }

    MalformedCommitException(String message, Throwable cause) {
        super(message, cause);
    }
}
