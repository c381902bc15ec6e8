package cloud.atek.datachain.merkle;

/// Text that should be a note or a checkpoint and is not.
public final class MalformedNoteException extends RuntimeException {

    private static final long serialVersionUID = 1;

    MalformedNoteException(String message) {
        super(message);
    }

    MalformedNoteException(String message, Throwable cause) {
        super(message, cause);
    }
}
