package cloud.atek.host.edge;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A body of unknown length that breaks off behind its limit. One thread reads it; any may ask
/// whether it broke off.
final class BoundedStream extends FilterInputStream {

    private long left;
    private volatile boolean exceeded;

    /// @param most how many bytes it may have
    BoundedStream(InputStream in, long most) {
        super(in);
        this.left = most;
    }

    boolean isExceeded() {
        return exceeded;
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int came = in.read(bytes, offset, length);
        count(Math.max(0, came));
        return came;
    }

    private void count(int came) throws IOException {
        left -= came;
        if (left < 0) {
            exceeded = true;
            throw new IOException("a body is longer than it may be");
        }
    }
}
