package cloud.atek.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/// Writes a body in the chunked coding: `flush` sends what is there as one chunk, `close` the last
/// chunk. One thread owns it.
final class ChunkedOutput extends OutputStream {

    private static final int CHUNK_BYTES = 8 << 10;

    /// Well inside what any reader takes in one chunk.
    private static final int CHUNK_BYTES_MAX = 1 << 20;

    private final Output out;
    private final byte[] chunk;
    private int used;
    private boolean closed;

    ChunkedOutput(Output out) {
        this(out, CHUNK_BYTES);
    }

    /// @param chunkBytes what is collected before it is sent
    ChunkedOutput(Output out, int chunkBytes) {
        this.out = out;
        this.chunk = new byte[chunkBytes];
    }

    @Override
    public void write(int b) throws IOException {
        checkOpen();
        if (used == chunk.length) {
            flush();
        }
        chunk[used++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        checkOpen();
        if (length > chunk.length - used) {
            sendChunk(chunk, 0, used);
            used = 0;
        }
        if (length > chunk.length) {
            sendChunk(bytes, offset, length);
            return;
        }
        System.arraycopy(bytes, offset, chunk, used, length);
        used += length;
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the body was closed");
        }
    }

    private void sendChunk(byte[] bytes, int offset, int length) throws IOException {
        for (int at = offset, end = offset + length; at < end; ) {
            int size = Math.min(end - at, CHUNK_BYTES_MAX);
            out.hex(size).text("\r\n").bytes(bytes, at, size).text("\r\n");
            at += size;
        }
    }

    /// Also sends a head that still waits.
    @Override
    public void flush() throws IOException {
        sendChunk(chunk, 0, used);
        used = 0;
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            sendChunk(chunk, 0, used);
            used = 0;
            closed = true;
            out.text("0\r\n\r\n").flush();
        }
    }
}
