package cloud.atek.cli;

/// What the process leaves to the script that called it; the same table stands in `docs/cli.md`.
public final class ExitCode {

    public static final int DONE = 0;

    /// The message says why.
    public static final int FAILED = 1;

    /// The command line itself is wrong; nothing was done.
    public static final int USAGE = 2;

    /// No host answers.
    public static final int NOT_RUNNING = 3;

    /// The host answered that the caller may not do this.
    public static final int REFUSED = 4;

    private ExitCode() {}
}
