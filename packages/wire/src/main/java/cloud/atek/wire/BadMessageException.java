package cloud.atek.wire;

import java.io.IOException;

/// The peer sent something that is not strict HTTP or breaks a limit. The message says what was
/// wanted and may be shown to it.
public final class BadMessageException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    /// @param status the HTTP status a server answers with, 400 to 599
    public BadMessageException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }

    static BadMessageException bad(String message) {
        return new BadMessageException(400, message);
    }
}
