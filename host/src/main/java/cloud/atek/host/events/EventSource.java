package cloud.atek.host.events;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where the events of one stream come from. One thread asks; any may close.
public interface EventSource extends AutoCloseable {

    /// Waits for what comes next.
    ///
    /// @param wait the longest; a closed source may be as late
    /// @return whole events as they go on the wire, empty when none came in time, null when there
    ///   will be none any more
    /// @throws IOException when it broke; its message may be shown to the reader
    byte @Nullable [] next(Duration wait) throws IOException, InterruptedException;

    @Override
    void close();
}
