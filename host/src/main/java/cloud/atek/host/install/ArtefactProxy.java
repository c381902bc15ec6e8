package cloud.atek.host.install;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only way out of a build: an HTTP proxy on a unix socket that opens tunnels (CONNECT, RFC
/// 9110 section 9.3.6) to a few servers and to nobody else. It sees encrypted bytes and counts
/// them. Thread-safe; each connection has a thread of its own.
final class ArtefactProxy implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ArtefactProxy.class);

    static final String SOCKET = "proxy.sock";

    private static final int HEAD_BYTES_MAX = 8 << 10;
    private static final int CONNECTIONS_MAX = 64;
    private static final int PIECE_BYTES = 64 << 10;
    private static final int CONNECT_PATIENCE_MS = 15_000;
    private static final Pattern CONNECT =
            Pattern.compile(
                    "CONNECT ([A-Za-z0-9.-]{1,253}):(\\d{1,5}) HTTP/1\\.[01]\r\n.*",
                    Pattern.DOTALL);

    private final Path folder;
    private final ServerSocketChannel listener;
    private final Set<String> hosts;
    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();
    private final Semaphore free = new Semaphore(CONNECTIONS_MAX);
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

    /// Listens in a new folder, whose path is short enough for a socket.
    ///
    /// @param hosts whom it may reach, at [Registries#PORT]
    /// @param bytesMax how much may come and go in all
    ArtefactProxy(Set<String> hosts, long bytesMax) throws IOException {
        this.hosts = Set.copyOf(hosts);
        this.bytesMax = bytesMax;
        this.folder = Files.createTempDirectory("atek");
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(folder.resolve(SOCKET)));
        Thread.ofVirtual().name("artefacts").start(this::accept);
    }

    /// Where the socket is.
    Path folder() {
        return folder;
    }

    /// Servers that were asked for and may not be reached.
    Set<String> refused() {
        return Set.copyOf(refused);
    }

    /// Whether the build fetched more than it may.
    boolean exhausted() {
        return bytes.get() > bytesMax;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = listener.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            log.debug("no more connections", e);
        }
    }

    private void serve(SocketChannel client) {
        boolean mine = free.tryAcquire();
        try (client) {
            OutputStream out = Channels.newOutputStream(client);
            Matcher wanted = CONNECT.matcher(head(Channels.newInputStream(client)));
            if (!mine || !wanted.matches() || !allowed(wanted.group(1), wanted.group(2))) {
                out.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
                return;
            }
            tunnel(client, out, wanted.group(1));
        } catch (IOException e) {
            log.debug("a connection of a build broke", e);
        } finally {
            open.remove(client);
            if (mine) {
                free.release();
            }
        }
    }

    private boolean allowed(String host, String port) {
        if (hosts.contains(host) && port.equals(String.valueOf(Registries.PORT))) {
            return true;
        }
        if (refused.size() < CONNECTIONS_MAX) {
            refused.add(host);
        }
        return false;
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        int last = 0;
        while (last != 0x0d0a0d0a && head.size() < HEAD_BYTES_MAX) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.write(next);
            last = last << 8 | next;
        }
        return head.toString(US_ASCII);
    }

    private void tunnel(SocketChannel client, OutputStream out, String host) throws IOException {
        try (var server = new Socket()) {
            server.connect(new InetSocketAddress(host, Registries.PORT), CONNECT_PATIENCE_MS);
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
            open.add(server);
            Thread up =
                    Thread.ofVirtual().start(() -> pass(Channels.newInputStream(client), server));
            copy(server.getInputStream(), out);
            client.shutdownOutput();
            up.join();
            open.remove(server);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(InputStream from, Socket server) {
        try {
            copy(from, server.getOutputStream());
            server.shutdownOutput();
        } catch (IOException e) {
            log.debug("a connection of a build broke", e);
        }
    }

    private void copy(InputStream in, OutputStream out) throws IOException {
        byte[] piece = new byte[PIECE_BYTES];
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            if (bytes.addAndGet(read) > bytesMax) {
                throw new IOException("the build fetched too much");
            }
            out.write(piece, 0, read);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception e) {
                log.debug("a connection of a build was not closed well", e);
            }
        }
        Disk.delete(folder);
    }
}
