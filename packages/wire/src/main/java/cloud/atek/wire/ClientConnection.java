package cloud.atek.wire;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One connection of a client: calls, one after the other, each by the thread that took it from the
/// [Pool].
final class ClientConnection implements Watchdog.Watched {

    private enum State {
        USED,
        IDLE,
        CLOSED
    }

    /// Answers before the answer, such as 100 and 103.
    private static final int INTERIM_MAX = 8;

    /// A larger body is sent by a thread of its own: a peer that answers before it has read all
    /// would fill its direction while we fill ours, and both would wait for ever. A socket takes
    /// more than this at once.
    static final int INLINE_BYTES_MAX = 32 << 10;

    private static final Set<String> REPEATABLE =
            Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE");

    private final Pool pool;
    private final Watchdog watchdog;
    private final @Nullable SocketPath to;
    private final String name;
    private final Limits limits;
    private final Transport transport;
    private final ByteInput in;
    private final Output out;
    private final AtomicReference<State> state = new AtomicReference<>(State.USED);
    private volatile long idleUntil;
    private boolean reused;

    /// @param to where more connections like this one can be had; null for one that serves once
    private ClientConnection(
            Pool pool,
            Watchdog watchdog,
            @Nullable SocketPath to,
            String name,
            Limits limits,
            Transport transport) {
        this.pool = pool;
        this.watchdog = watchdog;
        this.to = to;
        this.name = name;
        this.limits = limits;
        this.transport = transport;
        this.in = new ByteInput(transport, limits.headBytes());
        this.out = new Output(transport);
        begins();
    }

    private void begins() {
        if (to != null) {
            pool.traffic().begins(to);
        }
    }

    private void ends() {
        if (to != null) {
            pool.traffic().ends(to);
        }
    }

    static ClientConnection connect(
            Pool pool, Watchdog watchdog, SocketPath to, Limits limits, Duration within)
            throws IOException {
        var transport = new Transport(SocketChannel.open(StandardProtocolFamily.UNIX));
        var connection = new ClientConnection(pool, watchdog, to, to.toString(), limits, transport);
        watchdog.add(connection);
        try {
            transport.connect(to, within);
        } catch (IOException e) {
            connection.end();
            throw new IOException("nobody answers on " + to + ": " + e.getMessage(), e);
        }
        return connection;
    }

    /// Over a connection that is open already; it serves one call.
    static ClientConnection over(
            SocketChannel open, String name, Pool pool, Watchdog watchdog, Limits limits) {
        var connection =
                new ClientConnection(pool, watchdog, null, name, limits, new Transport(open));
        watchdog.add(connection);
        return connection;
    }

    SocketPath to() {
        return requireNonNull(to);
    }

    /// @return whether it is still open
    boolean taken() {
        reused = true;
        boolean open = state.compareAndSet(State.IDLE, State.USED);
        if (open) {
            begins();
        }
        return open;
    }

    Response call(Request request, HttpClient.Patience patience) throws IOException {
        try {
            return exchange(request, patience);
        } catch (IOException | RuntimeException e) {
            end();
            throw e;
        }
    }

    private Response exchange(Request request, HttpClient.Patience patience) throws IOException {
        transport.writeWithin(patience.stall());
        Body body = request.body();
        Upload upload = null;
        if (body instanceof Body.Bytes(byte[] bytes) && bytes.length <= INLINE_BYTES_MAX) {
            sendInline(request, bytes);
            transport.readAllWithin(patience.answer());
        } else {
            HeadWriter.request(out, request, body.length());
            transport.readWithoutLimit();
            upload = Upload.start(transport, out, body, patience.answer());
        }
        Head.OfResponse head;
        try {
            head = finalHead(request, upload);
        } catch (BadMessageException e) {
            throw badAnswer(e);
        }
        if (upload != null) {
            upload.answered();
        }
        transport.readWithin(patience.stall());
        return response(request, head, upload);
    }

    private void sendInline(Request request, byte[] bytes) throws IOException {
        try {
            HeadWriter.request(out, request, bytes.length);
            out.bytes(bytes, 0, bytes.length).flush();
        } catch (IOException e) {
            if (reused && !transport.expired()) {
                throw new StaleConnectionException(e);
            }
            throw e;
        }
    }

    private Head.OfResponse finalHead(Request request, @Nullable Upload upload) throws IOException {
        firstBytes(request, upload);
        for (int i = 0; i <= INTERIM_MAX; i++) {
            Head.OfResponse head = nextHead();
            if (head.status() == 101) {
                throw BadMessageException.bad("want no 101 that nobody asked for");
            }
            if (head.status() >= 200) {
                return head;
            }
        }
        throw BadMessageException.bad("want at most " + INTERIM_MAX + " interim answers");
    }

