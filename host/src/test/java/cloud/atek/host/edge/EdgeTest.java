package cloud.atek.host.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.host.belongings.Takeout;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.testkit.Raw;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EdgeTest {

    @Test
    void takenPortIsExplained() throws Exception {
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
            var config =
                    new EdgeConfig(() -> List.of("localhost"), taken.getLocalPort(), "127.0.0.1");
            try (var edge = new Edge(config, inside(), Clock.systemUTC())) {

                assertThatThrownBy(edge::start)
                        .isInstanceOf(PortTakenException.class)
                        .hasMessageContaining("port " + taken.getLocalPort())
                        .hasMessageContaining("--port");
            }
        }
    }

    private static Edge.Inside inside() {
        var registry = new Registry();
        var doors = new FakeDoors();
        var gateway = new Gateway(registry, (_, _, _) -> true, (_, _, _) -> new byte[0]);
        return new Edge.Inside(
                gateway,
                registry,
                doors,
                doors,
                doors,
                new Takeout((_, _, _) -> false),
                _ -> Optional.empty());
    }

    @Test
    void listensOnWhileItsNamesChange() throws Exception {
        var names = new AtomicReference<>(List.of("localhost"));
        try (var edge =
                new Edge(new EdgeConfig(names::get, 0, null), inside(), Clock.systemUTC())) {
            edge.start();
            int port = edge.port();
            for (int i = 0; i < 20; i++) {
                names.set(List.of(i % 2 == 0 ? "home.example" : "localhost"));
                edge.namesChanged();

                assertThat(edge.port()).isEqualTo(port);
                assertAnswers(port);
            }
        }
    }

    @Test
    void staysWhereItIsWhenAnotherProgramHasThePortElsewhere() throws Exception {
        var names = new AtomicReference<>(List.of("localhost"));
        try (var edge = new Edge(new EdgeConfig(names::get, 0, null), inside(), Clock.systemUTC());
                var other = new ServerSocket()) {
            edge.start();
            other.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), edge.port()));
            names.set(List.of("home.example"));
            edge.namesChanged();

            assertAnswers(other.getLocalPort());
        }
    }

    private static void assertAnswers(int port) throws Exception {
        try (Raw raw = Raw.open(port)) {
            assertThat(raw.ask("GET / HTTP/1.1\r\nHost: other\r\n\r\n").status()).isEqualTo(421);
        }
    }

    @Test
    void closesAtOnceWithStreamsAndSocketsOpen() throws Exception {
        var stand = new Stand();
        try (Raw idle = stand.raw();
                Raw half = stand.raw();
                Raw joined = stand.raw()) {
            half.send("POST /_atek/gateway HTTP/1.1\r\nHost: local");
            joined.send(
                    "GET /ws HTTP/1.1\r\nHost: app.localhost\r\nOrigin: http://app.localhost\r\n"
                            + Stand.cookie(stand.doors.at("bob", "k.app"))
                            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                            + "Sec-WebSocket-Version: 13\r\n"
                            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            assertThat(joined.readHead().status()).isEqualTo(101);
            long start = System.nanoTime();

            stand.edge.close();

            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(15));
            assertThat(idle.in().read()).isNegative();
            assertThat(joined.in().read()).isNegative();
        }
        stand.close();
    }

    @Test
    void brokenRequestsAreRefusedWithoutAWordAboutTheProgram() throws Exception {
        try (var stand = new Stand()) {
            for (String request :
                    List.of(
                            "nonsense\r\n\r\n",
                            "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
                            "GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                            "GET /\u0001 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                            "GET / HTTP/1.1\r\nHost: localhost\r\nBad Name: x\r\n\r\n",
                            "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
                            "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                            "GET /_atek/gateway?api=%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                            "CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n",
                            "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
                            "GET / HTTP/1.1\r\nHost: localhost\r\nX: "
                                    + "x".repeat(Limits.REQUEST_HEAD_BYTES_MAX)
                                    + "\r\n\r\n",
                            "GET /"
                                    + "x".repeat(Limits.REQUEST_HEAD_BYTES_MAX)
                                    + " HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
                String name = request.substring(0, Math.min(60, request.length()));
                var answer = stand.ask(request);

                assertThat(answer.status()).as(name).isBetween(400, 505);
                assertThat(answer.toString().toLowerCase(Locale.ROOT))
                        .as(name)
                        .doesNotContain("jetty", "javalin", "exception", "\tat ", "powered");
            }
        }
    }

    @Test
    void eachOfSeveralDomainsKeepsItsBrowsers() throws Exception {
        try (var stand = new Stand("home.example", "atek.local", "deep.atek.local")) {
            for (String domain :
                    List.of("home.example", "atek.local", "deep.atek.local", "localhost")) {
                var answer =
                        stand.ask(stand.get("app." + domain, "/x", "Sec-Fetch-Mode: navigate"));
                assertThat(answer.header("Location"))
                        .startsWith("http://" + stand.host(domain) + "/_atek/bind-session?");
            }
            for (String other : List.of("local", "other.local", "app.other.local", "xatek.local")) {
                assertThat(stand.ask(stand.get(other, "/")).status()).as(other).isEqualTo(421);
            }
        }
    }

    @Test
    void otherDomainsWork() throws Exception {
        try (var stand = new Stand("home.lan")) {
            var answer = stand.ask(stand.get("app.home.lan", "/x", "Sec-Fetch-Mode: navigate"));

            assertThat(answer.header("Location"))
                    .startsWith("http://" + stand.host("home.lan") + "/_atek/bind-session?");
            assertThat(stand.ask(stand.get("app.other.lan", "/")).status()).isEqualTo(421);
        }
    }
}
