package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.host.testkit.NodeService;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.Raw;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.host.testkit.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// TLS of the packaged host: with the home's own authority, and with files of the owner.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsEndToEndTest {

    private static final String LOGIN =
            """
            {"jsonrpc":"2.0","id":1,"method":"login","params":[{"username":"ann","password":"%s"}]}\
            """
                    .formatted(Person.PASSWORD);

    private TestHost host;
    private SSLContext device;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        Path home = TestHost.freshHome();
        Files.writeString(
                home.resolve("config.json"),
                "{\"tls\": \"local-ca\", \"tlsPort\": 0, \"domains\": [\"home.example\"]}");
        host = TestHost.up(home);
        var ca = host.browser().get("localhost", "/_atek/ca.crt", Map.of());
        assertThat(ca.headers().firstValue("Content-Type")).contains("application/x-x509-ca-cert");
        device = Trust.in(ca.body());
        NodeService.install(host, dir, "notes", "", Map.of()).until("running");
        Person.made(host, "ann", "user");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void aDeviceThatTrustsTheHomeKnowsTheHostUnderAllItsNames() throws Exception {
        for (String name :
                List.of(
                        "localhost",
                        "core.adb.localhost",
                        "notes.localhost",
                        "127.0.0.1",
                        "home.example",
                        "notes.home.example",
                        "core.adb.home.example")) {
            assertThat(over(name, "GET /_atek/ca.crt")).as(name).isEqualTo(200);
        }
        for (String other : List.of("evil.example", "a.b.home.example", "home.example.evil")) {
            assertThatThrownBy(() -> over(other, "GET /_atek/ca.crt"))
                    .as(other)
                    .isInstanceOf(SSLException.class);
        }
        assertThatThrownBy(
                        () -> Raw.secure(host.securePort(), "localhost", SSLContext.getDefault()))
                .isInstanceOf(SSLException.class);
    }

    private int over(String name, String line) throws Exception {
        // The certificate follows the services that come, within seconds.
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (true) {
            try (Raw raw = Raw.secure(host.securePort(), name, device)) {
                return raw.ask(line + " HTTP/1.1\r\nHost: " + name + "\r\n\r\n").status();
            } catch (SSLException e) {
                if ((name.contains("e") && !name.endsWith("localhost"))
                        || System.nanoTime() > deadline) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    @Test
    void browsersSpeakHttp2() throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(device).build()) {
            var uri = URI.create("https://localhost:" + host.securePort() + "/_atek/login");
            var answer =
                    client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.headers().map()).doesNotContainKey("strict-transport-security");
        }
    }

    @Test
    void plainRequestsAreLedToTls() throws Exception {
        String away = "https://home.example:" + host.securePort();

        var page = host.browser().get("home.example", "/a?b=c", Map.of("Cookie", "atek=old"));
        var call = host.browser().post("home.example", "/_atek/gateway?api=x", LOGIN, Map.of());

        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(page.headers().firstValue("Location")).contains(away + "/a?b=c");
        assertThat(page.headers().firstValue("Set-Cookie"))
                .contains("atek=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
        assertThat(call.statusCode()).isEqualTo(403);
        assertThat(call.body()).contains(away);
    }

    @Test
    void thisMachineNeedsNoTls() {
        assertThat(host.cli("ls").out()).contains("core.adb");
        assertThat(host.browser().get("localhost", "/_atek/login", Map.of()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void sessionsOverTlsHaveACookieThatNoSiblingCanSet() throws Exception {
        String cookie;
        try (Raw raw = Raw.secure(host.securePort(), "home.example", device)) {
            var answer = raw.ask(post("home.example", "user-sessions-api", LOGIN, ""));
            cookie = answer.header("Set-Cookie");
        }
        assertThat(cookie)
                .startsWith("__Host-atek=")
                .contains("; Secure", "; Path=/", "; HttpOnly");
        String token = cookie.replaceFirst("^[^=]*=", "").replaceFirst(";.*", "");

        assertThat(who("__Host-atek=" + token)).contains("\"ann\"");
        // What a plain page or a sibling can set is nobody over TLS.
        assertThat(who("atek=" + token)).doesNotContain("\"ann\"");
    }

    private String who(String cookie) throws IOException {
        String whoami = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"whoami\",\"params\":[]}";
        try (Raw raw = Raw.secure(host.securePort(), "home.example", device)) {
            return raw.ask(
                            post(
                                    "home.example",
                                    "user-sessions-api",
                                    whoami,
                                    "Cookie: " + cookie + "\r\n"))
                    .text();
        }
    }

    private String post(String name, String api, String json, String more) {
        String at = name + ":" + host.securePort();
        return """
        POST /_atek/gateway?api=atek.cloud/%s HTTP/1.1\r
        Host: %s\r
        Origin: https://%s\r
        Sec-Fetch-Site: same-origin\r
        Content-Type: application/json\r
        Content-Length: %d\r
        %s\r
        %s\
        """
                .formatted(api, at, at, json.length(), more, json);
    }

    @Test
    void aWebSocketOverTlsReachesItsService() throws Exception {
        try (Raw raw = Raw.secure(host.securePort(), "notes.home.example", device)) {
            raw.send(
                    """
                    GET / HTTP/1.1\r
                    Host: notes.home.example\r
                    Authorization: Bearer %s\r
                    Connection: Upgrade\r
                    Upgrade: websocket\r
                    Sec-WebSocket-Version: 13\r
                    Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                    \r
                    """
                            .formatted(host.systemToken()));
            assertThat(raw.readHead().status()).isEqualTo(101);
        }
    }

    @Test
    void keysAreTheOwnersAlone() throws IOException {
        Path keys = host.home().resolve("tls");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
                .isEqualTo("rwx------");
        for (String file : List.of("authority.pem", "host.pem")) {
            assertThat(
                            PosixFilePermissions.toString(
                                    Files.getPosixFilePermissions(keys.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void trustSaysHowAndWhatToCompare() throws IOException {
        Run trust = host.cli("trust");

        assertThat(trust.exitCode()).isZero();
        assertThat(trust.out())
                .contains("Atek of home.example", "Fingerprint", "Android", "/_atek/ca.crt");
        assertThat(trust.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(Files.readString(host.home().resolve("tls/ca.crt"))).contains("BEGIN CERT");
        assertThat(host.cli("trust", "--json").out()).contains("\"sha256\"");
    }
}
