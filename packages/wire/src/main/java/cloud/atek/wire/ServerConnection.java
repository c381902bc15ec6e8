package cloud.atek.wire;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One connection of a server: requests and their answers, one after the other. Its own thread runs
/// it; any thread may close it.
final class ServerConnection implements Watchdog.Watched {

    private enum State {
        IDLE,
        BUSY,
        TUNNEL,
        LAST,
        CLOSED
    }

    /// How much of a body that its handler left unread is thrown away, to keep the connection.
    private static final int LEFT_BYTES_MAX = 64 << 10;

    /// What a live answer collects before it sends: thousands may wait side by side.
    private static final int LIVE_CHUNK_BYTES = 256;

    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int LINGER_BYTES_MAX = 1 << 20;

    private final Transport transport;
    private final ByteInput in;
    private final Output out;
    private final Limits limits;
    private final HttpServer.Handler handler;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    ServerConnection(Transport transport, Limits limits, HttpServer.Handler handler) {
        this.transport = transport;
        this.in = new ByteInput(transport, limits.headBytes());
        this.out = new Output(transport);
        this.limits = limits;
        this.handler = handler;
        transport.writeWithin(limits.stall());
    }

    void run() {
        try {
            boolean more = true;
            while (more) {
                more = serveOne();
            }
        } catch (IOException e) {
            // The peer is gone or was too slow: nobody is left to tell.
        } finally {
            close();
        }
    }

    private boolean serveOne() throws IOException {
        Exchange exchange;
        try {
            Head.OfRequest head = head();
            if (head == null) {
                return false;
            }
            exchange = new Exchange(head);
        } catch (BadMessageException e) {
            refuse(e);
            return false;
        }
        boolean keep = exchange.answer(answered(exchange)) && exchange.drained();
        return keep && state.compareAndSet(State.BUSY, State.IDLE);
    }

    /// @return null when the peer closed between two requests
    private Head.@Nullable OfRequest head() throws IOException {
        transport.readWithin(limits.idle());
        if (in.buffered() == 0 && !in.fill()) {
            return null;
        }
        if (!state.compareAndSet(State.IDLE, State.BUSY)) {
            return null;
        }
        int seen = in.from();
        int end = Head.end(in.window(), in.from(), seen, in.to());
        if (end < 0) {
            transport.readAllWithin(limits.head());
            end = restOfHead();
        }
        transport.readWithin(limits.stall());
        var head = Head.request(in.window(), in.from(), end, limits, handler.proxies());
        in.skip(end - in.from());
        return head;
    }

    private int restOfHead() throws IOException {
        while (true) {
            int seen = in.buffered();
            if (!in.fill()) {
                throw new IOException("the peer closed inside a head");
            }
            int end = Head.end(in.window(), in.from(), in.from() + seen, in.to());
            if (end >= 0) {
                return end;
            }
        }
    }

    private Answer answered(Exchange exchange) throws IOException {
        try {
            return handler.handle(exchange.request());
        } catch (BadMessageException e) {
            exchange.last();
            return Response.text(e.status(), said(e));
        } catch (IOException | RuntimeException e) {
            IOException lost = exchange.lost;
            if (lost != null) {
                throw lost;
            }
            exchange.last();
            report(e);
            return Response.text(500, "the service failed");
        }
    }

    private static void report(Exception e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }

    private void refuse(BadMessageException e) throws IOException {
        Response answer = Response.text(e.status(), said(e));
        HeadWriter.response(out, e.status(), answer.headers(), answer.body().length(), true);
        byte[] text = answer.body().bytes(Integer.MAX_VALUE);
        out.bytes(text, 0, text.length).flush();
    }

    private static String said(BadMessageException e) {
        return e.getMessage() == null ? "bad request" : e.getMessage();
    }

    @Override
    public void tick(long nowNanos) {
        transport.tick(nowNanos);
    }

    /// Ends an idle connection or a tunnel now, another after its answer. Again, it does nothing.
    void closeSoon() {
        State now =
                state.updateAndGet(
                        s -> s == State.BUSY || s == State.LAST ? State.LAST : State.CLOSED);
        if (now == State.CLOSED) {
            transport.close();
        }
    }

    void close() {
        state.set(State.CLOSED);
        transport.close();
    }

    /// Writes what comes before a tunnel.
    @FunctionalInterface
    private interface Start {
        void write() throws IOException;
    }

    /// One request and its answer.
    private final class Exchange implements BodyStream.Owner {

        private final Request request;
        private final Content content;
        private final BodyStream stream;
        private final boolean expects;
        private boolean continued;
        private boolean answering;
        private boolean close;
        private @Nullable IOException lost;

        Exchange(Head.OfRequest head) throws BadMessageException {
            Framing framing = Framing.ofRequest(head.headers());
            content = Content.of(framing, in, limits.bodyBytes());
            expects = expects(head.headers());
            close = head.headers().has("Connection", "close");
            stream = new BodyStream(content, this);
            long length = framing instanceof Framing.Length(long bytes) ? bytes : Body.UNKNOWN;
            Body body = length == 0 ? Body.none() : Body.of(stream, length);
            request = new Request(head.method(), head.target(), head.headers(), body);
        }

        private static boolean expects(Headers headers) throws BadMessageException {
            String expectation = headers.find("Expect");
            if (expectation == null) {
                return false;
            }
            if (!expectation.equalsIgnoreCase("100-continue")) {
                throw new BadMessageException(417, "want no expectation but 100-continue");
            }
            return true;
        }

