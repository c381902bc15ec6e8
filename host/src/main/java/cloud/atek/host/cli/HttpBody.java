package cloud.atek.host.cli;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// The body of an HTTP answer as it comes, of a known length or in chunks (RFC 9112 section 7.1).
/// One thread owns it.
final class HttpBody extends InputStream {

    private final InputStream in;
    private final boolean chunked;
    private boolean first = true;
    private boolean ended;
    private long left;

    private HttpBody(InputStream in, boolean chunked, long left) {
        this.in = in;
        this.chunked = chunked;
        this.left = left;
        this.ended = !chunked && left == 0;
    }

    static InputStream of(InputStream in, long length) {
        return new HttpBody(in, false, length);
    }

    static InputStream chunked(InputStream in) {
        return new HttpBody(in, true, 0);
    }

    /// A length as it stands in a head.
    ///
    /// @throws IOException when it is none
    static long number(String digits, int radix) throws IOException {
        try {
            long number = Long.parseLong(digits.strip(), radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("a length is no number", e);
        }
        throw new IOException("a length is no number");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /// @throws EOFException when the answer ends before its body does
    @Override
    public int read(byte[] to, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (chunked && !ended && left == 0) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int came = in.read(to, at, (int) Math.min(length, left));
        if (came < 0) {
            throw new EOFException("the answer is cut off");
        }
        left -= came;
        ended = !chunked && left == 0;
        return came;
    }

    private void nextChunk() throws IOException {
        if (!first) {
            HttpCall.line(in);
        }
        first = false;
        left = number(HttpCall.line(in).replaceFirst(";.*", ""), 16);
        ended = left == 0;
    }
}
