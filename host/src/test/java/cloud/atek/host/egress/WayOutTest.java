package cloud.atek.host.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.permissions.HostPort;
import cloud.atek.host.egress.Lines.Peer;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A way out on a real socket, before real servers on loopback addresses.
class WayOutTest {

    private static final int LARGE = 5 << 20;
    private static final long FLOOD_MAX = 64L << 20;

    private final HttpClient client = new HttpClient();
    private final Set<HostPort> granted = ConcurrentHashMap.newKeySet();
    private final List<String> resolved = new CopyOnWriteArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private final Dialer dialer = new Dialer(this::resolve);
    private Path dir;
    private SocketPath at;
    private HttpServer server;
    private WayOut way;
    private Lines lines;

    /// What it allows, and what it heard.
    private final class Granted implements Policy {
        @Override
        public boolean allows(HostPort to) {
            return granted.contains(to);
        }

        @Override
        public String refused(HostPort to) {
            return "no \"" + to + "\"";
        }

        @Override
        public void connected(HostPort to) {
            open.incrementAndGet();
        }

        @Override
        public void ended(HostPort to) {
            open.decrementAndGet();
        }

        @Override
        public void passes(HostPort to, long bytesSent, long bytesReceived) {
            sent.addAndGet(bytesSent);
            received.addAndGet(bytesReceived);
        }
    }

    /// `changing.localhost` is somewhere else each time; others are where their name says.
    private List<InetAddress> resolve(String name) throws UnknownHostException {
        resolved.add(name);
        return switch (name) {
            case "changing.localhost" -> addresses("127.0.0." + (1 + resolved.size()));
            case "rebound.example" -> addresses("127.0.0.2", "10.0.0.1", "::1", "169.254.169.254");
            case "nas.local" -> addresses("127.0.0.2", "169.254.169.254");
            case "two.localhost" -> addresses("8.8.8.8", "127.0.0.2");
            default -> throw new UnknownHostException(name);
        };
    }

