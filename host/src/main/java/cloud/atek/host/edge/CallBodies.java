package cloud.atek.host.edge;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// The bodies of calls, which are in memory as a whole while they are answered. All of them
/// together have a bound, of which strangers get a small part; and whoever sends one slower than a
/// bad line does not hold his part for long. Thread-safe.
final class CallBodies {

    private final AtomicLong free = new AtomicLong(Limits.ALL_CALLS_BYTES_MAX);
    private final AtomicLong strangersFree = new AtomicLong(Limits.STRANGERS_CALLS_BYTES_MAX);

    /// One body, or why there is none. Closing it gives its room back.
    ///
    /// @param bytes null when it was refused
    /// @param refusal the status of the refusal
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Body(byte @Nullable [] bytes, int refusal, String why, AtomicLong room, long held)
            implements AutoCloseable {

        @Override
        public void close() {
            room.addAndGet(held);
        }
    }

    /// Reads the whole body.
    ///
    /// @param known whether it was proven who sends it
    /// @throws IOException when it does not come to its end, or too slowly
    Body read(Request request, boolean known) throws IOException {
        AtomicLong room = known ? free : strangersFree;
        int max = known ? Limits.CALL_BYTES_MAX : Limits.STRANGERS_CALL_BYTES_MAX;
        long length = request.getLength();
        if (length > max) {
            return tooLong(max, room, 0);
        }
        long held = 0;
        boolean whole = false;
        try (InputStream in = Content.Source.asInputStream(request)) {
            var body = new Collected(length);
            var piece = new byte[Math.clamp(length, 1, Limits.COPY_BYTES)];
            long start = System.nanoTime();
            for (int came = in.read(piece); came >= 0; came = in.read(piece)) {
                held += came;
                if (room.addAndGet(-came) < 0) {
                    whole = true;
                    return new Body(null, 503, "Too much is being sent; try again", room, held);
                }
                if (held > max) {
                    whole = true;
                    return tooLong(max, room, held);
                }
                body.add(piece, came);
                requireSpeed(start, held);
            }
            if (length > held) {
                throw new EOFException("a request ended before its length");
            }
            whole = true;
            return new Body(body.whole(), 0, "", room, held);
        } finally {
            if (!whole) {
                room.addAndGet(held);
            }
        }
    }

    /// Bytes that grow with what came and not with what was announced; when all that was announced
    /// is there, they are not copied once more.
    private static final class Collected {
        private final long announced;
        private byte[] bytes;
        private int size;

        /// @param announced negative when nobody said how many come
        Collected(long announced) {
            this.announced = announced;
            this.bytes = new byte[Math.clamp(announced, 0, Limits.COPY_BYTES)];
        }

        void add(byte[] piece, int count) {
            int wanted = size + count;
            if (wanted > bytes.length) {
                int most = announced < wanted ? Integer.MAX_VALUE : (int) announced;
                bytes = Arrays.copyOf(bytes, Math.min(Math.max(wanted, 2 * bytes.length), most));
            }
            System.arraycopy(piece, 0, bytes, size, count);
            size = wanted;
        }

        byte[] whole() {
            return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        }
    }

    private static void requireSpeed(long start, long came) throws IOException {
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        Duration allowed = Limits.HEAD_WITHIN.plusSeconds(came / Limits.BODY_BYTES_PER_SECOND_MIN);
        if (taken.compareTo(allowed) > 0) {
            throw new IOException("a body comes too slowly");
        }
    }

    private static Body tooLong(int max, AtomicLong room, long held) {
        String most = max >= 1 << 20 ? (max >> 20) + " MiB" : (max >> 10) + " KiB";
        return new Body(null, 413, "Want at most " + most, room, held);
    }
}
