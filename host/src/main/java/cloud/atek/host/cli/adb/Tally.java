package cloud.atek.host.cli.adb;

import cloud.atek.cli.Terminal;
import java.time.Duration;

/// Shows a person how far long work is, a few times a second. One thread.
final class Tally implements AutoCloseable {

    private static final long STEP_NANOS = Duration.ofMillis(200).toNanos();

    private final Terminal terminal;
    private final String what;
    private final long all;
    private long next = System.nanoTime() + STEP_NANOS;
    private boolean shown;

    /// @param what is done, such as `exporting`
    /// @param all how much there is
    Tally(Terminal terminal, String what, long all) {
        this.terminal = terminal;
        this.what = what;
        this.all = all;
    }

    void at(long done) {
        if (System.nanoTime() - next >= 0) {
            next = System.nanoTime() + STEP_NANOS;
            shown = true;
            terminal.status("%s … %,d of %,d".formatted(what, done, Math.max(all, done)));
        }
    }

    @Override
    public void close() {
        if (shown) {
            terminal.status("");
        }
    }
}
