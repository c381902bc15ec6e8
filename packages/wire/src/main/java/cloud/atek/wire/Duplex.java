package cloud.atek.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.channels.SocketChannel;

/// A connection with two directions that end on their own. One thread reads, another may write; any
/// thread may close.
public interface Duplex extends AutoCloseable {

    InputStream in();

    /// Not buffered: what is written is on its way.
    OutputStream out();

    /// Ends our direction: the peer reads to the end and can still send.
    void closeOutput() throws IOException;

    /// Ends both; whoever reads or writes gets an exception. Again is no error.
    @Override
    void close() throws IOException;

    static Duplex of(Socket socket) throws IOException {
        return new Parts(
                socket.getInputStream(),
                socket.getOutputStream(),
                socket::shutdownOutput,
                socket::close);
    }

    /// The channel stays in blocking mode.
    static Duplex of(SocketChannel channel) {
        return new Transport(channel);
    }

    /// From parts that exist already.
    static Duplex of(InputStream in, OutputStream out, Closing closeOutput, Closing close) {
        return new Parts(in, out, closeOutput, close);
    }

    @FunctionalInterface
    interface Closing {
        void run() throws IOException;
    }
}
