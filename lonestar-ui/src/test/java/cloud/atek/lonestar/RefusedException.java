package cloud.atek.lonestar;

/// A call that the pretended host refuses; the message goes to the page.
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
