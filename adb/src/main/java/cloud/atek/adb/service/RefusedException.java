package cloud.atek.adb.service;

/// An HTTP request about a blob is refused, and its sender may know why.
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status 400 to 599
    /// @param message one plain sentence, nothing private in it
    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
