package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.host.testkit.WebSocketEcho;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What a newcomer does, in his order, on the built distribution.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndToEndTest {

    private static final String HELLO = "example.com/hello";
    private static final Map<String, String> NOTHING = Map.of();
    private static final String PASSWORD = "correct horse";

    private TestHost host;
    private GitPackage hello;

    @BeforeAll
    void startOnAFreshFolder(@TempDir Path dir) throws Exception {
        host = TestHost.up(TestHost.freshHome());
        hello =
                GitPackage.create(dir, "hello")
                        .copy(Path.of("../services/hello"))
                        .release("v1.0.0")
                        .write("CHANGES", "second")
                        .release("v1.10.0")
                        .write("CHANGES", "third")
                        .release("v1.9.0")
                        .write("CHANGES", "unfinished")
                        .release("v2.0.0-beta.1");
    }

    @AfterAll
    void stop() throws Exception {
        hello.close();
        host.close();
        assertThat(host.children()).isEmpty();
    }

    @Test
    @Order(1)
    void upPrintsFourLinesAndTheWayIn() throws Exception {
        assertThat(host.printed())
                .containsPattern("Open +http://localhost:\\d+/")
                .containsPattern("Gateway +http://localhost:\\d+/_atek/gateway")
                .contains("Data     " + host.home())
                .containsPattern("Stop +Ctrl-C")
                .contains("/_atek/setup?code=" + host.setupCode());
    }

    @Test
    @Order(2)
    void theSetupLinkMakesTheFirstAdminOnce() throws Exception {
        Http browser = host.browser();
        String account =
                "{\"code\":\"%s\",\"username\":\"ada\",\"password\":\"%s\"}"
                        .formatted(host.setupCode(), PASSWORD);
        Map<String, String> sameOrigin =
                Map.of(
                        "Origin",
                        "http://localhost:" + host.port(),
                        "Sec-Fetch-Site",
                        "same-origin");

        var wrong =
                browser.post(
                        "localhost",
                        "/_atek/setup",
                        account.replace("code\":\"", "code\":\"0"),
                        sameOrigin);
        var made = browser.post("localhost", "/_atek/setup", account, sameOrigin);
        var again = host.browser().post("localhost", "/_atek/setup", account, sameOrigin);

        assertThat(wrong.statusCode()).isBetween(400, 499);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        assertThat(made.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("__Host-atek=")
                .contains("HttpOnly", "Secure");
        assertThat(again.statusCode()).isBetween(400, 499);
    }

    @Test
    @Order(3)
    void aBareRepositoryIsInstalledAndTheHighestReleaseWins() throws Exception {
        Run install = host.cli("install", hello.bare().toString(), "--user", "ada");

        assertThat(install.exitCode()).as(install.out()).isZero();
        JsonNode listed = MessageCodec.JSON.readTree(host.cli("ls", "--json").out());
        assertThat(listed.toString()).contains("v1.10.0", "core.adb", "core.lonestar");
        JsonNode info = service("hello");
        assertThat(info.path("state").asText()).as(info.toString()).isEqualTo("running");
        assertThat(info.path("status").asText()).isEqualTo("active");
        assertThat(info.at("/settings/package/installedVersion").asText()).isEqualTo("v1.10.0");
        assertThat(info.at("/settings/package/commit").asText()).matches("[0-9a-f]{40}");
        assertThat(info.at("/settings/manifest/name").asText()).isEqualTo("Hello");
        assertThat(info.path("sandbox").toString()).contains("seccomp");
    }

    @Test
    @Order(4)
    void theTableOfServicesFitsEightyColumns() {
        Run ls = host.cli("ls");

        assertThat(ls.exitCode()).isZero();
        assertThat(ls.out()).contains("hello", "running");
        assertThat(ls.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    @Order(5)
    void aCallReachesTheApiThatTheServiceExports() throws Exception {
        Http ada = loggedIn();

        JsonNode answer = host.call(ada, sameOrigin(), HELLO, "say", "Ada");
        JsonNode nobody =
                MessageCodec.JSON.readTree(
                        host.browser()
                                .post(
                                        "localhost",
                                        "/_atek/gateway?api=" + HELLO,
                                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"say\"}",
                                        NOTHING)
                                .body());

        assertThat(answer.path("result").asText()).isEqualTo("Hello, Ada!");
        assertThat(nobody.path("message").asText()).isEqualTo("Not authorized");
    }

    @Test
    @Order(6)
    void aWebSocketReachesTheProxyThatTheServiceExports() throws Exception {
        String echoed =
                WebSocketEcho.once(
                        host.port(),
                        "/_atek/gateway?api=example.com/echo",
                        Map.of("Authorization", "Bearer " + host.systemToken()),
                        "over the proxy");

        assertThat(echoed).isEqualTo("over the proxy");
    }

    @Test
    @Order(7)
    void aSubdomainIsTheServiceForItsOwnerAlone() throws Exception {
        Http ada = loggedIn();
        String site = "hello.localhost";

        var stranger = host.browser().get(site, "/", Map.of("Sec-Fetch-Mode", "navigate"));
        var bound =
                ada.get(
                        "localhost",
                        "/_atek/bind-session?service=hello&path=%2F",
                        Map.of("Sec-Fetch-Mode", "navigate"));
        String target = bound.headers().firstValue("Location").orElseThrow();
        var entered = ada.get(site, target.replaceFirst("http://[^/]+", ""), NOTHING);
        var replayed = host.browser().get(site, target.replaceFirst("http://[^/]+", ""), NOTHING);
        var page = ada.get(site, "/", NOTHING);

        assertThat(stranger.statusCode()).isEqualTo(302);
        assertThat(target).startsWith("http://hello.localhost:" + host.port() + "/_atek/bind?");
        assertThat(entered.headers().firstValue("Location")).contains("/");
        assertThat(replayed.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Hello");
    }

    @Test
    @Order(8)
    void aSecondStartOnTheSameFolderIsLockedOut() {
        Run second =
                Run.of(
                        List.of(
                                TestHost.script(),
                                "up",
                                "--yes",
                                "--no-open",
                                "--configDir",
                                host.home().toString()));

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.out()).contains("already", Long.toString(host.pid()));
    }

    @Test
    @Order(9)
    void servicesAreStoppedStartedAndUninstalled() throws Exception {
        assertThat(host.cli("stop", "hello").exitCode()).isZero();
        assertThat(service("hello").path("state").asText()).isEqualTo("stopped");
        assertThat(host.call(HELLO, "say", "x").toString()).contains("-32");

        assertThat(host.cli("start", "hello").exitCode()).isZero();
        assertThat(service("hello").path("state").asText()).isEqualTo("running");

        assertThat(host.cli("logs", "hello").out()).contains("starting, confined by");
        assertThat(host.cli("uninstall", "hello").exitCode()).isZero();
        assertThat(host.cli("get", "hello").exitCode()).isNotZero();
        assertThat(host.home().resolve("packages").toFile().list())
                .containsExactlyInAnyOrder(
                        ".incoming", "core.adb", "core.earthstar", "core.lonestar");
    }

    private JsonNode service(String id) throws Exception {
        return host.call("atek.cloud/services-api", "get", id).path("result");
    }

    private Map<String, String> sameOrigin() {
        return Map.of("Origin", "http://localhost:" + host.port(), "Sec-Fetch-Site", "same-origin");
    }

    private Http loggedIn() throws Exception {
        Http browser = host.browser();
        JsonNode session =
                host.call(
                        browser,
                        sameOrigin(),
                        "atek.cloud/user-sessions-api",
                        "login",
                        Map.of("username", "ada", "password", PASSWORD));
        assertThat(session.at("/result/isActive").asBoolean()).as(session.toString()).isTrue();
        return browser;
    }
}