        Request request() {
            return request;
        }

        /// The connection ends after this answer.
        void last() {
            close = true;
        }

        /// @return whether the connection can go on
        boolean answer(Answer answer) throws IOException {
            settle();
            switch (answer) {
                case Response response -> answer(response);
                case Answer.Written written -> answer(written);
                case Answer.Live live -> answer(live);
                case Answer.Upgrade(Headers headers, Answer.Tunnel tunnel) ->
                        tunnel(() -> HeadWriter.switching(out, headers), tunnel);
                case Answer.Connected(Answer.Tunnel tunnel) -> connect(tunnel);
            }
            return !close;
        }

        /// From now on the answer is written: nobody is told to continue any more.
        private synchronized void settle() {
            answering = true;
            close |=
                    state.get() != State.BUSY
                            || (expects && !continued && !content.ended())
                            || stream.readElsewhere();
        }

        private void answer(Response response) throws IOException {
            Body body = response.body();
            try (InputStream rest = body instanceof Body.Stream ? body.in() : null) {
                HeadWriter.response(
                        out, response.status(), response.headers(), length(response), close);
                if (hasBody(response.status())) {
                    send(body, rest);
                }
                out.flush();
            }
        }

        private void send(Body body, @Nullable InputStream rest) throws IOException {
            switch (body) {
                case Body.Bytes(byte[] bytes) -> out.bytes(bytes, 0, bytes.length);
                case Body.Stream stream ->
                        Sending.send(out, rest == null ? stream.in() : rest, stream.length());
            }
        }

        private void answer(Answer.Written written) throws IOException {
            boolean body = hasBody(written.status());
            HeadWriter.response(
                    out, written.status(), written.headers(), body ? Body.UNKNOWN : null, close);
            if (body) {
                // Not in a try: after a failure the last chunk must not make the body look whole.
                var chunks = new ChunkedOutput(out);
                written.writer().write(chunks);
                chunks.close();
            }
            out.flush();
        }

        private void answer(Answer.Live live) throws IOException {
            close = true;
            HeadWriter.response(out, live.status(), live.headers(), Body.UNKNOWN, true);
            transport.readWithoutLimit();
            var watch = new PeerWatch(in);
            watch.start();
            var chunks = new ChunkedOutput(out, LIVE_CHUNK_BYTES);
            try {
                live.writer().write(chunks, watch);
            } finally {
                watch.end();
            }
            chunks.close();
        }

        private boolean hasBody(int status) {
            return !request.method().equals("HEAD") && status != 204 && status != 304;
        }

        /// Of a HEAD answer without a body, the length that its headers tell.
        private @Nullable Long length(Response response) throws IOException {
            if (response.status() == 204 || response.status() == 304) {
                return null;
            }
            long length = response.body().length();
            boolean head = request.method().equals("HEAD") && length == 0;
            if (head
                    && Framing.ofRequest(response.headers()) instanceof Framing.Length(long told)) {
                return told;
            }
            return length;
        }

        /// The other end is open already, so the tunnel runs even when nobody is left to tell.
        private void connect(Answer.Tunnel tunnel) throws IOException {
            var begun = new AtomicBoolean();
            transport.writeWithoutLimit();
            try {
                tunnel(
                        () -> out.text("HTTP/1.1 200 Connected\r\n\r\n"),
                        peer -> {
                            begun.set(true);
                            tunnel.run(peer);
                        });
            } finally {
                if (!begun.get()) {
                    transport.close();
                    tunnel.run(peer());
                }
            }
        }

        private Duplex peer() {
            return new Parts(
                    new WindowStream(in),
                    transport.out(),
                    transport::closeOutput,
                    transport::close);
        }

        private void tunnel(Start start, Answer.Tunnel tunnel) throws IOException {
            close = true;
            if (!content.ended()) {
                refuse(BadMessageException.bad("want no body before a tunnel"));
                return;
            }
            if (!state.compareAndSet(State.BUSY, State.TUNNEL)) {
                return;
            }
            start.write();
            out.flush();
            transport.readWithoutLimit();
            try {
                tunnel.run(peer());
            } finally {
                linger();
            }
        }

        /// Hears out a peer that still sends, for a moment: closing in the middle of its words
        /// could cost it ours.
        private void linger() throws IOException {
            if (!transport.open()) {
                return;
            }
            transport.closeOutput();
            transport.readAllWithin(LINGER);
            var scrap = new byte[4 << 10];
            for (int left = LINGER_BYTES_MAX, came = 0; came >= 0 && left > 0; left -= came) {
                came = in.read(scrap, 0, scrap.length);
            }
        }

        /// Throws away what the handler left of the body.
        ///
        /// @return whether the next request begins there
        boolean drained() throws IOException {
            if (!stream.detach()) {
                return false;
            }
            var scrap = new byte[content.ended() ? 0 : 4 << 10];
            for (int left = LEFT_BYTES_MAX; !content.ended() && left > 0; ) {
                left -= Math.max(0, content.read(scrap, 0, scrap.length));
            }
            return content.ended();
        }

        /// A body may be passed on by another thread while the answer comes already.
        @Override
        public synchronized void begin() throws IOException {
            if (expects && !answering) {
                continued = true;
                out.text("HTTP/1.1 100 Continue\r\n\r\n").flush();
            }
        }

        @Override
        public void ended() {}

        @Override
        public void closed() {}

        @Override
        public IOException failed(IOException e) {
            if (!(e instanceof BadMessageException)) {
                lost = e;
            }
            return e;
        }
    }
}
