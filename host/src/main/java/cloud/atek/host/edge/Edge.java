package cloud.atek.host.edge;

import cloud.atek.host.belongings.Takeout;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.users.Doors;
import cloud.atek.host.users.FirstAdmin;
import cloud.atek.host.users.Newcomers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Traffic;
import io.javalin.Javalin;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The TCP ports of the host: one, and one more where TLS is on. Thread-safe; started and closed
/// once.
public final class Edge implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Edge.class);

    private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

    /// What the edge turns requests into.
    ///
    /// @param traffic hears which services are in use
    public record Inside(
            Gateway gateway,
            Registry registry,
            Doors doors,
            FirstAdmin firstAdmin,
            Newcomers newcomers,
            Takeout takeout,
            MainSites mainSites,
            Traffic traffic) {

        /// Where nobody wants to know which services are in use.
        public Inside(
                Gateway gateway,
                Registry registry,
                Doors doors,
                FirstAdmin firstAdmin,
                Newcomers newcomers,
                Takeout takeout,
                MainSites mainSites) {
            this(
                    gateway,
                    registry,
                    doors,
                    firstAdmin,
                    newcomers,
                    takeout,
                    mainSites,
                    Traffic.UNSEEN);
        }
    }

    private final EdgeConfig config;
    private final HttpClient client;
    private final OpenStreams streams;
    private final Listeners listeners;
    private final Guests guests = new Guests();
    private final Javalin javalin;

    /// Nothing is listened on yet.
    public Edge(EdgeConfig config, Inside inside, Clock clock) {
        this.config = config;
        this.client =
                new HttpClient(
                        Limits.SERVICE_PATIENCE, cloud.atek.wire.Limits.DEFAULT, inside.traffic());
        this.listeners = new Listeners(config, guests);
        var pages = new Pages(config.notice());
        var policies = new Policies();
        var entrance = new Entrance(inside.registry(), inside.doors());
        this.streams = new OpenStreams(entrance);
        var tunnels = new Tunnels(client, streams, inside.gateway().tallies());
        var passage = new Passage(streams);
        var front =
                new Front(
                        new Front.Threshold(
                                guests,
                                new AllowedHosts(config.names()),
                                new PlainDoor(config.secure(), listeners::securePort)),
                        entrance,
                        new Calls(inside.gateway(), inside.doors(), new EventPass(streams), clock),
                        new GatewaySockets(inside.gateway(), tunnels),
                        new GatewayPass(inside.gateway(), client, passage),
                        new Downloads(inside.takeout(), streams),
                        new Sites(
                                inside.registry(),
                                inside.mainSites(),
                                pages,
                                policies,
                                new LiveSite(client, tunnels, passage, policies)),
                        streams);
        var routes =
                new HostRoutes(
                        new HostPages(
                                pages, inside.firstAdmin(), inside.newcomers(), inside.doors()),
                        new PermissionPages(pages, inside.gateway()),
                        new TrustPage(config.secure()),
                        new Binding(inside.registry(), inside.doors(), policies, pages));
        this.javalin = JettySetup.javalin(listeners, front, routes);
    }

    /// Listens; from now on requests are answered.
    ///
    /// @throws PortTakenException when the port cannot be had
    public void start() {
        try {
            javalin.start();
            listeners.open();
            guests.start();
            if (config.secure() != null) {
                config.secure().keys().watch();
            }
            streams.start();
        } catch (IOException e) {
            throw explained(new UncheckedIOException(e));
        } catch (RuntimeException e) {
            throw explained(e);
        }
    }

    private RuntimeException explained(RuntimeException e) {
        if (e instanceof PortTakenException) {
            return e;
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof JavalinBindException
                    || cause instanceof BindException
                    || cause instanceof SocketException) {
                return new PortTakenException(reason(cause), e);
            }
        }
        return e;
    }

    private String reason(Throwable cause) {
        String port = "port " + config.port();
        boolean low = config.port() > 0 && config.port() < 1024;
        if (low && String.valueOf(cause.getMessage()).contains("denied")) {
            return port + " needs root: start as root, or choose a port from 1024 with --port";
        }
        return port
                + " cannot be listened on, another program has it: stop that program, or choose"
                + " another port with --port";
    }

    /// The port that is listened on.
    public int port() {
        return listeners.plainPort();
    }

    /// How browsers reach a name of the host: over TLS where it is on.
    ///
    /// @return such as `https://home.example:8443/`
    public URI address(String name) {
        int secure = listeners.securePort();
        return secure == 0
                ? URI.create("http://%s:%d/".formatted(name, port()))
                : URI.create("https://" + name + (secure == 443 ? "" : ":" + secure) + "/");
    }

    /// The names changed: listens where they need it.
    public void namesChanged() {
        try {
            listeners.follow();
        } catch (IOException e) {
            log.error("the host cannot listen where its names need it; restart it", e);
        }
    }

    /// Ends every connection at once; calls on their way are cut off.
    @Override
    public void close() {
        streams.close();
        guests.close();
        if (config.secure() != null) {
            config.secure().keys().close();
        }
        stop();
        client.close();
    }

    /// Jetty waits without end for a selector, and was seen to where one was never woken.
    private void stop() {
        Thread stopping = Thread.ofPlatform().daemon().name("edge-stop").start(javalin::stop);
        try {
            if (!stopping.join(STOP_WITHIN)) {
                log.warn("the listeners did not end within {}", STOP_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
