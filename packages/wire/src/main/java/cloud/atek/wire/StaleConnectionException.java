package cloud.atek.wire;

import java.io.IOException;

/// A kept connection turned out to be closed, and the request on it can safely be sent again.
final class StaleConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleConnectionException(IOException cause) {
        super(cause);
    }
}
