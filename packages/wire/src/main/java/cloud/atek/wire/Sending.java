package cloud.atek.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// Copies a body from a stream to a connection.
final class Sending {

    private static final int PIECE_BYTES = 16 << 10;

    private Sending() {}

    /// @param length exact, or [Body#UNKNOWN] for the chunked coding
    /// @throws IOException also when `in` ends too early; the connection cannot be used again
    static void send(Output out, InputStream in, long length) throws IOException {
        if (length == Body.UNKNOWN) {
            sendChunked(out, in);
            return;
        }
        var piece = new byte[(int) Math.min(PIECE_BYTES, Math.max(1, length))];
        for (long left = length; left > 0; ) {
            int came = in.read(piece, 0, (int) Math.min(piece.length, left));
            if (came < 0) {
                throw new EOFException("the body ended " + left + " bytes before its length");
            }
            out.bytes(piece, 0, came).flush();
            left -= came;
        }
    }

    private static void sendChunked(Output out, InputStream in) throws IOException {
        // Not in a try: after a failure the last chunk must not make the body look whole.
        var chunks = new ChunkedOutput(out);
        var piece = new byte[PIECE_BYTES];
        for (int came = in.read(piece); came >= 0; came = in.read(piece)) {
            chunks.write(piece, 0, came);
            chunks.flush();
        }
        chunks.close();
    }
}
