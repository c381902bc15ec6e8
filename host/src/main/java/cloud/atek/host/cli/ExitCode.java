package cloud.atek.host.cli;

/// What the process leaves to the script that called it; the same table stands in `docs/cli.md`.
final class ExitCode {

    static final int DONE = 0;

    /// The message says why.
    static final int FAILED = 1;

    /// The command line itself is wrong; nothing was done.
    static final int USAGE = 2;

    /// No host answers.
    static final int NOT_RUNNING = 3;

    /// The host answered that the caller may not do this.
    static final int REFUSED = 4;

    private ExitCode() {}
}
