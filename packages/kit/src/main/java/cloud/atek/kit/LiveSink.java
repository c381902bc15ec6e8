package cloud.atek.kit;

import java.io.IOException;

/// Where the events of one call go. Any thread may send.
public interface LiveSink {

    /// Blocks while the reader is slow.
    ///
    /// @throws IOException when the reader is gone
    void send(LiveEvent event) throws IOException;

    /// Lets `then` run once, on another thread, when the reader is gone; at once when he is.
    void whenGone(Runnable then);
}
