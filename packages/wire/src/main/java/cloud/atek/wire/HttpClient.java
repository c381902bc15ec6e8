package cloud.atek.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// Calls HTTP/1.1 servers on unix sockets over connections that are kept. Thread-safe; a call
/// blocks its thread.
///
/// A request that met a kept connection which its server had just closed is sent once more on a new
/// one, when nothing of an answer came, its body is small and at hand, and either the kernel says
/// that the server left it unread or its method is safe to repeat.
public final class HttpClient implements AutoCloseable {

    /// How long a call waits.
    ///
    /// @param connect for the server to take the connection
    /// @param answer from the last byte of the request to the last byte of the answer's head
    /// @param stall for each read of the answer's body and each write of the request's
    public record Patience(Duration connect, Duration answer, Duration stall) {

        public static final Patience DEFAULT =
                new Patience(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(5));

        public Patience {
            if (!connect.isPositive() || !answer.isPositive() || !stall.isPositive()) {
                throw new IllegalArgumentException("want positive times");
            }
        }

        public Patience withAnswer(Duration other) {
            return new Patience(connect, other, stall);
        }
    }

    /// What a server said to an upgrade.
    public sealed interface Handshake {

        /// 101. The connection belongs to whoever called, who closes it.
        record Accepted(Headers headers, Duplex peer) implements Handshake {}

        /// Any other answer; to be closed.
        record Refused(Response response) implements Handshake {}
    }

    private final Patience patience;
    private final Limits limits;
    private final Watchdog watchdog;
    private final Pool pool;

    public HttpClient() {
        this(Patience.DEFAULT, Limits.DEFAULT);
    }

    /// @param limits for the heads of answers; a body may have any length
    public HttpClient(Patience patience, Limits limits) {
        this(patience, limits, Traffic.UNSEEN);
    }

    /// @param traffic hears which servers are in use
    public HttpClient(Patience patience, Limits limits, Traffic traffic) {
        this.patience = patience;
        this.limits = limits;
        this.watchdog = new Watchdog(shortest(patience));
        this.pool = new Pool(traffic);
    }

    private static Duration shortest(Patience patience) {
        Duration two = min(patience.connect(), patience.answer());
        return min(two, patience.stall());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /// Sends a request and reads the head of the answer, with the patience of this client.
    ///
    /// @return to be closed; its body comes as it is read
    /// @throws IOException when nobody listens, the answer is not strict HTTP
    ///   ([BadMessageException] with status 502), or a time has passed (`SocketTimeoutException`)
    public Response call(SocketPath to, Request request) throws IOException {
        return call(to, request, patience);
    }

    /// As [#call(SocketPath, Request)], with another patience for this call.
    public Response call(SocketPath to, Request request, Patience other) throws IOException {
        if (request.body() instanceof Body.Bytes(byte[] bytes)
                && bytes.length <= ClientConnection.INLINE_BYTES_MAX) {
            ClientConnection kept = pool.take(to);
            if (kept != null) {
                try {
                    return kept.call(request, other);
                } catch (StaleConnectionException e) {
                    // Its server had closed it: the request was not read, a new connection will do.
                }
            }
        }
        return connect(to, other).call(request, other);
    }

    /// Sends one request over a connection that is open already, which ends with the answer, or
    /// when this fails.
    ///
    /// @param name of whom it leads to, for what is said of it
    public Response call(SocketChannel over, String name, Request request) throws IOException {
        return ClientConnection.over(over, name, pool, watchdog, limits).call(request, patience);
    }

    /// Asks to leave HTTP, for example for a WebSocket: the request's `Upgrade` line says for what.
    ///
    /// After 101 the connection has no deadline for reads.
    public Handshake upgrade(SocketPath to, Request request) throws IOException {
        return connect(to, patience).upgrade(request, patience);
    }

    private ClientConnection connect(SocketPath to, Patience other) throws IOException {
        return ClientConnection.connect(pool, watchdog, to, limits, other.connect());
    }

    /// Ends kept connections; calls on their way go on, without their deadlines.
    @Override
    public void close() {
        pool.close();
        watchdog.close();
    }
}
