package cloud.atek.wire;

import java.io.IOException;
import java.io.OutputStream;

/// What a handler says to a request.
public sealed interface Answer
        permits Response, Answer.Written, Answer.Live, Answer.Upgrade, Answer.Connected {

    /// A body that the handler writes bit by bit, for example server-sent events. Each `flush` puts
    /// what was written on the wire.
    ///
    /// @param status 200 to 599
    record Written(int status, Headers headers, Writer writer) implements Answer {}

    /// As [Written], for a body that may have nothing to say for long: who writes it is told when
    /// the peer is gone. Nothing follows it on its connection.
    record Live(int status, Headers headers, LiveWriter writer) implements Answer {}

    /// 101: the connection leaves HTTP and belongs to `tunnel` until that returns.
    ///
    /// @param headers with an `Upgrade` line
    record Upgrade(Headers headers, Tunnel tunnel) implements Answer {}

    /// 200 to a CONNECT: the connection leaves HTTP and belongs to `tunnel` until that returns.
    /// What is written to it may wait for as long as the peer does not read. It runs in any case:
    /// of a peer that is gone by then it gets a connection that is closed.
    record Connected(Tunnel tunnel) implements Answer {}

    /// Called once, on the connection's thread.
    @FunctionalInterface
    interface Writer {
        /// @throws IOException when the peer is gone; the connection is then given up
        void write(OutputStream out) throws IOException;
    }

    /// Called once, on the connection's thread.
    @FunctionalInterface
    interface LiveWriter {
        /// @throws IOException when the peer is gone
        void write(OutputStream out, Peer peer) throws IOException;
    }

    /// Who reads a [Live] answer.
    interface Peer {
        /// Lets `then` run once, on a thread of its own, when the peer ended the connection or his
        /// direction of it; at once when he did already. It replaces what was to run before.
        void whenGone(Runnable then);
    }

    /// Called once, on the connection's thread; the connection closes when it returns.
    @FunctionalInterface
    interface Tunnel {
        void run(Duplex peer) throws IOException;
    }
}
