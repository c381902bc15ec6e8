package cloud.atek.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// A command ends here. The message is the whole story for the user: what is wrong and what to do.
public final class CommandFailedException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    private final int exitCode;

    /// @param exitCode one of [ExitCode]
    public CommandFailedException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public CommandFailedException(int exitCode, String message) {
        this(exitCode, message, null);
    }

    public CommandFailedException(String message) {
        this(ExitCode.FAILED, message, null);
    }

    public int exitCode() {
        return exitCode;
    }
}
