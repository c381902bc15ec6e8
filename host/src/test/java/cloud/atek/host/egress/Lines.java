package cloud.atek.host.egress;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.permissions.HostPort;
import cloud.atek.wire.SocketPath;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// Servers on all loopback addresses: one says each line back with the address at which it heard
/// it, one speaks HTTP.
final class Lines implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ServerSocket lines = new ServerSocket(0, 128, any());
    private final HttpServer http = HttpServer.create(new InetSocketAddress(any(), 0), 0);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicLong flooded = new AtomicLong();

    Lines() throws IOException {
        Thread.ofVirtual().start(this::accept);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", Lines::answer);
        http.start();
    }

    private static InetAddress any() throws IOException {
        return InetAddress.getByName("0.0.0.0");
    }

    int port() {
        return lines.getLocalPort();
    }

    int httpPort() {
        return http.getAddress().getPort();
    }

    int connections() {
        return connections.get();
    }

    long flooded() {
        return flooded.get();
    }

    static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, any())) {
            return socket.getLocalPort();
        }
    }

    /// Waits until it is so.
    static void until(BooleanSupplier claim) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!claim.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come true");
            }
            Thread.sleep(10);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket one = lines.accept();
                connections.incrementAndGet();
                open.add(one);
                Thread.ofVirtual().start(() -> serve(one));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket one) {
        String here = one.getLocalAddress().getHostAddress();
        try (one) {
            var in = new BufferedReader(new InputStreamReader(one.getInputStream(), UTF_8));
            OutputStream out = one.getOutputStream();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("GET ")) {
                    return;
                }
                if (line.equals("flood")) {
                    flood(out);
                }
                out.write((here + " " + line + "\n").getBytes(UTF_8));
            }
            out.write("bye\n".getBytes(UTF_8));
        } catch (IOException e) {
            // The other side is gone.
        }
    }

    private void flood(OutputStream out) throws IOException {
        var piece = new byte[64 << 10];
        while (true) {
            out.write(piece);
            flooded.addAndGet(piece.length);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        byte[] came = exchange.getRequestBody().readAllBytes();
        if (uri.getPath().equals("/redirect")) {
            exchange.getResponseHeaders().set("Location", uri.getRawQuery());
            exchange.sendResponseHeaders(302, -1);
        } else {
            byte[] text = uri.getPath().equals("/echo") ? came : seen(exchange).getBytes(UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : text.length);
            if (!head) {
                exchange.getResponseBody().write(text);
            }
        }
        exchange.close();
    }

    private static String seen(HttpExchange exchange) {
        var all = new StringBuilder();
        all.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
        exchange.getRequestHeaders()
                .forEach((name, values) ->
                        all.append('\n')
                                .append(name.toLowerCase(Locale.ROOT))
                                .append(": ")
                                .append(String.join(", ", values)));
        return all.toString();
    }

    @Override
    public void close() throws IOException {
        lines.close();
        http.stop(0);
        for (Socket one : open) {
            one.close();
        }
    }

    /// The program's end of a tunnel.
    record Peer(SocketChannel channel) implements AutoCloseable {

        /// @throws IOException when the tunnel is refused; its message has the status
        static Peer through(SocketPath proxy, HostPort to) throws IOException {
            var peer = new Peer(open(proxy));
            peer.write("CONNECT " + to + " HTTP/1.1\r\nHost: " + to + "\r\n\r\n");
            String answer = peer.until("\r\n\r\n");
            if (!answer.startsWith("HTTP/1.1 200 ")) {
                peer.close();
                throw new IOException(answer);
            }
            return peer;
        }

        /// All that a proxy answers to some text.
        static String ask(SocketPath proxy, String text) throws IOException {
            try (var peer = new Peer(open(proxy))) {
                peer.write(text);
                return peer.rest();
            }
        }

        private static SocketChannel open(SocketPath proxy) throws IOException {
            return SocketChannel.open(UnixDomainSocketAddress.of(proxy.path()));
        }

        void write(String text) throws IOException {
            channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
        }

        /// A line, and what comes back.
        String say(String line) throws IOException {
            write(line + "\n");
            return until("\n").strip();
        }

        private String until(String end) throws IOException {
            var all = new StringBuilder();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (all.indexOf(end) < 0 && channel.read(one) >= 0) {
                all.append((char) one.get(0));
                one.clear();
            }
            return all.toString();
        }

        byte[] read(int bytes) throws IOException {
            return in().readNBytes(bytes);
        }

        private InputStream in() {
            return Channels.newInputStream(channel);
        }

        /// All that still comes.
        String rest() throws IOException {
            return new String(in().readAllBytes(), UTF_8);
        }

        void closeOutput() throws IOException {
            channel.shutdownOutput();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
