package cloud.atek.host.edge;

/// The port cannot be listened on; the message says why and what to do.
public final class PortTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PortTakenException(String message, Throwable cause) {
        super(message, cause);
    }
}
