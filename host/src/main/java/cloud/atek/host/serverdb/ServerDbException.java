package cloud.atek.host.serverdb;

/// The server database could not do what the host needs: it is down, or its disk failed. What was
/// asked has not happened, or is not known to have.
public final class ServerDbException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ServerDbException(String message) {
        super("The server database did not answer. " + message);
    }
}
