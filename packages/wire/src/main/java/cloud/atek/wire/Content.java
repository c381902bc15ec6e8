package cloud.atek.wire;

import static cloud.atek.wire.BadMessageException.bad;

import java.io.EOFException;
import java.io.IOException;

/// The bytes of one body inside a connection. One thread owns it.
sealed interface Content {

    /// Whether the last byte, and what follows it in the framing, was read.
    boolean ended();

    /// @param length at least 1
    /// @return how many came, at least 1; -1 when [#ended]
    int read(byte[] bytes, int offset, int length) throws IOException;

    /// @param bytesMax a longer body is refused with 413, at once where its length is told
    static Content of(Framing framing, ByteInput in, long bytesMax) throws BadMessageException {
        return switch (framing) {
            case Framing.Length(long bytes) when bytes > bytesMax -> throw tooLarge(bytesMax);
            case Framing.Length(long bytes) -> new OfLength(in, bytes);
            case Framing.Chunked() -> new Chunks(in, bytesMax);
            case Framing.UntilClose() -> new Rest(in);
        };
    }

    private static BadMessageException tooLarge(long bytesMax) {
        return new BadMessageException(413, "want at most " + bytesMax + " bytes of body");
    }

    final class OfLength implements Content {
        private final ByteInput in;
        private long left;

        OfLength(ByteInput in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public boolean ended() {
            return left == 0;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int came = in.read(bytes, offset, (int) Math.min(length, left));
            if (came < 0) {
                throw new EOFException("the peer closed " + left + " bytes before the end");
            }
            left -= came;
            return came;
        }
    }

    final class Rest implements Content {
        private final ByteInput in;
        private boolean ended;

        Rest(ByteInput in) {
            this.in = in;
        }

        @Override
        public boolean ended() {
            return ended;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int came = in.read(bytes, offset, length);
            ended = came < 0;
            return came;
        }
    }

    /// The chunked coding, RFC 9112 section 7.1. Extensions and trailers are checked and dropped.
    final class Chunks implements Content {

        /// Size and extensions of one chunk: nobody of ours sends extensions.
        static final int LINE_BYTES_MAX = 256;

        /// Seven hex digits: a chunk of 256 MiB less one.
        static final int DIGITS_MAX = 7;

        static final int TRAILER_BYTES_MAX = 4 << 10;
        static final int TRAILERS_MAX = 32;

        private final ByteInput in;
        private final long bytesMax;
        private final byte[] line = new byte[LINE_BYTES_MAX];
        private long total;
        private int left;
        private boolean begun;
        private boolean ended;

        Chunks(ByteInput in, long bytesMax) {
            this.in = in;
            this.bytesMax = bytesMax;
        }

        @Override
        public boolean ended() {
            return ended;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!ended && left == 0) {
                nextChunk();
            }
            if (ended) {
                return -1;
            }
            int came = in.read(bytes, offset, Math.min(length, left));
            if (came < 0) {
                throw new EOFException("the peer closed inside a chunk");
            }
            left -= came;
            return came;
        }

        private void nextChunk() throws IOException {
            if (begun && readLine(line, 0) != 0) {
                throw bad("want CR LF after a chunk");
            }
            begun = true;
            left = size(line, readLine(line, LINE_BYTES_MAX));
            total += left;
            if (total > bytesMax) {
                throw tooLarge(bytesMax);
            }
            if (left == 0) {
                dropTrailers();
                ended = true;
            }
        }

        private void dropTrailers() throws IOException {
            var trailer = new byte[TRAILER_BYTES_MAX];
            int room = TRAILER_BYTES_MAX;
            for (int count = 0; ; count++) {
                int length = readLine(trailer, room);
                if (length == 0) {
                    return;
                }
                if (count == TRAILERS_MAX) {
                    throw new BadMessageException(
                            431, "want at most " + TRAILERS_MAX + " trailer lines");
                }
                Head.checkLine(trailer, 0, length);
                room -= length;
            }
        }

        /// Reads a line and its CR LF.
        ///
        /// @param most how many bytes it may have
        private int readLine(byte[] into, int most) throws IOException {
            for (int length = 0; ; length++) {
                int c = in.next();
                if (c == '\r') {
                    if (in.next() != '\n') {
                        throw bad("want lines to end in CR LF");
                    }
                    return length;
                }
                if (length == most) {
                    throw bad("want a line of at most " + most + " bytes in the chunked coding");
                }
                into[length] = (byte) c;
            }
        }

        /// The size that a chunk's first line tells: hex digits, then nothing or `;` and
        /// extensions.
        static int size(byte[] line, int length) throws BadMessageException {
            int size = 0;
            int at = 0;
            for (; at < length && line[at] != ';'; at++) {
                int digit = line[at] < 0 ? -1 : Character.digit(line[at], 16);
                if (digit < 0 || at == DIGITS_MAX) {
                    throw bad("want a chunk size of 1 to " + DIGITS_MAX + " hex digits");
                }
                size = 16 * size + digit;
            }
            if (at == 0) {
                throw bad("want a chunk size");
            }
            for (; at < length; at++) {
                if (!Chars.isValue(line[at] & 0xFF)) {
                    throw bad("want no control character in a chunk extension");
                }
            }
            return size;
        }
    }
}
