package cloud.atek.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;

/// One socket in blocking mode, with a deadline for each direction that a [Watchdog] enforces by
/// closing it. One thread reads, one writes; any may close.
final class Transport implements Duplex, ByteInput.Source, Watchdog.Watched {

    /// No limit.
    private static final long NEVER = Long.MAX_VALUE;

    /// No read or write is on its way.
    private static final long AT_REST = Long.MAX_VALUE - 1;

    /// A larger heap array would be copied into a direct buffer of its own size.
    private static final int WRITE_BYTES_MAX = 64 << 10;

    private final SocketChannel channel;
    private final InputStream in = new In();
    private final OutputStream out = new Out();

    /// How long one read may take, or [#NEVER]; the reading thread's.
    private volatile long readNanos = NEVER;

    private volatile long writeNanos = NEVER;

    /// A moment that all reads together must keep, or [#NEVER].
    private volatile long readBy = NEVER;

    private volatile long readDeadline = AT_REST;
    private volatile long writeDeadline = AT_REST;
    private volatile boolean expired;

    Transport(SocketChannel channel) {
        this.channel = channel;
    }

    void connect(SocketPath to, Duration within) throws IOException {
        readDeadline = deadline(within.toNanos());
        try {
            channel.connect(to.address());
        } catch (IOException e) {
            close();
            throw explained(e);
        } finally {
            readDeadline = AT_REST;
        }
    }

    /// From now on each read may take `each`.
    void readWithin(Duration each) {
        readNanos = each.toNanos();
        readBy = NEVER;
    }

    void readWithoutLimit() {
        readNanos = NEVER;
        readBy = NEVER;
    }

    /// From now on all reads together may take `all`, also one that waits already. Any thread may
    /// call it.
    void readAllWithin(Duration all) {
        readBy = deadline(all.toNanos());
    }

    void writeWithin(Duration each) {
        writeNanos = each.toNanos();
    }

    void writeWithoutLimit() {
        writeNanos = NEVER;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        readDeadline = readBy != NEVER ? NEVER : deadline(readNanos);
        try {
            return channel.read(ByteBuffer.wrap(bytes, offset, length));
        } catch (IOException e) {
            throw explained(e);
        } finally {
            readDeadline = AT_REST;
        }
    }

    void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            for (int at = offset, end = offset + length; at < end; ) {
                ByteBuffer piece = ByteBuffer.wrap(bytes, at, Math.min(WRITE_BYTES_MAX, end - at));
                writeDeadline = deadline(writeNanos);
                at += channel.write(piece);
            }
        } catch (IOException e) {
            throw explained(e);
        } finally {
            writeDeadline = AT_REST;
        }
    }

    private static long deadline(long nanos) {
        return nanos == NEVER ? NEVER : System.nanoTime() + nanos;
    }

    private IOException explained(IOException e) {
        if (!expired) {
            return e;
        }
        var timeout = new SocketTimeoutException("the peer did not move for too long");
        timeout.initCause(e);
        return timeout;
    }

    @Override
    public void tick(long nowNanos) {
        long reading = readDeadline;
        boolean readPassed =
                reading != AT_REST && (passed(reading, nowNanos) || passed(readBy, nowNanos));
        if (readPassed || passed(writeDeadline, nowNanos)) {
            expired = true;
            close();
        }
    }

    private static boolean passed(long deadline, long now) {
        return deadline < AT_REST && now - deadline > 0;
    }

    boolean open() {
        return channel.isOpen();
    }

    boolean expired() {
        return expired;
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return out;
    }

    @Override
    public void closeOutput() throws IOException {
        if (channel.isOpen()) {
            channel.shutdownOutput();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing is left to lose: what was written is with the kernel or gone.
        }
    }

    private final class In extends InputStream {
        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            return length == 0 ? 0 : Transport.this.read(bytes, offset, length);
        }

        @Override
        public void close() {
            Transport.this.close();
        }
    }

    private final class Out extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            Transport.this.write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            Transport.this.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            closeOutput();
        }
    }
}
