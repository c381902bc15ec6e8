package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.NodeService;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// How services come, go, crash, sleep, move and come back, on a real host.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifecycleEndToEndTest {

    private static final String SERVICES = ServicesApi.ID.value();
    private static final String PASSWORD = "correct horse";
    private static final Map<String, String> PERSON = Map.of("Sec-Fetch-Mode", "navigate");

    @TempDir Path dir;
    private TestHost host;

    @BeforeAll
    void start() throws Exception {
        host = TestHost.up(TestHost.freshHome());
        for (String name : List.of("ada", "bob")) {
            host.call(
                    UsersApi.ID.value(),
                    "create",
                    Map.of("username", name, "password", PASSWORD, "role", "member"));
        }
    }

    @AfterAll
    void stopLeavesNothing() throws Exception {
        host.close();
        assertThat(host.children()).isEmpty();
        assertThat(runFolders(host.home())).isEmpty();
    }

    @Test
    void aServiceIsSeenWhileItIsInstalled() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("compiled"));
        Files.writeString(
                folder.resolve("Main.java"),
                "public class Main { public static void main(String[] args) {} }");
        Callable<JsonNode> install =
                () ->
                        host.call(
                                SERVICES,
                                "install",
                                Map.of("sourceUrl", "file://" + folder, "id", "compiled"));
        try (var background = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> installed = background.submit(install);
            var compiled = NodeService.of(host, "compiled");

            JsonNode seen = compiled.until("installing");

            assertThat(seen.path("reason").asText()).isNotEmpty();
            assertThat(seen.path("status").asText()).isEqualTo("inactive");
            assertThat(compiled.tell("stop").at("/error/message").asText())
                    .isEqualTo("compiled is being installed; wait until that is done");
            assertThat(ids()).contains("compiled");
            installed.get();
            assertThat(compiled.state()).isEqualTo("crashed");
        }
    }

    @Test
    void anInstallationThatFailsVanishes() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("wrong"));
        Files.writeString(folder.resolve("Main.java"), "this is no Java");

        JsonNode answer = host.call(SERVICES, "install", Map.of("sourceUrl", "file://" + folder));

        assertThat(answer.has("error")).isTrue();
        assertThat(NodeService.of(host, "wrong").info().isMissingNode()).isTrue();
        assertThat(NodeService.of(host, "wrong").get("/", PERSON).statusCode()).isEqualTo(404);
    }

    @Test
    void aServiceThatCrashesComesBack() throws Exception {
        var service = NodeService.install(host, dir, "crashing", "", Map.of());
        String since = service.info().path("since").asText();

        service.get("/crash", Map.of());
        JsonNode back =
                service.until(info ->
                        info.path("state").asText().equals("running")
                                && !info.path("since").asText().equals(since));

        assertThat(back.path("status").asText()).isEqualTo("active");
        assertThat(service.call().has("result")).isTrue();
    }

    @Test
    void oneThatCrashesAgainAndAgainIsLeftAloneAndSaysSo() throws Exception {
        var service = NodeService.install(host, dir, "looping", "", Map.of());
        while (!service.state().equals("crashed")
                || !service.info().path("reason").asText().contains("stays so")) {
            if (service.state().equals("running")) {
                service.get("/crash", Map.of());
            }
            Thread.sleep(50);
        }

        assertThat(service.info().path("reason").asText())
                .contains("crashed 5 times within 10 minutes");
        assertThat(service.get("/", PERSON).body()).contains("data-state=\"crashed\"");
        assertThat(service.tell("start").has("result")).isTrue();
        assertThat(service.state()).isEqualTo("running");
    }

    @Test
    void oneOnDemandWakesForCallsPagesAndSocketsAndSleepsAgain() throws Exception {
        var service =
                NodeService.install(
                        host,
                        dir,
                        "sleeper",
                        "\"activation\": \"on-demand\",",
                        Map.of("idleSeconds", 1));
        assertThat(service.info().path("activation").asText()).isEqualTo("on-demand");
        JsonNode asleep = service.until("stopped");
        assertThat(asleep.path("status").asText()).isEqualTo("active");
        assertThat(asleep.path("reason").asText()).contains("sleeps");
        assertThat(host.cli("ls").out()).containsPattern("sleeper +asleep");

        assertThat(service.call().has("result")).isTrue();
        service.until("stopped");
        assertThat(service.get("/", PERSON).statusCode()).isEqualTo(200);
        service.until("stopped");
        assertThat(service.get("/api", Map.of()).statusCode()).isEqualTo(200);
        service.until("stopped");
        assertThat(
                        host.browser()
                                .get(
                                        "localhost",
                                        "/_atek/gateway?api=example.com/sleeper-live",
                                        bearer())
                                .statusCode())
                .isEqualTo(200);
        service.until("stopped");
    }

    @Test
    void manyWhoAskASleeperAreAnsweredByOneProcess() throws Exception {
        var service =
                NodeService.install(
                        host,
                        dir,
                        "popular",
                        "\"activation\": \"on-demand\",",
                        Map.of("idleSeconds", 5, "config", Map.of("SLOW_MS", "300")));
        service.until("stopped");
        List<Callable<String>> asks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            asks.add(() -> service.call().path("result").asText());
        }
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = many.invokeAll(asks);
            for (Future<String> answer : answers) {
                assertThat(answer.get()).hasSize(36).isEqualTo(answers.getFirst().get());
            }
        }
    }

    @Test
    void activationCanBeChangedByTheOwner() throws Exception {
        var service = NodeService.install(host, dir, "changing", "", Map.of());
        assertThat(service.info().path("activation").asText()).isEqualTo("always");

        service.tell("configure", Map.of("activation", "on-demand", "idleSeconds", 1));
        service.until("stopped");
        service.tell("configure", Map.of("activation", "always"));

        service.until("running");
        assertThat(
                        service.tell("configure", Map.of("idleSeconds", 0))
                                .at("/error/message")
                                .asText())
                .isEqualTo("\"idleSeconds\" wants 1 to 604800, not 0");
        assertThat(service.tell("configure", Map.of("activation", "sometimes")).has("error"))
                .isTrue();
    }

    @Test
    void oneThatItsOwnerStoppedIsNotWoken() throws Exception {
        var service =
                NodeService.install(host, dir, "kept", "\"activation\": \"on-demand\",", Map.of());
        service.tell("stop");

        assertThat(service.call().at("/error/code").asInt()).isEqualTo(-32011);
        assertThat(service.get("/", PERSON).statusCode()).isEqualTo(503);
        assertThat(service.info().path("status").asText()).isEqualTo("inactive");
        assertThat(service.info().at("/settings/stopped").asBoolean()).isTrue();
    }

    @Test
    void theOwnerIsOfferedAStartAndOthersAreNot() throws Exception {
        var service = NodeService.install(host, dir, "offered", "", Map.of("user", "ada"));
        service.tell("configure", Map.of());
        service.tell("stop");

        var owners = page(login("ada"), "offered");
        var strangers = page(login("bob"), "offered");

        assertThat(owners)
                .contains("data-mine=\"true\"", "data-state=\"stopped\"", "It was stopped");
        assertThat(strangers).contains("Nobody lives here");
        var shared = NodeService.install(host, dir, "shared", "", Map.of());
        shared.tell("stop");
        assertThat(page(login("bob"), "shared")).contains("data-mine=\"false\"");
    }

    @Test
    void aRenamedServiceKeepsItsProcessAndLeavesItsOldName() throws Exception {
        var old = NodeService.install(host, dir, "before", "", Map.of());
        JsonNode process = old.seen().path("self");
        String key = old.info().path("key").asText();

        assertThat(old.tell("configure", Map.of("id", "after")).has("result")).isTrue();

        var now = NodeService.of(host, "after");
        assertThat(now.seen().path("self")).isEqualTo(process);
        assertThat(now.info().path("key").asText()).isEqualTo(key);
        assertThat(old.get("/", PERSON).statusCode()).isEqualTo(404);
        assertThat(old.info().isMissingNode()).isTrue();
        assertThat(host.call("example.com/before", "echo").has("result")).isTrue();
        assertThat(host.cli("logs", "after").out()).contains("starting, confined by");
    }

    @Test
    void aNameIsGivenToOneOfManyWhoWantIt() throws Exception {
        var services = new ArrayList<NodeService>();
        for (int i = 0; i < 4; i++) {
            services.add(NodeService.install(host, dir, "racer" + (char) ('a' + i), "", Map.of()));
        }
        List<Callable<JsonNode>> wishes = new ArrayList<>();
        for (NodeService service : services) {
            wishes.add(() -> service.tell("configure", Map.of("id", "winner")));
        }
        Path late = NodeService.write(dir, "late", "");
        wishes.add(() ->
                host.call(
                        SERVICES,
                        "install",
                        Map.of("sourceUrl", "file://" + late, "id", "winner")));
        int given = 0;
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<JsonNode> wish : many.invokeAll(wishes)) {
                given += wish.get().has("result") ? 1 : 0;
            }
        }

        assertThat(given).isEqualTo(1);
        assertThat(ids().filter("winner"::equals)).hasSize(1);
    }

    @Test
    void namesAreSafeAndSomeAreTheHosts() throws Exception {
        var service = NodeService.install(host, dir, "plain", "", Map.of());

        for (String bad :
                List.of(
                        "system",
                        "localhost",
                        "core.adb",
                        "Upper",
                        "-x",
                        "a_b",
                        "a..b",
                        "xn--a",
                        "")) {
            assertThat(service.tell("configure", Map.of("id", bad)).has("error")).as(bad).isTrue();
        }
        assertThat(service.state()).isEqualTo("running");
    }

    @Test
    void oneRepositoryCanBeInstalledByManyAndForAll() throws Exception {
        Path folder = NodeService.write(dir, "twice", "");
        var ids = new ArrayList<String>();
        for (String user : List.of("ada", "bob", "system")) {
            JsonNode made =
                    host.call(
                            SERVICES,
                            "install",
                            Map.of("sourceUrl", "file://" + folder, "user", user));
            ids.add(made.at("/result/settings/id").asText());
        }

        assertThat(ids).containsExactly("twice", "twice-2", "twice-3");
        var processes = new ArrayList<String>();
        for (String id : ids) {
            processes.add(NodeService.of(host, id).seen().path("self").asText());
        }
        assertThat(processes).doesNotHaveDuplicates();
        // Each hears his own first.
        assertThat(asked(login("ada"), "example.com/twice")).isEqualTo(processes.get(0));
        assertThat(asked(login("bob"), "example.com/twice")).isEqualTo(processes.get(1));
    }

    @Test
    void coreServicesComeBackAndNobodyIsLoggedOut() throws Exception {
        Http ada = login("ada");
        var service = NodeService.install(host, dir, "steady", "", Map.of());
        for (String kill : List.of("restart", "kill")) {
            if (kill.equals("restart")) {
                assertThat(host.cli("restart", "core.adb").exitCode()).isZero();
            } else {
                adb().destroyForcibly();
            }
            assertThat(whoami(ada)).isEqualTo("ada");
            assertThat(service.call().has("result")).isTrue();
            var database = NodeService.of(host, "core.adb");
            database.until("running");
            assertThat(service.tell("configure", Map.of("config", Map.of("A", kill))).has("result"))
                    .isTrue();
        }
        assertThat(host.cli("restart", "core.lonestar").exitCode()).isZero();
        assertThat(host.cli("logs", "core.adb").out())
                .containsPattern("out .*INFO.*serving")
                .doesNotContain("err INFO", "err [main] INFO");
        assertThat(whoami(login("ada"))).isEqualTo("ada");
    }

    private ProcessHandle adb() {
        return host.children().stream()
                .filter(child -> child.info().commandLine().orElse("").contains("cloud.atek.adb"))
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> bearer() throws IOException {
        return Map.of("Authorization", "Bearer " + host.systemToken());
    }

    private Stream<String> ids() throws IOException {
        JsonNode all = host.call(SERVICES, "list").at("/result/services");
        return StreamSupport.stream(all.spliterator(), false)
                .map(info -> info.at("/settings/id").asText());
    }

    private Map<String, String> sameOrigin() {
        return Map.of("Origin", "http://localhost:" + host.port(), "Sec-Fetch-Site", "same-origin");
    }

    private Http login(String name) throws IOException {
        Http browser = host.browser();
        host.call(
                browser,
                sameOrigin(),
                UserSessionsApi.ID.value(),
                "login",
                Map.of("username", name, "password", PASSWORD));
        return browser;
    }

    private String whoami(Http as) throws IOException {
        return host.call(as, sameOrigin(), UserSessionsApi.ID.value(), "whoami")
                .at("/result/username")
                .asText();
    }

    private String asked(Http as, String api) throws IOException {
        return host.call(as, sameOrigin(), api, "echo").path("result").asText();
    }

    /// The start of the site of a service as a browser shows it to who is logged in at the root.
    private String page(Http as, String id) {
        var code = as.get("localhost", "/_atek/bind-session?service=" + id, PERSON);
        if (code.statusCode() != 302) {
            return code.body();
        }
        URI bind = URI.create(code.headers().firstValue("Location").orElseThrow());
        as.get(id + ".localhost", bind.getPath() + "?" + bind.getRawQuery(), PERSON);
        return as.get(id + ".localhost", "/", PERSON).body();
    }

    private static List<Path> runFolders(Path home) throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("run"))) {
            return all.filter(path -> path.getFileName().toString().matches("[0-9a-f]{8}.*"))
                    .toList();
        }
    }
}
