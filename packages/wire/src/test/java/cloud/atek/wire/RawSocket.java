package cloud.atek.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A peer that sends what it likes.
record RawSocket(SocketChannel channel) implements AutoCloseable {

    static RawSocket connect(SocketPath to) throws IOException {
        return new RawSocket(SocketChannel.open(to.address()));
    }

    RawSocket send(String text) throws IOException {
        return send(text.getBytes(ISO_8859_1));
    }

    RawSocket send(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        return this;
    }

    /// All that comes until the other side closes.
    String rest() throws IOException {
        var all = new ByteArrayOutputStream();
        ByteBuffer piece = ByteBuffer.allocate(4096);
        try {
            while (channel.read(piece) >= 0) {
                all.write(piece.array(), 0, piece.position());
                piece.clear();
            }
        } catch (IOException e) {
            // Closed with bytes of ours unread: what came before is what was said.
        }
        return all.toString(ISO_8859_1);
    }

    /// Reads until `end` came.
    String until(String end) throws IOException {
        var all = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (all.indexOf(end) < 0 && channel.read(one) >= 0) {
            all.append((char) (one.get(0) & 0xFF));
            one.clear();
        }
        return all.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
