package cloud.atek.host.gateway;

import java.io.InputStream;

/// What a service answered to a caller that takes a stream.
public sealed interface Sent {

    /// An answer like any other.
    @SuppressWarnings("ArrayRecordComponent") // Written once to a socket, never compared.
    record Whole(byte[] answer) implements Sent {}

    /// Server-sent events, which may go on for long.
    ///
    /// @param events closed by whoever has it, from any thread: that ends them at the service
    record Stream(InputStream events) implements Sent {}
}
