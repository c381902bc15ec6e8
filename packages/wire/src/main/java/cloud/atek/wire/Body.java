package cloud.atek.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// What follows a head: bytes at hand, or a stream that is read once.
public sealed interface Body {

    /// A length nobody knows before the end.
    long UNKNOWN = -1;

    /// Nothing.
    static Body none() {
        return Bytes.EMPTY;
    }

    static Body of(byte[] bytes) {
        return new Bytes(bytes);
    }

    /// @param length exact number of bytes that `in` will give, or [#UNKNOWN]
    static Body of(InputStream in, long length) {
        return new Stream(in, length);
    }

    /// Number of bytes, or [#UNKNOWN].
    long length();

    /// The bytes as they come. A stream of a peer throws [BadMessageException] where the peer
    /// breaks the format or the limit, and `EOFException` where it ends too early.
    InputStream in();

    /// All of it.
    ///
    /// @throws BadMessageException with 413 when there are more than `max` bytes
    default byte[] bytes(int max) throws IOException {
        long length = length();
        if (length > max) {
            throw tooLarge(max);
        }
        byte[] all = length >= 0 ? in().readNBytes((int) length) : in().readNBytes(max);
        if (length < 0 && in().read() >= 0) {
            throw tooLarge(max);
        }
        return all;
    }

    private static BadMessageException tooLarge(int max) {
        return new BadMessageException(413, "want at most " + max + " bytes of body");
    }

    /// Not copied: who made it does not change it.
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements Body {
        private static final Bytes EMPTY = new Bytes(new byte[0]);

        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public InputStream in() {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] bytes(int max) throws IOException {
            if (bytes.length > max) {
                throw tooLarge(max);
            }
            return bytes;
        }
    }

    record Stream(InputStream in, long length) implements Body {
        public Stream {
            if (length < UNKNOWN) {
                throw new IllegalArgumentException("length " + length + " is negative");
            }
        }
    }
}
