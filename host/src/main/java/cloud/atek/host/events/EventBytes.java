package cloud.atek.host.events;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloud.atek.rpc.RpcError;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The events of a source as the bytes of a stream, with a comment where nothing happens for long.
/// It holds one piece of its source. One thread reads; any may close, which the reader notices
/// within [#LOOK_EVERY].
public final class EventBytes extends InputStream {

    /// How often a comment is sent, so that nobody on the way takes the stream for dead.
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private static final Logger log = LoggerFactory.getLogger(EventBytes.class);
    private static final byte[] COMMENT = ":\n\n".getBytes(US_ASCII);

    private final EventSource source;
    private final Duration heartbeat;
    private volatile boolean closed;
    private byte[] piece = COMMENT;
    private int at;
    private boolean ended;

    public EventBytes(EventSource source) {
        this(source, HEARTBEAT);
    }

    EventBytes(EventSource source, Duration heartbeat) {
        this.source = source;
        this.heartbeat = heartbeat;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        while (at == piece.length) {
            byte[] next = ended ? null : piece();
            if (next == null) {
                ended = true;
                return -1;
            }
            piece = next;
            at = 0;
        }
        int some = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, into, offset, some);
        at += some;
        return some;
    }

    private byte @Nullable [] piece() throws IOException {
        try {
            return awaited();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the host is stopping");
        } catch (IOException e) {
            ended = true;
            return Event.error(new RpcError(RpcError.Code.FAILED, String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            log.error("a stream of the host failed", e);
            ended = true;
            return Event.error(new RpcError(RpcError.Code.FAILED, "The host cannot go on here"));
        }
    }

    private byte @Nullable [] awaited() throws IOException, InterruptedException {
        long beat = System.nanoTime() + heartbeat.toNanos();
        while (!closed) {
            byte[] next = source.next(LOOK_EVERY);
            if (next == null || next.length > 0) {
                return next;
            }
            if (System.nanoTime() - beat > 0) {
                return COMMENT;
            }
        }
        return null;
    }

    @Override
    public void close() {
        closed = true;
        source.close();
    }
}
