package cloud.atek.host.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The host could not come up. The message is for the user: one sentence on what is wrong (a port
/// that is taken, a second host on the folder, a bad setting) and what to do.
public final class HostStartException extends Exception {

    @Serial private static final long serialVersionUID = 1;

    public HostStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
