package cloud.atek.wire;

import java.io.IOException;
import java.io.OutputStream;

/// What a handler says to a request.
public sealed interface Answer permits Response, Answer.Written, Answer.Upgrade {

    /// A body that the handler writes bit by bit, for example server-sent events. Each `flush` puts
    /// what was written on the wire.
    ///
    /// @param status 200 to 599
    record Written(int status, Headers headers, Writer writer) implements Answer {}

    /// 101: the connection leaves HTTP and belongs to `tunnel` until that returns.
    ///
    /// @param headers with an `Upgrade` line
    record Upgrade(Headers headers, Tunnel tunnel) implements Answer {}

    /// Called once, on the connection's thread.
    @FunctionalInterface
    interface Writer {
        /// @throws IOException when the peer is gone; the connection is then given up
        void write(OutputStream out) throws IOException;
    }

    /// Called once, on the connection's thread; the connection closes when it returns.
    @FunctionalInterface
    interface Tunnel {
        void run(Duplex peer) throws IOException;
    }
}
