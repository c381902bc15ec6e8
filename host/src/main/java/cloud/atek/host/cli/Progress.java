package cloud.atek.host.cli;

import cloud.atek.cli.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/// Shows a person that a long call is still under way: what, and since when.
final class Progress implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(500);

    private final Terminal terminal;
    private final Thread ticker;

    /// @param what is asked again at each step
    Progress(Terminal terminal, Supplier<String> what) {
        this.terminal = terminal;
        Instant since = Instant.now();
        this.ticker = Thread.ofVirtual().start(() -> tick(what, since));
    }

    private void tick(Supplier<String> what, Instant since) {
        try {
            while (terminal.interactive()) {
                long seconds = Duration.between(since, Instant.now()).toSeconds();
                terminal.status("%s … %d s".formatted(what.get(), seconds));
                Thread.sleep(STEP);
            }
        } catch (InterruptedException e) {
            terminal.status("");
        }
    }

    @Override
    public void close() {
        ticker.interrupt();
        boolean interrupted = false;
        while (ticker.isAlive()) {
            try {
                ticker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
