package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Settings that change while the host runs, and the names that it answers to.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfigEndToEndTest {

    private static final String PASSWORD = "correct horse";
    private static final long PATIENCE_MS = 15_000;
    private static final Map<String, String> NAVIGATE = Map.of("Sec-Fetch-Mode", "navigate");

    private TestHost host;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        Path home = TestHost.freshHome();
        Files.writeString(
                home.resolve("config.json"),
                """
                {"port": 80, "mainService": "lonestar", "coreServices": [
                   {"sourceUrl": "https://github.com/atek-cloud/hyper-daemon", "id": "core.hyper-daemon"},
                   {"sourceUrl": "https://github.com/atek-cloud/adb", "id": "core.adb"}],
                 "serverDbId": "%s", "domains": ["first.lan"]}
                """
                        .formatted("0a".repeat(32)));
        host = TestHost.up(home);
        Path password = Files.writeString(dir.resolve("p"), PASSWORD + "\n");
        Run made =
                host.cli(
                        "mkuser",
                        "--user",
                        "ada",
                        "--admin",
                        "--password-file",
                        password.toString());
        assertThat(made.exitCode()).as(made.out()).isZero();
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private Path file() {
        return host.home().resolve("config.json");
    }

    private JsonNode said() throws IOException {
        return MessageCodec.JSON.readTree(file().toFile());
    }

    /// As editors do it: beside, then over.
    private void edit(String text) throws IOException {
        Path beside = host.home().resolve("config.json~");
        Files.writeString(beside, text);
        Files.move(beside, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void eventually(BooleanSupplier claim) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000;
        while (!claim.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.sleep(50);
        }
        assertThat(claim.getAsBoolean()).isTrue();
    }

    private int status(String name) {
        return host.browser().get(name, "/_atek/login", Map.of()).statusCode();
    }

    @Test
    void hostStartsOnAFileOfTheFirstAtekAndKeepsIt() throws Exception {
        assertThat(host.home().resolve("config.json.first-atek"))
                .content()
                .contains("hyper-daemon");
        assertThat(said().path("port").asInt()).isEqualTo(80);
        assertThat(said().has("mainService")).isFalse();
        assertThat(said().path("serverDbId").asText()).hasSize(64).doesNotStartWith("0a0a");
        assertThat(Files.readString(host.home().resolve("logs/host.log")))
                .contains("hyper-daemon is left out", "\"mainService\": \"lonestar\" is left out");
    }

    @Test
    void nameInTheNetworkAtHomeIsADoorOfItsOwn() throws Exception {
        assertThat(status("atek.local")).isEqualTo(421);

        Run set = host.cli("config", "set", "domains", "first.lan", "atek.local");

        assertThat(set).isEqualTo(new Run(0, "Changed domains.\n"));
        assertThat(status("atek.local")).isEqualTo(200);
        assertThat(status("first.lan")).isEqualTo(200);
        assertThat(status("other.local")).isEqualTo(421);
        assertThat(status("core.adb.other.local")).isEqualTo(421);
        Http browser = host.browser();
        String root = "http://atek.local:" + host.port();
        var login =
                host.callAt(
                        "atek.local",
                        browser,
                        Map.of("Origin", root),
                        "atek.cloud/user-sessions-api",
                        "login",
                        Map.of("username", "ada", "password", PASSWORD));
        assertThat(login.has("error")).as(login.toString()).isFalse();
        browserIsBoundWithinItsDomain(browser, root);
    }

    private void browserIsBoundWithinItsDomain(Http browser, String root) {
        var first = browser.get("core.adb.atek.local", "/x?a=1&b=2", NAVIGATE);
        String bind = first.headers().firstValue("Location").orElseThrow();
        assertThat(bind).startsWith(root + "/_atek/bind-session?service=core.adb");
        var given = browser.get("atek.local", bind.substring(root.length()), NAVIGATE);
        String sub = "http://core.adb.atek.local:" + host.port();
        String code = given.headers().firstValue("Location").orElseThrow();
        assertThat(code).startsWith(sub + "/_atek/bind?code=");
        var taken = browser.get("core.adb.atek.local", code.substring(sub.length()), NAVIGATE);

        assertThat(taken.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("atek=")
                .doesNotContainIgnoringCase("domain=");
        assertThat(browser.get("core.adb.atek.local", "/", NAVIGATE).statusCode()).isEqualTo(200);
        assertThat(browser.get("core.adb.first.lan", "/", NAVIGATE).statusCode())
                .as("another domain, another session")
                .isBetween(300, 399);
    }

    @Test
    void pageOfOneNameIsAStrangerToTheOthers() throws Exception {
        var answer =
                host.callAt(
                        "first.lan",
                        host.browser(),
                        Map.of("Origin", "http://localhost:" + host.port()),
                        "atek.cloud/user-sessions-api",
                        "login",
                        Map.of("username", "ada", "password", PASSWORD));

        assertThat(answer.path("result").isObject()).as(answer.toString()).isFalse();
    }

    /// What holds now of a key.
    private JsonNode now(String key) {
        return api("getConfig").path(key);
    }

    private JsonNode api(String method, Object... params) {
        try {
            return host.call("atek.cloud/inspect-api", method, params).path("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void goodEditHoldsAndBadOneIsToldWithoutHarm() throws Exception {
        String good = Files.readString(file());
        edit(good.replaceFirst("\\{", "{\"logFiles\": 7,"));
        eventually(() -> now("logFiles").asInt() == 7);

        edit(good.replaceFirst("\\{", "{\"logFiles\": 700, \"prot\": 1,"));
        eventually(() -> api("describeConfig").path("faults").size() == 2);
        assertThat(now("logFiles").asInt()).isEqualTo(7);
        assertThat(host.cli("config").out())
                .contains(
                        "is not taken",
                        "/logFiles: want a number of files",
                        "did you mean \"port\"?");
        assertThat(host.cli("config", "check").exitCode()).isEqualTo(1);

        edit("{\"prot\": 1");
        eventually(() -> badIsTold("is not JSON (line 1"));

        edit(good);
        eventually(() -> now("logFiles").asInt() == 5);
        assertThat(api("describeConfig").path("faults")).isEmpty();
    }

    private boolean badIsTold(String words) {
        try {
            return Files.readString(host.home().resolve("logs/host.log")).contains(words);
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void whatNeedsARestartIsSaid() throws Exception {
        Run set = host.cli("config", "set", "sandbox", "none");

        assertThat(set.out()).isEqualTo("Changed sandbox; it holds after a restart.\n");
        assertThat(host.cli("config").out()).contains("After a restart: sandbox = none");
        assertThat(now("sandbox").asText()).isEqualTo("strict");
        assertThat(api("setConfig", patch("{'sandbox': null}")).path("changed").path(0).asText())
                .isEqualTo("sandbox");
        assertThat(api("describeConfig").path("needsRestart")).isEmpty();
    }

    private static JsonNode patch(String json) throws IOException {
        return MessageCodec.JSON.readTree(json.replace('\'', '"'));
    }

    @Test
    void contractOfGetConfigStays() throws Exception {
        JsonNode config = host.call("atek.cloud/inspect-api", "getConfig").path("result");

        assertThat(config.path("domain").asText()).isEqualTo("localhost");
        assertThat(config.path("port").asInt()).isEqualTo(host.port());
        assertThat(config.path("serverDbId").asText()).hasSize(64);
        assertThat(config.path("coreServices").isArray()).isTrue();
        assertThat(config.toString()).doesNotContain(host.systemToken());
    }

    @Test
    void badPatchIsRefusedWithItsPlace() throws Exception {
        JsonNode bad = host.call("atek.cloud/inspect-api", "setConfig", Map.of("sessionDays", 0));
        JsonNode own = host.call("atek.cloud/inspect-api", "setConfig", Map.of("serverDbId", ""));

        assertThat(bad.at("/error/message").asText()).contains("/sessionDays: want a number");
        assertThat(own.at("/error/message").asText()).contains("written by the host");
    }
}
