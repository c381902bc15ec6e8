package cloud.atek.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of a peer's message as its reader sees it. One thread reads it, which need not be that
/// of the connection; it must not be used after it was closed or detached.
final class BodyStream extends InputStream {

    /// What the connection does meanwhile.
    interface Owner {
        /// Before the first byte is read.
        void begin() throws IOException;

        /// The last byte was read. Called once, and not after [#closed].
        void ended();

        /// The reader closed before the end. Called once, and not after [#ended].
        void closed();

        /// The connection failed or the peer broke the format.
        IOException failed(IOException e);
    }

    private final Owner owner;
    private @Nullable Content content;
    private volatile @Nullable Thread reader;
    private volatile boolean ended;

    BodyStream(Content content, Owner owner) {
        this.content = content;
        this.owner = owner;
        if (content.ended()) {
            end();
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (ended) {
            return -1;
        }
        if (content == null) {
            throw new IOException("the body was closed");
        }
        if (length == 0) {
            return 0;
        }
        return read(content, bytes, offset, length);
    }

    private int read(Content from, byte[] bytes, int offset, int length) throws IOException {
        int came;
        try {
            if (reader == null) {
                claim();
                owner.begin();
            }
            came = from.read(bytes, offset, length);
        } catch (IOException e) {
            throw owner.failed(e);
        }
        if (from.ended()) {
            end();
        }
        return came;
    }

    private void end() {
        ended = true;
        content = null;
        owner.ended();
    }

    private synchronized void claim() throws IOException {
        if (content == null) {
            throw new IOException("the body was closed");
        }
        reader = Thread.currentThread();
    }

    /// Whether another thread has begun to read and is not at the end: it may read at this moment.
    boolean readElsewhere() {
        Thread other = reader;
        return !ended && other != null && !other.equals(Thread.currentThread());
    }

    /// From now on reading fails, unless it was at the end.
    ///
    /// @return false, and nothing happens, when another thread is reading
    synchronized boolean detach() {
        if (readElsewhere()) {
            return false;
        }
        content = null;
        return true;
    }

    @Override
    public void close() {
        if (content != null) {
            content = null;
            owner.closed();
        }
    }
}
