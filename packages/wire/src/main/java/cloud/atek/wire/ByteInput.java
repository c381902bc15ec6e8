package cloud.atek.wire;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;

/// A window on the bytes that came, with the rest still in the socket. One thread owns it.
final class ByteInput {

    /// Where bytes come from.
    @FunctionalInterface
    interface Source {
        /// @return how many came, at least 1; -1 at the end
        int read(byte[] bytes, int offset, int length) throws IOException;
    }

    private static final int WINDOW_BYTES = 4 << 10;

    private final Source source;
    private final int windowMax;
    private byte[] window;
    private int from;
    private int to;

    /// @param windowMax most bytes that are held at once: the largest head
    ByteInput(Source source, int windowMax) {
        this.source = source;
        this.windowMax = windowMax;
        this.window = new byte[Math.min(WINDOW_BYTES, windowMax)];
    }

    byte[] window() {
        return window;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int buffered() {
        return to - from;
    }

    void skip(int bytes) {
        from += bytes;
    }

    /// Waits for at least one byte more in the window.
    ///
    /// @return false at the end of the stream
    /// @throws BadMessageException with 431 when the window holds its maximum already
    boolean fill() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        }
        if (to == window.length) {
            makeRoom();
        }
        int came = source.read(window, to, window.length - to);
        if (came < 0) {
            return false;
        }
        to += came;
        return true;
    }

    private void makeRoom() throws BadMessageException {
        if (from > 0) {
            System.arraycopy(window, from, window, 0, to - from);
            to -= from;
            from = 0;
        } else if (window.length < windowMax) {
            window = Arrays.copyOf(window, Math.min(window.length * 2, windowMax));
        } else {
            throw new BadMessageException(431, "want a head of at most " + windowMax + " bytes");
        }
    }

    /// The next byte, waiting for it.
    int next() throws IOException {
        if (from == to && !fill()) {
            throw new EOFException("the peer closed in the middle of a message");
        }
        return window[from++] & 0xFF;
    }

    /// Up to `length` bytes, at least 1; -1 at the end. A large read goes past the window.
    int read(byte[] bytes, int offset, int length) throws IOException {
        if (from == to) {
            if (length >= window.length) {
                return source.read(bytes, offset, length);
            }
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(length, to - from);
        System.arraycopy(window, from, bytes, offset, count);
        from += count;
        return count;
    }
}
