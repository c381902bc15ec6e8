package cloud.atek.services.earthstar;

import cloud.atek.wire.SocketPath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The only way by which the pub reaches other homes: a unix socket, and whoever connects to it
/// speaks with the peer. Connections go through the proxy that `HTTPS_PROXY` or `HTTP_PROXY` names,
/// by CONNECT, and straight where neither is set. TLS ends here, and [PeerTrust] judges who is at
/// its other end. Thread-safe.
final class PeerRoad implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PeerRoad.class);

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(10);

    /// Head of a proxy's answer, in bytes.
    private static final int HEAD_BYTES_MAX = 8 << 10;

    private static final AtomicLong NAMES = new AtomicLong();

    private final PeerAddress peer;
    private final @Nullable Fingerprint pin;
    private final Optional<InetSocketAddress> proxy;
    private final Path path;
    private final ServerSocketChannel entrance;
    private volatile @Nullable IOException trouble;

    private PeerRoad(
            PeerAddress peer,
            @Nullable Fingerprint pin,
            Optional<InetSocketAddress> proxy,
            Path path)
            throws IOException {
        this.peer = peer;
        this.pin = pin;
        this.proxy = proxy;
        this.path = path;
        this.entrance = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    }

    /// @param pin by whom alone the peer proves itself; null for who is known to everybody
    /// @param folder where nobody else comes, for the socket
    /// @param variables of the environment
    static PeerRoad open(
            PeerAddress peer, @Nullable Fingerprint pin, Path folder, Map<String, String> variables)
            throws IOException {
        Path path = folder.resolve("p" + NAMES.incrementAndGet());
        Files.deleteIfExists(path);
        var road = new PeerRoad(peer, pin, proxy(variables), path);
        road.entrance.bind(UnixDomainSocketAddress.of(path));
        Thread.ofVirtual().name("peer-road").start(road::accept);
        return road;
    }

    SocketPath entrance() {
        return new SocketPath(path);
    }

    /// Whether the last connection came to the peer.
    ///
    /// @param because how that was noticed
    /// @throws IOException when it did not, with the reason in a sentence
    void passable(@Nullable IOException because) throws IOException {
        IOException known = trouble;
        if (known instanceof StrangerException stranger) {
            throw stranger;
        }
        if (known != null) {
            throw new IOException(known.getMessage(), because);
        }
    }

    private static Optional<InetSocketAddress> proxy(Map<String, String> variables) {
        for (String name :
                new String[] {"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"}) {
            String value = variables.get(name);
            if (value != null && !value.isEmpty()) {
                URI uri = URI.create(value);
                return Optional.of(
                        InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort()));
            }
        }
        return Optional.empty();
    }

    private void accept() {
        while (entrance.isOpen()) {
            try {
                SocketChannel caller = entrance.accept();
                Thread.ofVirtual().name("peer-out").start(() -> join(caller));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void join(SocketChannel caller) {
        try (caller;
                Socket there = dial()) {
            Thread back = Thread.ofVirtual().name("peer-in").start(() -> copyBack(there, caller));
            Channels.newInputStream(caller).transferTo(there.getOutputStream());
            there.shutdownOutput();
            back.join();
        } catch (IOException e) {
            log.debug("the road to a peer ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copyBack(Socket there, SocketChannel caller) {
        try (there;
                caller) {
            there.getInputStream().transferTo(Channels.newOutputStream(caller));
        } catch (IOException e) {
            // Both ends are told by the close.
        }
    }

    private Socket dial() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(first(), (int) CONNECT_PATIENCE.toMillis());
            socket.setTcpNoDelay(true);
            if (proxy.isPresent()) {
                passProxy(socket);
            }
            Socket there = peer.tls() ? encrypted(socket) : socket;
            trouble = null;
            return there;
        } catch (IOException | RuntimeException e) {
            trouble = told(e);
            try (socket) {
                throw e;
            }
        }
    }

    private IOException told(Exception e) {
        return e instanceof StrangerException stranger
                ? stranger
                : new IOException("%s cannot be reached: %s".formatted(peer, e.getMessage()), e);
    }

    private InetSocketAddress first() throws IOException {
        if (proxy.isPresent()) {
            return new InetSocketAddress(proxy.get().getHostString(), proxy.get().getPort());
        }
        // RFC 6761 section 6.3; not every resolver knows it.
        boolean here = peer.host().equals("localhost") || peer.host().endsWith(".localhost");
        InetAddress address =
                here ? InetAddress.getLoopbackAddress() : InetAddress.getByName(peer.host());
        return new InetSocketAddress(address, peer.port());
    }

    /// RFC 9110 section 9.3.6.
    private void passProxy(Socket socket) throws IOException {
        String target = peer.host() + ":" + peer.port();
        String request = "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(target, target);
        socket.setSoTimeout((int) CONNECT_PATIENCE.toMillis());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String head = head(socket.getInputStream());
        socket.setSoTimeout(0);
        if (!head.matches("(?s)HTTP/1\\.[01] 2\\d\\d.*")) {
            throw new IOException("the proxy does not let us to " + target);
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (head.size() < HEAD_BYTES_MAX) {
            int one = in.read();
            if (one < 0) {
                break;
            }
            head.write(one);
            if (one == '\n' && head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        throw new IOException("the proxy did not answer");
    }

    private Socket encrypted(Socket plain) throws IOException {
        var trust = PeerTrust.of(peer, pin);
        var socket =
                (SSLSocket)
                        trust.context()
                                .getSocketFactory()
                                .createSocket(plain, peer.host(), peer.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) CONNECT_PATIENCE.toMillis());
        trust.handshake(socket);
        socket.setSoTimeout(0);
        return socket;
    }

    /// Connections that were joined go on.
    @Override
    public void close() throws IOException {
        entrance.close();
        Files.deleteIfExists(path);
    }
}
