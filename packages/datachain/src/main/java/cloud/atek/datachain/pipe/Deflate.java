package cloud.atek.datachain.pipe;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.seal.DataKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Bodies made smaller by the JDK:
///
/// ```
/// offset size
///      0    4  length of the body in bytes, big-endian, 0 to BODY_BYTES_MAX
///      4    n  raw DEFLATE (RFC 1951) of the body, one stream, nothing behind it
/// ```
final class Deflate {

    /// The longest body, in bytes: the longest that can be sealed.
    static final int BODY_BYTES_MAX = DataKey.BODY_BYTES_MAX;

    private static final int LENGTH_BYTES = 4;

    /// Memory that a claim of a length gets in advance; the rest grows with what really comes.
    private static final int FIRST_BYTES = 16 << 10;

    private Deflate() {}

    /// The body made smaller; null when it would not be.
    ///
    /// @param level 1 to 9
    static @Nullable Bytes pack(Bytes body, int level) {
        if (body.size() <= LENGTH_BYTES || body.size() > BODY_BYTES_MAX) {
            return null;
        }
        // Room for one byte less than the body: what does not fit is not worth it.
        var out = new byte[body.size() - 1];
        ByteBuffer.wrap(out).putInt(body.size());
        var deflater = new Deflater(level, true);
        try {
            deflater.setInput(body.toBuffer());
            deflater.finish();
            int size = deflater.deflate(out, LENGTH_BYTES, out.length - LENGTH_BYTES);
            return deflater.finished()
                    ? Bytes.owning(Arrays.copyOf(out, LENGTH_BYTES + size))
                    : null;
        } finally {
            deflater.end();
        }
    }

    /// The body that [#pack] made smaller. Takes memory for twice what comes out, never more than
    /// the length that is claimed.
    ///
    /// @throws DataFormatException when `packed` is anything else
    static Bytes unpack(Bytes packed) throws DataFormatException {
        if (packed.size() < LENGTH_BYTES) {
            throw new DataFormatException("it ends before its length");
        }
        ByteBuffer in = packed.toBuffer();
        int length = in.getInt();
        if (length < 0 || length > BODY_BYTES_MAX) {
            throw new DataFormatException("it claims a length of " + (length & 0xffffffffL));
        }
        var inflater = new Inflater(true);
        try {
            inflater.setInput(in);
            byte[] body = inflate(inflater, length);
            requireEnd(inflater, length);
            return Bytes.owning(body);
        } finally {
            inflater.end();
        }
    }

    private static byte[] inflate(Inflater inflater, int length) throws DataFormatException {
        var body = new byte[Math.min(length, FIRST_BYTES)];
        int filled = 0;
        while (filled < length) {
            if (filled == body.length) {
                body = Arrays.copyOf(body, (int) Math.min(length, 2L * body.length));
            }
            int more = inflater.inflate(body, filled, body.length - filled);
            if (more == 0) {
                throw new DataFormatException(
                        "it ends after " + filled + " bytes of the " + length + " it claims");
            }
            filled += more;
        }
        return body;
    }

    /// One more byte is asked for, so that the end of the stream is read too.
    private static void requireEnd(Inflater inflater, int length) throws DataFormatException {
        if (inflater.inflate(new byte[1]) > 0 || !inflater.finished()) {
            throw new DataFormatException("it goes on after the " + length + " bytes it claims");
        }
        if (inflater.getRemaining() > 0) {
            throw new DataFormatException(inflater.getRemaining() + " bytes follow its end");
        }
    }
}
