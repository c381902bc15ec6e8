package cloud.atek.host.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A command ends here. The message is the whole story for the user: what is wrong and what to do.
final class CommandFailedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    private final int exitCode;

    /// @param exitCode one of [ExitCode]
    CommandFailedException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    CommandFailedException(int exitCode, String message) {
        this(exitCode, message, null);
    }

    CommandFailedException(String message) {
        this(ExitCode.FAILED, message, null);
    }

    int exitCode() {
        return exitCode;
    }
}
