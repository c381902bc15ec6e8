package cloud.atek.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.NodeService;
import cloud.atek.host.testkit.TestHost;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What goes through the subdomain of a service, while it sleeps, wakes, crashes and comes back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SubdomainEndToEndTest {

    private static final int PIECE_BYTES = 1 << 20;
    private static final int PIECES = 64;

    private Path dir;
    private TestHost host;
    private NodeService sleeper;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        dir = folder;
        host = TestHost.up(TestHost.freshHome());
        sleeper =
                NodeService.install(
                        host,
                        dir,
                        "sleeper",
                        "\"activation\": \"on-demand\",",
                        Map.of("idleSeconds", 1));
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    @Order(1)
    void aLargeUploadWakesTheServiceAndStreamsThrough() throws Exception {
        sleeper.until("stopped");

        var answer =
                host.browser().send("POST", "sleeper.localhost", "/length", this::large, bearer());

        assertThat(answer.body()).isEqualTo(Integer.toString(PIECES * PIECE_BYTES));
    }

    @Test
    @Order(2)
    void aRangeComesThrough() throws Exception {
        sleeper.until("stopped");

        var answer = sleeper.get("/range", Map.of("Range", "bytes=2-4"));

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo("234");
        assertThat(answer.headers().firstValue("Content-Range")).contains("bytes 2-4/10");
    }

    @Test
    @Order(3)
    void whoCallsIsToldByTheHostAlone() throws Exception {
        var forged =
                Map.of("Atek-Auth-User", "eve", "atek-auth-service", "eve", "Atek-Auth-X", "x");

        String seen = sleeper.get("/", forged).body();

        assertThat(seen)
                .contains("\"atek-auth-user\":\"system\"")
                .doesNotContain("eve", "atek-auth-x", "authorization");
    }

    @Test
    @Order(4)
    void anOpenStreamOfEventsKeepsTheServiceAwake() throws Exception {
        sleeper.until("stopped");
        try (Socket events = ask("GET /events", "Accept: text/event-stream")) {
            assertThat(until(events.getInputStream(), "data: ")).contains("200 OK");
            staysAwake();
        }
        sleeper.until("stopped");
    }

    @Test
    @Order(5)
    void aWebSocketWakesTheServiceAndKeepsItAwake() throws Exception {
        sleeper.until("stopped");
        try (Socket socket =
                ask(
                        "GET /",
                        "Connection: Upgrade",
                        "Upgrade: websocket",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==")) {
            assertThat(until(socket.getInputStream(), "\r\n\r\n")).contains(" 101 ");
            staysAwake();
            socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0});
            assertThat(until(socket.getInputStream(), "hi")).endsWith("hi");
        }
        sleeper.until("stopped");
    }

    @Test
    @Order(6)
    void aConnectionIsKeptWhileTheServiceSleepsAndWakes() throws Exception {
        try (Socket kept = ask("GET /range")) {
            assertThat(until(kept.getInputStream(), "0123456789")).contains(" 206 ");
            sleeper.until("stopped");
            say(kept, "GET /range");
            assertThat(until(kept.getInputStream(), "0123456789")).contains(" 206 ");
        }
    }

    @Test
    @Order(7)
    void anUnknownNameIsTurnedAwayWhateverItsPort() throws Exception {
        for (String name : List.of("sleeper.localhost.evil.example", "evil.example", "127.0.0.2")) {
            assertThat(host.browser().get(name, "/", bearer()).statusCode())
                    .as(name)
                    .isEqualTo(421);
        }
        assertThat(host.browser().get("nobody.localhost", "/", bearer()).statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(8)
    void aPageOfAStoppedOrStartingServiceOpensByItself() throws Exception {
        NodeService slow =
                NodeService.install(
                        host, dir, "slow", "", Map.of("config", Map.of("SLOW_MS", "1000")));
        try (var browser = new Browser()) {
            browser.driver().executeCdpCommand("Network.enable", Map.of());
            browser.driver()
                    .executeCdpCommand("Network.setExtraHTTPHeaders", Map.of("headers", bearer()));
            String site = "http://slow.localhost:" + host.port() + "/a?b=c";
            slow.tell("configure", Map.of("config", Map.of("SLOW_MS", "10000")));
            slow.tell("stop");

            browser.open(site);
            browser.one("h1", "slow is not running");
            browser.one("#start", "Start it");
            var start = Thread.ofVirtual().start(() -> tell(slow, "start"));
            browser.one("h1", "slow is starting");
            browser.one("#hint", "opens by itself");
            browser.picture("starting");
            browser.one("body", "\"self\"");
            assertThat(browser.url()).isEqualTo(site);
            start.join();
        }
    }

    private static void tell(NodeService service, String method) {
        try {
            service.tell(method);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void staysAwake() throws Exception {
        // Longer than the service would be awake with nobody there.
        long end = System.nanoTime() + Duration.ofMillis(2_500).toNanos();
        while (System.nanoTime() < end) {
            assertThat(sleeper.state()).isEqualTo("running");
            Thread.sleep(100);
        }
    }

    private InputStream large() {
        var piece = new byte[PIECE_BYTES];
        return new SequenceInputStream(
                Collections.enumeration(
                        IntStream.range(0, PIECES)
                                .mapToObj(_ -> new ByteArrayInputStream(piece))
                                .toList()));
    }

    private Socket ask(String line, String... headers) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), host.port());
        say(socket, line, headers);
        return socket;
    }

    private void say(Socket socket, String line, String... headers) throws IOException {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        String request =
                "%s HTTP/1.1\r\nHost: sleeper.localhost:%d\r\nAuthorization: Bearer %s\r\n%s\r\n"
                        .formatted(line, host.port(), host.systemToken(), more);
        socket.getOutputStream().write(request.getBytes(US_ASCII));
    }

    private static String until(InputStream in, String end) throws IOException {
        var heard = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            heard.append((char) b);
            if (heard.toString().endsWith(end)) {
                return heard.toString();
            }
        }
        return heard + " and then the end";
    }

    private Map<String, String> bearer() throws IOException {
        return Map.of("Authorization", "Bearer " + host.systemToken());
    }
}