    private void firstBytes(Request request, @Nullable Upload upload) throws IOException {
        try {
            if (in.buffered() == 0 && !in.fill()) {
                // Read to its end and closed: the server may have acted on the request.
                var e = new EOFException(name + " closed the connection without an answer");
                throw REPEATABLE.contains(request.method()) ? stale(e, upload) : e;
            }
        } catch (EOFException | StaleConnectionException e) {
            throw e;
        } catch (IOException e) {
            // Reset, which a unix socket reports when the request was left unread.
            throw stale(e, upload);
        }
    }

    private IOException stale(IOException e, @Nullable Upload upload) {
        if (upload != null) {
            return upload.explained(e);
        }
        return reused && !transport.expired() ? new StaleConnectionException(e) : e;
    }

    private Head.OfResponse nextHead() throws IOException {
        int seen = 0;
        while (true) {
            int end = Head.end(in.window(), in.from(), in.from() + seen, in.to());
            if (end >= 0) {
                var head = Head.response(in.window(), in.from(), end, limits);
                in.skip(end - in.from());
                return head;
            }
            seen = in.buffered();
            if (!in.fill()) {
                throw new EOFException(name + " closed the connection inside a head");
            }
        }
    }

    private Response response(Request request, Head.OfResponse head, @Nullable Upload upload)
            throws IOException {
        try {
            Framing framing = Framing.ofResponse(request.method(), head.status(), head.headers());
            boolean keep =
                    head.minor() == 1
                            && !(framing instanceof Framing.UntilClose)
                            && !head.headers().has("Connection", "close");
            var content = Content.of(framing, in, Long.MAX_VALUE);
            long length = framing instanceof Framing.Length(long bytes) ? bytes : Body.UNKNOWN;
            var stream = new BodyStream(content, new Reading(keep, upload));
            return new Response(
                    head.status(),
                    head.headers(),
                    length == 0 ? Body.none() : Body.of(stream, length));
        } catch (BadMessageException e) {
            throw badAnswer(e);
        }
    }

    HttpClient.Handshake upgrade(Request request, HttpClient.Patience patience) throws IOException {
        try {
            transport.writeWithin(patience.stall());
            transport.readAllWithin(patience.answer());
            HeadWriter.upgrade(out, request);
            out.flush();
            Head.OfResponse head = nextHead();
            if (head.status() >= 200) {
                transport.readWithin(patience.stall());
                return new HttpClient.Handshake.Refused(response(request, head, null));
            }
            if (head.status() != 101) {
                throw BadMessageException.bad("want 101 or a final answer");
            }
            transport.readWithoutLimit();
            return new HttpClient.Handshake.Accepted(head.headers(), duplex());
        } catch (BadMessageException e) {
            end();
            throw badAnswer(e);
        } catch (IOException e) {
            end();
            throw e;
        }
    }

    private Duplex duplex() {
        return new Parts(new WindowStream(in), transport.out(), transport::closeOutput, this::end);
    }

    private BadMessageException badAnswer(BadMessageException e) {
        if (e.status() == 502) {
            return e;
        }
        var answer =
                new BadMessageException(502, "bad answer from " + name + ": " + e.getMessage());
        answer.initCause(e);
        return answer;
    }

    /// Ready for the next call, or gone.
    private void release(boolean reusable) {
        idleUntil = System.nanoTime() + Pool.IDLE_MAX.toNanos();
        boolean keep =
                reusable
                        && to != null
                        && in.buffered() == 0
                        && state.compareAndSet(State.USED, State.IDLE);
        if (keep) {
            ends();
        }
        if (!keep || !pool.give(this)) {
            end();
        }
    }

    @Override
    public void tick(long nowNanos) {
        transport.tick(nowNanos);
        if (state.get() == State.IDLE
                && nowNanos - idleUntil > 0
                && state.compareAndSet(State.IDLE, State.CLOSED)) {
            pool.forget(this);
            end();
        }
    }

    void end() {
        if (state.getAndSet(State.CLOSED) == State.USED) {
            ends();
        }
        watchdog.remove(this);
        transport.close();
    }

    /// What happens to the connection while the body of an answer is read.
    private final class Reading implements BodyStream.Owner {
        private final boolean keep;
        private final @Nullable Upload upload;

        Reading(boolean keep, @Nullable Upload upload) {
            this.keep = keep;
            this.upload = upload;
        }

        @Override
        public void begin() {}

        @Override
        public void ended() {
            release(keep && (upload == null || upload.sent()));
        }

        @Override
        public void closed() {
            end();
        }

        @Override
        public IOException failed(IOException e) {
            end();
            if (e instanceof BadMessageException bad) {
                return badAnswer(bad);
            }
            return upload == null ? e : upload.explained(e);
        }
    }
}
