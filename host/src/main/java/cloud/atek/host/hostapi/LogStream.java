package cloud.atek.host.hostapi;

import cloud.atek.api.services.LogLines;
import cloud.atek.host.events.Event;
import cloud.atek.host.events.EventSource;
import cloud.atek.host.log.ServiceLog;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The lines of a service's log as they come, some in each event `lines`, whose id is the cursor
/// behind them. It ends when the service is gone or its reader may not see it any more. One thread
/// reads.
final class LogStream implements EventSource {

    private static final byte[] NOTHING = new byte[0];

    private final Supplier<Optional<ServiceLog>> log;
    private final int lines;
    private @Nullable String cursor;

    /// @param log what the reader may see of it; empty for nothing
    /// @param lines how many of the past are wanted, where there is no cursor
    /// @param cursor behind it the stream begins
    LogStream(Supplier<Optional<ServiceLog>> log, int lines, @Nullable String cursor) {
        this.log = log;
        this.lines = lines;
        this.cursor = cursor;
    }

    @Override
    public byte @Nullable [] next(Duration wait) throws IOException, InterruptedException {
        Optional<ServiceLog> open = log.get();
        if (open.isEmpty()) {
            return null;
        }
        String from = cursor;
        LogLines next = from == null ? open.get().tail(lines) : open.get().next(from, wait);
        cursor = next.cursor();
        return from != null && next.lines().isEmpty()
                ? NOTHING
                : new Event(next.cursor(), "lines", next).bytes();
    }

    @Override
    public void close() {
        // Nothing is open between two questions.
    }
}
