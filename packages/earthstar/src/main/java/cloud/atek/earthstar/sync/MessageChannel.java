package cloud.atek.earthstar.sync;

import java.io.IOException;
import java.util.Optional;

/// Carries messages between two homes, in their order, such as a WebSocket does. One thread
/// receives; any thread may send or close.
public interface MessageChannel extends AutoCloseable {

    /// Most bytes of one message.
    int MESSAGE_BYTES_MAX = 256 << 10;

    /// Blocks while the other side reads slowly.
    ///
    /// @throws IOException when the other side is gone
    void send(byte[] message) throws IOException;

    /// Waits for the next message; nothing when the other side ended the channel.
    ///
    /// @throws IOException when the other side is gone, or broke the rules of the channel
    Optional<byte[]> receive() throws IOException;

    /// Again is no error; who waits gets an end or an exception.
    @Override
    void close() throws IOException;
}
