package cloud.atek.earthstar.pub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bytes up to a limit, whatever they were packed into.
final class BoundedStream extends FilterInputStream {

    private long left;

    /// There is more than was allowed.
    static final class TooLongException extends IOException {

        private static final long serialVersionUID = 1;

        private TooLongException() {
            super("more bytes than are taken");
        }
    }

    BoundedStream(InputStream in, long most) {
        super(in);
        this.left = most;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int read) throws TooLongException {
        left -= read;
        if (left < 0) {
            throw new TooLongException();
        }
    }
}
