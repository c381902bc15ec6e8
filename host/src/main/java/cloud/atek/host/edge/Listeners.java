package cloud.atek.host.edge;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ports that are listened on: the plain one, and that of TLS where it is on. Where every name
/// of the host means this machine alone, only this machine can connect.
///
/// One thread opens them; then thread-safe.
final class Listeners {

    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private static final String HERE = "127.0.0.1";
    private static final String HERE_6 = "::1";

    private static final Duration REOPEN_WITHIN = Duration.ofSeconds(5);
    private static final Duration REOPEN_EVERY = Duration.ofMillis(20);

    /// What a forward secret connection of today is made of (RFC 9325 section 4.2).
    private static final String[] CIPHERS = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    private final EdgeConfig config;
    private final Guests guests;
    private volatile List<ServerConnector> plain = List.of();
    private volatile List<ServerConnector> secure = List.of();
    private @Nullable Server server;
    private @Nullable HttpConfiguration http;
    private volatile boolean here;

    Listeners(EdgeConfig config, Guests guests) {
        this.config = config;
        this.guests = guests;
    }

    /// The first listener; Jetty opens it when it starts.
    ServerConnector first(Server jetty, HttpConfiguration limits) {
        server = jetty;
        http = limits;
        here = config.address() == null && config.onlyHere();
        // It tells requests over TLS from others, and leaves names to the door.
        limits.addCustomizer(new SecureRequestCustomizer(false, false, -1, false));
        ServerConnector first = listener(plainly(), here ? HERE : config.address(), config.port());
        plain = List.of(first);
        return first;
    }

    /// Opens the others.
    ///
    /// @throws PortTakenException when the port of TLS cannot be had
    synchronized void open() throws IOException {
        plain = withSixth(plain.getFirst(), plainly());
        EdgeConfig.Secure tls = config.secure();
        if (tls != null) {
            try {
                secure = opened(securely(tls), here ? HERE : config.address(), tls.port());
            } catch (IOException e) {
                throw new PortTakenException(
                        "port %d of TLS cannot be listened on: choose another with `atek config set tlsPort`"
                                .formatted(tls.port()),
                        e);
            }
        }
    }

    /// The names of the host changed: other machines may be able to connect from now on, or not any
    /// more. Connections that are open stay.
    synchronized void follow() throws IOException {
        boolean wanted = config.address() == null && config.onlyHere();
        if (wanted == here) {
            return;
        }
        here = wanted;
        EdgeConfig.Secure tls = config.secure();
        plain = moved(plain, plainly());
        if (tls != null) {
            secure = moved(secure, securely(tls));
        }
    }

    /// Where another program has the port, it stays as it was: a host that nobody reaches could not
    /// be told otherwise.
    private List<ServerConnector> moved(List<ServerConnector> from, List<ConnectionFactory> speaks)
            throws IOException {
        int port = from.getFirst().getLocalPort();
        from.forEach(ServerConnector::close);
        try {
            return reopened(speaks, port);
        } catch (IOException e) {
            here = !here;
            log.error("port {} cannot be had where the names of the host need it", port, e);
            return reopened(speaks, port);
        }
    }

    /// A port is free only when the thread that waited at it has woken up.
    private List<ServerConnector> reopened(List<ConnectionFactory> speaks, int port)
            throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                return opened(speaks, here ? HERE : null, port);
            } catch (IOException e) {
                if (System.nanoTime() - start > REOPEN_WITHIN.toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(REOPEN_EVERY.toNanos());
            }
        }
    }

    private List<ServerConnector> opened(
            List<ConnectionFactory> speaks, @Nullable String address, int port) throws IOException {
        ServerConnector first = listener(speaks, address, port);
        start(first);
        return withSixth(first, speaks);
    }

    /// Where only this machine is listened to: this machine under its other address too. One
    /// without IPv6 does without.
    private List<ServerConnector> withSixth(ServerConnector first, List<ConnectionFactory> speaks) {
        if (!here) {
            return List.of(first);
        }
        ServerConnector sixth = listener(speaks, HERE_6, first.getLocalPort());
        try {
            start(sixth);
            return List.of(first, sixth);
        } catch (IOException e) {
            log.debug("nothing listens on {}", HERE_6, e);
            return List.of(first);
        }
    }

    private void start(ServerConnector connector) throws IOException {
        connector.open();
        server().addConnector(connector);
        try {
            connector.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("a listener does not start", e);
        }
    }

    int plainPort() {
        return port(plain);
    }

    /// 0 where TLS is off.
    int securePort() {
        return port(secure);
    }

    private static int port(List<ServerConnector> listeners) {
        return listeners.isEmpty() ? 0 : listeners.getFirst().getLocalPort();
    }

    private Server server() {
        Server known = server;
        if (known == null) {
            throw new IllegalStateException("nothing is listened on yet");
        }
        return known;
    }

    private ServerConnector listener(
            List<ConnectionFactory> speaks, @Nullable String address, int port) {
        var listener = new GuestConnector(server(), guests, speaks);
        listener.setHost(address);
        listener.setPort(port);
        listener.setIdleTimeout(Limits.CONNECTION_IDLE.toMillis());
        return listener;
    }

    /// Where TLS is on, it is understood here too: a browser that was told to use TLS alone (HSTS)
    /// keeps to the port that it knows.
    private List<ConnectionFactory> plainly() {
        EdgeConfig.Secure tls = config.secure();
        if (tls == null) {
            return List.of(new HttpConnectionFactory(http));
        }
        List<ConnectionFactory> secure = securely(tls);
        var all = new ArrayList<ConnectionFactory>();
        all.add(new DetectorConnectionFactory((SslConnectionFactory) secure.getFirst()));
        all.add(new HttpConnectionFactory(http));
        secure.stream()
                .skip(1)
                .filter(one -> !(one instanceof HttpConnectionFactory))
                .forEach(all::add);
        return all;
    }

    private List<ConnectionFactory> securely(EdgeConfig.Secure tls) {
        var ssl = new SslContextFactory.Server();
        ssl.setSslContext(tls.keys().context());
        ssl.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        ssl.setIncludeCipherSuites(CIPHERS);
        ssl.setRenegotiationAllowed(false);
        var http1 = new HttpConnectionFactory(http);
        var choice = new ALPNServerConnectionFactory();
        choice.setDefaultProtocol(http1.getProtocol());
        return List.of(new SslConnectionFactory(ssl, choice.getProtocol()), choice, http2(), http1);
    }

    private HTTP2ServerConnectionFactory http2() {
        var http2 = new HTTP2ServerConnectionFactory(http);
        http2.setMaxConcurrentStreams(Limits.STREAMS_MAX);
        http2.setStreamIdleTimeout(Limits.CONNECTION_IDLE.toMillis());
        // A WebSocket has a connection of its own: it is joined with the service byte by byte.
        http2.setConnectProtocolEnabled(false);
        return http2;
    }
}
