package cloud.atek.wire;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// What came with a head and all that follows it: the reading side of a tunnel.
final class WindowStream extends InputStream {

    private final ByteInput in;

    WindowStream(ByteInput in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return length == 0 ? 0 : in.read(bytes, offset, length);
    }
}
