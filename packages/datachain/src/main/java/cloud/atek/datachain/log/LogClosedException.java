package cloud.atek.datachain.log;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The log takes no more: it was closed, or the disk failed and it closed itself. Open it again to
/// learn what survived; what was not acknowledged may or may not be there.
public final class LogClosedException extends IOException {

    private static final long serialVersionUID = 1;

    LogClosedException(@Nullable Throwable cause) {
        super(
                cause == null
                        ? "the log is closed"
                        : "the log closed itself, the disk failed: " + cause.getMessage(),
                cause);
    }
}
