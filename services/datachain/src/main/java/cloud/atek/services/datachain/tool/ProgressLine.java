package cloud.atek.services.datachain.tool;

import cloud.atek.cli.Terminal;
import cloud.atek.datachain.backup.Progress;
import java.time.Duration;

/// Shows a person how far long work is, a few times a second. One thread.
final class ProgressLine implements Progress, AutoCloseable {

    private static final long STEP_NANOS = Duration.ofMillis(200).toNanos();

    private final Terminal terminal;

    /// Nothing is shown of work that is done at once.
    private long next = System.nanoTime() + STEP_NANOS;

    private boolean shown;

    ProgressLine(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void at(String what, long done, long all) {
        long now = System.nanoTime();
        if (now - next >= 0) {
            next = now + STEP_NANOS;
            shown = true;
            long percent = all == 0 ? 100 : done * 100 / all;
            terminal.status("%s … %d %%".formatted(what, percent));
        }
    }

    /// Makes room for a result.
    void clear() {
        if (shown) {
            shown = false;
            terminal.status("");
        }
    }

    @Override
    public void close() {
        clear();
    }
}
