package cloud.atek.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/// Serves HTTP/1.1 on one unix socket, a thread for each connection.
///
/// Connections are kept; requests that come without waiting (pipelining) are answered in their
/// order. HTTP/1.0 is refused; absolute targets and CONNECT are for handlers that are proxies.
/// Thread-safe.
public final class HttpServer implements AutoCloseable {

    /// Called on the connection's thread, for many connections at a time.
    @FunctionalInterface
    public interface Handler {
        /// What is thrown is answered too: a [BadMessageException] with its status, anything else
        /// with 500 and a report to the thread's uncaught-exception handler.
        Answer handle(Request request) throws IOException;

        /// Whether requests with an absolute target, and CONNECT, come to it as they are (RFC 9112
        /// sections 3.2.2 and 3.2.3); otherwise they are answered 400.
        default boolean proxies() {
            return false;
        }
    }

    /// How long requests on their way may take to end when the server closes.
    public static final Duration GRACE = Duration.ofMillis(800);

    /// A failed accept means too few file descriptors: some come back.
    private static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);

    /// Who knocks on and on at a full server is not answered faster.
    private static final Duration BUSY_PAUSE = Duration.ofMillis(1);

    private static final long ACCEPT_STACK_BYTES = 128 << 10;
    private static final byte[] BUSY =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                    .getBytes(US_ASCII);

    private final SocketPath at;
    private final ServerSocketChannel listening;
    private final Limits limits;
    private final ThreadFactory threads;
    private final Handler handler;
    private final Watchdog watchdog;
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private HttpServer(
            SocketPath at,
            ServerSocketChannel listening,
            Limits limits,
            ThreadFactory threads,
            Handler handler) {
        this.at = at;
        this.listening = listening;
        this.limits = limits;
        this.threads = threads;
        this.handler = handler;
        this.watchdog = new Watchdog(shortest(limits));
    }

    /// Listens and serves with default limits, on virtual threads.
    public static HttpServer start(SocketPath at, Handler handler) throws IOException {
        return start(at, Limits.DEFAULT, Thread.ofVirtual().factory(), handler);
    }

    /// Listens and serves. A stale socket file is removed; the new one has mode 0600.
    ///
    /// @param threads one thread for each connection, ended with it
    /// @throws IOException when the socket is taken or cannot be made
    public static HttpServer start(
            SocketPath at, Limits limits, ThreadFactory threads, Handler handler)
            throws IOException {
        var server = new HttpServer(at, SocketFile.listen(at), limits, threads, handler);
        var acceptor = new Thread(null, server::acceptAll, "wire-accept", ACCEPT_STACK_BYTES);
        acceptor.setDaemon(true);
        acceptor.start();
        return server;
    }

    private static Duration shortest(Limits limits) {
        Duration shortest = limits.head();
        for (Duration other : new Duration[] {limits.idle(), limits.stall()}) {
            shortest = other.compareTo(shortest) < 0 ? other : shortest;
        }
        return shortest;
    }

    private void acceptAll() {
        while (!closed) {
            try {
                serve(listening.accept());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
            }
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        if (connections.size() >= limits.connections()) {
            turnAway(channel);
            LockSupport.parkNanos(BUSY_PAUSE.toNanos());
            return;
        }
        var connection = new ServerConnection(new Transport(channel), limits, handler);
        connections.add(connection);
        watchdog.add(connection);
        threads.newThread(() -> run(connection)).start();
        if (closed) {
            // It may have a request by now.
            connection.closeSoon();
        }
    }

    private static void turnAway(SocketChannel channel) throws IOException {
        try (channel) {
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap(BUSY));
        }
    }

    private void run(ServerConnection connection) {
        try {
            connection.run();
        } finally {
            watchdog.remove(connection);
            connections.remove(connection);
        }
    }

    public SocketPath at() {
        return at;
    }

    /// Stops listening, lets requests on their way end for [#GRACE], then ends all connections.
    /// Tunnels and idle connections end at once.
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        listening.close();
        Files.deleteIfExists(at.path());
        connections.forEach(ServerConnection::closeSoon);
        long deadline = System.nanoTime() + GRACE.toNanos();
        while (!connections.isEmpty() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        connections.forEach(ServerConnection::close);
        watchdog.close();
    }
}
