package cloud.atek.adb;

import cloud.atek.kit.LiveEvent;
import java.io.IOException;

/// Who watches a database. One thread calls.
public interface WatchSink {

    /// Blocks while he is slow.
    ///
    /// @throws IOException when he is gone
    void send(LiveEvent event) throws IOException;

    /// Called before every event, and every few seconds while there is none.
    ///
    /// @throws RuntimeException when he may not watch any more; [Watcher#run] throws it on
    void requireAllowed() throws IOException;
}
