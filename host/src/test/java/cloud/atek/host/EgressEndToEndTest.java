package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Outside;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.Spy;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Services of a packaged host that go into the network: as far as they were granted it, by all the
/// ways that their runtimes have.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EgressEndToEndTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String API = "api.example.com";
    private static final String ADDRESS = "11.22.33.44";
    private static final String WANTS =
            """
            {"network": [{"host": "api.example.com", "port": 443, "reason": "the weather"},
                         {"host": "api.example.com", "port": 80, "reason": "the weather"}]}
            """;

    private static final String MAIN =
            """
            import cloud.atek.api.ApiId;
            import cloud.atek.kit.Service;
            import java.io.InputStream;
            import java.net.HttpURLConnection;
            import java.net.Socket;
            import java.net.URI;
            import java.net.http.HttpClient;
            import java.net.http.HttpRequest;
            import java.net.http.HttpResponse;
            import java.nio.file.Files;
            import java.nio.file.Path;
            import java.security.KeyStore;
            import java.security.cert.CertificateFactory;
            import javax.net.ssl.SSLContext;
            import javax.net.ssl.TrustManagerFactory;

            public class Main {
                public interface Probe {
                    ApiId ID = new ApiId("example.com/probe");

                    String client(String url);

                    String connection(String url);

                    String socket(String host, int port);
                }

                interface Attempt {
                    String go() throws Exception;
                }

                static String tell(Attempt attempt) {
                    try {
                        return attempt.go();
                    } catch (Exception e) {
                        return e.toString();
                    }
                }

                static SSLContext tls() throws Exception {
                    KeyStore store = KeyStore.getInstance("PKCS12");
                    store.load(null, null);
                    try (InputStream in = Files.newInputStream(Path.of("/app/world.pem"))) {
                        store.setCertificateEntry("world",
                                CertificateFactory.getInstance("X.509").generateCertificate(in));
                    }
                    var trust = TrustManagerFactory.getInstance("PKIX");
                    trust.init(store);
                    SSLContext context = SSLContext.getInstance("TLS");
                    context.init(null, trust.getTrustManagers(), null);
                    return context;
                }

                static class Real implements Probe {
                    @Override
                    public String client(String url) {
                        return tell(() -> {
                            try (var client = HttpClient.newBuilder().sslContext(tls()).build()) {
                                var request = HttpRequest.newBuilder(URI.create(url)).build();
                                var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                                return answer.statusCode() + " " + answer.body();
                            }
                        });
                    }

                    @Override
                    public String connection(String url) {
                        return tell(() -> {
                            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
                            InputStream in = connection.getResponseCode() < 400
                                    ? connection.getInputStream() : connection.getErrorStream();
                            return connection.getResponseCode() + " " + new String(in.readAllBytes());
                        });
                    }

                    @Override
                    public String socket(String host, int port) {
                        return tell(() -> {
                            try (var socket = new Socket(host, port)) {
                                return "open";
                            }
                        });
                    }
                }

                public static void main(String[] args) {
                    Service.fromEnvironment().export("/", Probe.class, caller -> new Real()).serve();
                }
            }
            """;

    private Outside outside;
    private TestHost host;
    private Path dir;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        dir = temporary;
        Path world = Files.createDirectories(dir.resolve("world"));
        outside = Outside.make(world, List.of(API, "nas.lan"), ADDRESS, "192.168.77.7");
        outside.names(Map.of(API, ADDRESS, "nas.lan", "192.168.77.7"));
        host = outside.host();
    }

    @AfterAll
    void stop() throws Exception {
        host.close();
        outside.close();
    }

    private Spy spy(String id) throws IOException {
        Map<String, Path> files = Map.of("world.pem", outside.authority());
        return Spy.install(host, dir.resolve(id), id, WANTS, files);
    }

    @Test
    void aNodeServiceGoesWhereItMayByAllItsWays() throws Exception {
        Spy spy = spy("node");
        assertThat(spy.does("variables"))
                .isEqualTo(
                        "HTTPS_PROXY,HTTP_PROXY,NODE_USE_ENV_PROXY,NO_PROXY,http_proxy,https_proxy,"
                                + "no_proxy");
        assertThat(spy.does("fetch", "https://" + API + "/a"))
                .isEqualTo(
                        "EACCES node may not reach api.example.com:443. Its owner can allow it:"
                                + " `atek grant node api.example.com:443`.");
        spy.grant(API, 443);
        spy.grant(API, 80);

        assertThat(spy.does("fetch", "https://" + API + "/a?b")).isEqualTo("200 GET /a?b 0");
        assertThat(spy.does("https", "https://" + API + "/c")).isEqualTo("200 GET /c 0");
        assertThat(spy.does("fetch", "http://" + API + "/d")).isEqualTo("200 GET /d 0");
        assertThat(spy.does("http", "http://" + API + "/e")).isEqualTo("200 GET /e 0");
        assertThat(spy.does("post", "http://" + API + "/f", 300_000))
                .isEqualTo("200 POST /f 300000");
        assertThat(spy.does("proxy", "GET", "http://" + API + "/g")).isEqualTo("200 GET /g 0");
        assertThat(outside.seen()).contains(ADDRESS + " 443 GET api.example.com /a?b");

        assertThat(spy.does("fetch", "https://" + API + ":8443/")).startsWith("EACCES ");
        assertThat(spy.does("http", "http://other.example.com/")).startsWith("EACCES ");
        assertThat(spy.does("direct", ADDRESS, 443)).startsWith("ENETUNREACH ");
    }

    @Test
    void aJavaServiceGoesWhereItMayByBothItsClients() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("java"));
        Files.writeString(folder.resolve("Main.java"), MAIN);
        Files.copy(outside.authority(), folder.resolve("world.pem"));
        Files.writeString(
                folder.resolve("atek.json"),
                "{\"permissions\": "
                        + WANTS
                        + ", \"exports\": [{\"api\": \"example.com/probe\"}]}");
        var options = Map.of("sourceUrl", "file://" + folder, "id", "java");
        JsonNode made = host.call("atek.cloud/services-api", "install", options);
        assertThat(made.has("result")).as(made.toString()).isTrue();
        assertThat(probe("client", "https://" + API + "/a")).contains("403");
        for (int port : new int[] {80, 443}) {
            var what = List.of(Map.of("host", API, "port", port));
            host.call("atek.cloud/permissions-api", "grant", "java", what, Map.of());
        }

        assertThat(probe("client", "https://" + API + "/a?b")).isEqualTo("200 GET /a?b 0");
        assertThat(probe("client", "http://" + API + "/c")).isEqualTo("200 GET /c 0");
        assertThat(probe("connection", "http://" + API + "/d")).isEqualTo("200 GET /d 0");
        assertThat(probe("connection", "http://" + ADDRESS + "/"))
                .startsWith("403 ")
                .contains("java may not reach 11.22.33.44:80");
        assertThat(probe("socket", API, 443)).contains("UnknownHostException");
        assertThat(probe("socket", ADDRESS, 443)).contains("unreachable");
    }

    private String probe(String method, Object... params) throws IOException {
        return host.call("example.com/probe", method, params).path("result").asText();
    }

    @Test
    void aNameAtHomeAndAnAddressAreReachedWhenTheyWereNamed() throws Exception {
        Spy spy = spy("home");
        spy.grant("nas.lan", 80);
        spy.grant("192.168.77.7", 80);
        spy.grant("10.77.0.2", 80);

        assertThat(spy.does("fetch", "http://nas.lan/n")).isEqualTo("200 GET /n 0");
        assertThat(spy.does("fetch", "http://192.168.77.7/a")).isEqualTo("200 GET /a 0");
        assertThat(spy.does("fetch", "http://10.77.0.2/h")).isEqualTo("200 GET /h 0");
        assertThat(outside.seenInHouse()).contains("10.77.0.2 80 GET 10.77.0.2 /h");
    }

    @Test
    void aTunnelEndsWhenItsGrantDoesAndWhenItsServiceDoes() throws Exception {
        Spy spy = spy("held");
        String key = spy.grant(ADDRESS, 7000);
        spy.grant("192.168.77.7", 7000);

        assertThat(spy.does("hold", "192.168.77.7:7000")).isEqualTo("200");
        spy.revoke(key);
        assertThat(spy.does("holds")).isEqualTo("true");
        key = spy.grant(ADDRESS, 7000);
        assertThat(spy.does("hold", ADDRESS + ":7000")).isEqualTo("200");
        assertThat(spy.does("holds")).isEqualTo("true");
        assertThat(open(spy, ADDRESS)).isEqualTo(1);

        spy.revoke(key);
        until(() -> spy.does("holds").equals("false"));
        assertThat(spy.does("proxy", "CONNECT", ADDRESS + ":7000")).startsWith("403 ");
        assertThat(open(spy, ADDRESS)).isZero();

        assertThat(spy.does("hold", "192.168.77.7:7000")).isEqualTo("200");
        host.call("atek.cloud/services-api", "stop", "held");
        until(() -> open(spy, "192.168.77.7") == 0);
    }

    private static long open(Spy spy, String address) throws IOException {
        return spy.network(address + ":7000").path("open").asLong();
    }

    @Test
    void whatAServiceDoesThereIsCountedAndShown() throws Exception {
        Spy spy = spy("counted");
        spy.grant(ADDRESS, 80);

        spy.does("post", "http://" + ADDRESS + "/x", 100_000);
        spy.does("fetch", "http://forbidden.example/");
        spy.does("fetch", "http://forbidden.example/");

        JsonNode use = spy.network(ADDRESS + ":80");
        assertThat(use.path("calls").asLong()).isEqualTo(1);
        assertThat(use.path("bytesSent").asLong()).isGreaterThan(100_000);
        assertThat(use.path("bytesReceived").asLong()).isPositive();
        assertThat(spy.network("forbidden.example:80").path("refused").asLong()).isEqualTo(2);
        Run stats = host.cli("stats", "counted");
        assertThat(stats.out())
                .contains("HOST", "SENT", "RECEIVED", "REFUSED")
                .contains("11.22.33.44:80", "forbidden.example:80");
        assertThat(stats.out().lines()).allMatch(line -> line.length() <= 80);
        JsonNode audit =
                host.call("atek.cloud/audit-api", "list", Map.of("service", "counted"))
                        .path("result");
        assertThat(audit.findValuesAsText("name").stream().filter("forbidden.example:80"::equals))
                .hasSize(1);
    }

    @Test
    void theWholeNetworkIsAGrantOfItsOwn() throws Exception {
        Spy spy = spy("daemon");
        assertThat(spy.does("interfaces")).isEqualTo("lo");
        spy.grant(Map.of("network", "full"));

        until(() -> spy.does("interfaces").contains("out"));
        assertThat(spy.does("variables")).isEmpty();
        assertThat(spy.does("direct", ADDRESS, 7000)).isEqualTo("open");
        assertThat(spy.does("fetch", "http://" + ADDRESS + "/w")).isEqualTo("200 GET /w 0");
        JsonNode info = host.call("atek.cloud/services-api", "get", "daemon").path("result");
        assertThat(info.path("state").asText()).isEqualTo("running");
    }

    private interface Claim {
        boolean holds() throws IOException;
    }

    private static void until(Claim claim) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!claim.holds()) {
            assertThat(System.nanoTime()).as("it did not come true").isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
