package cloud.atek.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.LockSupport;

/// Reads one long body, as fast as it comes or no faster than wanted, and drops it.
///
/// @param request the bytes to send, ASCII; its answer closes no connection and has a length
/// @param perSecondMax bytes; 0 for as many as come
record BytesPull(InetSocketAddress address, String request, long perSecondMax) {

    private static final int BUFFER_BYTES = 256 << 10;
    private static final int SLEEP_NS = 1_000_000;

    /// @param bytes of the body
    record Result(long bytes, double seconds) {

        double mbPerSecond() {
            return bytes / seconds / 1e6;
        }
    }

    /// @throws IOException when the answer is not a 200
    Result run() throws IOException {
        try (var channel = SocketChannel.open(address)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.write(ByteBuffer.wrap(request.getBytes(ISO_8859_1)));
            ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
            long length = head(channel, buffer);
            long begin = System.nanoTime();
            long came = buffer.remaining();
            while (came < length) {
                buffer.clear();
                int some = channel.read(buffer);
                if (some < 0) {
                    throw new IOException("it ended after %d of %d bytes".formatted(came, length));
                }
                came += some;
                pace(came, begin);
            }
            return new Result(came, (System.nanoTime() - begin) / 1e9);
        }
    }

    private void pace(long came, long begin) {
        while (perSecondMax > 0 && came > (System.nanoTime() - begin) / 1e9 * perSecondMax) {
            LockSupport.parkNanos(SLEEP_NS);
        }
    }

    /// @return the length of the body, the beginning of which is in the buffer then
    private static long head(SocketChannel channel, ByteBuffer buffer) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            buffer.clear();
            if (channel.read(buffer) < 0) {
                throw new IOException("no answer came: " + head);
            }
            buffer.flip();
            while (buffer.hasRemaining() && head.indexOf("\r\n\r\n") < 0) {
                head.append((char) (buffer.get() & 0xFF));
            }
        }
        String text = head.toString();
        if (!text.startsWith("HTTP/1.1 200")) {
            throw new IOException(text);
        }
        return Long.parseLong(text.replaceFirst("(?is).*content-length: *([0-9]+).*", "$1"));
    }
}