    private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        var all = new ArrayList<InetAddress>();
        for (String text : texts) {
            all.add(InetAddress.getByName(text));
        }
        return all;
    }

    @BeforeEach
    void start() throws IOException {
        dir = Files.createTempDirectory(Path.of("/tmp"), "w");
        at = new SocketPath(dir.resolve("out"));
        way = new WayOut(new Granted(), dialer);
        server = HttpServer.start(at, way);
        lines = new Lines();
    }

    @AfterEach
    void stop() throws IOException {
        way.close();
        server.close();
        lines.close();
        dialer.close();
        client.close();
        Files.delete(dir);
    }

    private HostPort grant(String host, int port) {
        var to = new HostPort(host, port);
        granted.add(to);
        return to;
    }

    private Response send(String method, String target, Body body) throws IOException {
        Headers headers = Headers.of("Host", "wrong", "Proxy-Authorization", "x", "X-Kept", "2");
        return client.call(at, new Request(method, target, headers, body));
    }

    private String said(String method, String target) throws IOException {
        try (Response answer = send(method, target, Body.none())) {
            return answer.status() + " " + new String(answer.body().bytes(1 << 20), UTF_8);
        }
    }

    @Test
    void aTunnelCarriesBothWaysUntilBothHaveEnded() throws Exception {
        HostPort to = grant("127.0.0.2", lines.port());

        try (Peer peer = Peer.through(at, to)) {
            assertThat(peer.say("hello")).isEqualTo("127.0.0.2 hello");
            assertThat(peer.say("again")).isEqualTo("127.0.0.2 again");
            assertThat(open).hasValue(1);
            peer.closeOutput();
            assertThat(peer.rest()).isEqualTo("bye\n");
        }
        Lines.until(() -> open.get() == 0);
        assertThat(sent).hasValue("hello\nagain\n".length());
        assertThat(received).hasValue("127.0.0.2 hello\n127.0.0.2 again\nbye\n".length());
        assertThat(resolved).isEmpty();
    }

    @Test
    void plainHttpIsPassedOnWithoutWhatConcernsTheProxy() throws Exception {
        String to = "http://" + grant("127.0.0.2", lines.httpPort());

        assertThat(said("GET", to + "/seen?x"))
                .startsWith("200 GET /seen?x")
                .contains("host: " + to.substring(7), "x-kept: 2")
                .doesNotContain("proxy-authorization", "wrong");
        String hop = "Connection: close, X-Hop\r\nX-Hop: 1\r\n\r\n";
        assertThat(Peer.ask(at, "GET " + to + "/seen HTTP/1.1\r\nHost: x\r\n" + hop))
                .startsWith("HTTP/1.1 200")
                .doesNotContain("x-hop");
        assertThat(said("HEAD", to + "/seen")).isEqualTo("200 ");
        for (long length : new long[] {LARGE, Body.UNKNOWN}) {
            Body body = Body.of(new ByteArrayInputStream(new byte[LARGE]), length);
            try (Response answer = send("POST", to + "/echo", body)) {
                assertThat(answer.body().bytes(LARGE)).hasSize(LARGE);
            }
        }
        Lines.until(() -> open.get() == 0);
        assertThat(sent).hasValue(2L * LARGE);
    }

    @Test
    void aRedirectIsForTheProgramToFollowAndIsAskedForAgain() throws Exception {
        String to = "http://" + grant("127.0.0.2", lines.httpPort());

        try (Response answer = send("GET", to + "/redirect?http://127.0.0.1/", Body.none())) {
            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.headers().first("Location")).contains("http://127.0.0.1/");
        }
        assertThat(said("GET", "http://127.0.0.1/")).startsWith("403 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONNECT", "GET"})
    void whatIsNotGrantedIsRefusedBeforeAnybodyIsAsked(String method) throws Exception {
        grant("changing.localhost", 1000);
        for (String to :
                List.of(
                        "changing.localhost:1001",
                        "other.example:1000",
                        "sub.changing.localhost:1000",
                        "127.0.0.2:1000")) {
            assertThat(said(method, method.equals("GET") ? "http://" + to + "/" : to))
                    .isEqualTo("403 {\"error\":true,\"message\":\"no \\\"" + to + "\\\"\"}");
        }
        assertThat(resolved).isEmpty();
    }

    @Test
    void aNameIsResolvedOnceAndThatAddressIsConnectedTo() throws Exception {
        HostPort to = grant("changing.localhost", lines.port());

        try (Peer peer = Peer.through(at, to)) {
            assertThat(peer.say("where")).isEqualTo("127.0.0.2 where");
            assertThat(peer.say("still")).isEqualTo("127.0.0.2 still");
        }
        assertThat(resolved).containsExactly("changing.localhost");
        try (Peer peer = Peer.through(at, to)) {
            assertThat(peer.say("next")).isEqualTo("127.0.0.3 next");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebound.example", "nas.local"})
    void aNameThatLeadsWhereItDoesNotSayIsRefused(String name) throws Exception {
        assertThat(said("CONNECT", grant(name, lines.port()).toString()))
                .startsWith("403 ")
                .contains(name + " leads to an address inside this home or machine");
        assertThat(lines.connections()).isZero();
    }

    @Test
    void ofTheAddressesOfANameOnlyThoseThatFitAreTried() throws Exception {
        try (Peer peer = Peer.through(at, grant("two.localhost", lines.port()))) {
            assertThat(peer.say("where")).isEqualTo("127.0.0.2 where");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x7f000002",
                "2130706434",
                "0177.0.0.2",
                "127.2",
                "[::ffff:127.0.0.2]",
                "[::]",
                "0.0.0.0"
            })
    void oddSpellingsLeadNowhereEvenWhenGranted(String host) throws Exception {
        grant(host, lines.port());

        assertThat(said("CONNECT", host + ":" + lines.port())).startsWith("403 ");
        assertThat(lines.connections()).isZero();
        assertThat(resolved).isEmpty();
    }

    @Test
    void whatCannotBeReachedIsSaid() throws Exception {
        int closed = Lines.closedPort();
        assertThat(said("CONNECT", grant("127.0.0.2", closed).toString()))
                .startsWith("502 ")
                .contains("127.0.0.2:" + closed + " cannot be reached");
        assertThat(said("CONNECT", grant("unknown.example", 443).toString()))
                .startsWith("502 ")
                .contains("unknown.example was not found");
        String mute = "http://" + grant("127.0.0.2", lines.port());
        assertThat(said("GET", mute + "/")).startsWith("502 ").contains("gave no good answer");
        assertThat(said("GET", "https://127.0.0.2/")).startsWith("400 ").contains("want CONNECT");
        assertThat(said("GET", "/")).startsWith("404 ");
    }

    @Test
    void whatIsNotGrantedAnyMoreEnds() throws Exception {
        HostPort kept = grant("127.0.0.2", lines.port());
        HostPort taken = grant("127.0.0.3", lines.port());
        try (Peer stays = Peer.through(at, kept);
                Peer goes = Peer.through(at, taken)) {
            assertThat(goes.say("a")).isEqualTo("127.0.0.3 a");
            granted.remove(taken);
            way.recheck();

            assertThat(goes.rest()).isEmpty();
            assertThat(stays.say("b")).isEqualTo("127.0.0.2 b");
            way.close();
            assertThat(stays.rest()).isEmpty();
        }
        assertThatThrownBy(() -> Peer.through(at, kept)).hasMessageContaining("403");
        assertThat(open).hasValue(0);
    }

    @Test
    void onlySoManyAreOpenAtATime() throws Exception {
        HostPort to = grant("127.0.0.2", lines.port());
        var peers = new ArrayList<Peer>();
        try {
            for (int i = 0; i < WayOut.TUNNELS_MAX; i++) {
                peers.add(Peer.through(at, to));
            }
            assertThatThrownBy(() -> Peer.through(at, to)).hasMessageContaining("503");
            peers.removeFirst().close();
            Lines.until(() -> open.get() < WayOut.TUNNELS_MAX);
            peers.add(Peer.through(at, to));
        } finally {
            for (Peer peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void whoDoesNotReadLetsTheOtherWait() throws Exception {
        try (Peer peer = Peer.through(at, grant("127.0.0.2", lines.port()))) {
            peer.write("flood\n");
            long before = -1;
            while ((received.get() > before || before == 0) && lines.flooded() < FLOOD_MAX) {
                before = received.get();
                Thread.sleep(300);
            }
            assertThat(lines.flooded()).isLessThan(FLOOD_MAX);
            assertThat(peer.read(LARGE)).hasSize(LARGE);
        }
        Lines.until(() -> open.get() == 0);
    }
}
