package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What was wrong with the first Atek is not so here. Only what no other test shows stands in this
/// class; `docs/differences.md` names a test for each defect.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OldDefectsEndToEndTest {

    private static final String SERVICES = "atek.cloud/services-api";
    private static final String USERS = "atek.cloud/users-api";
    private static final String SESSIONS = "atek.cloud/user-sessions-api";
    private static final String ADB = "atek.cloud/adb-api";
    private static final String MIRROR_API = "example.com/mirror";
    private static final int FAILED = -32003;

    /// Shows what came, and calls the gateway for whoever asks it to.
    private static final String MIRROR =
            """
            const http = require('http')

            const gateway = (api) => `http://localhost:${process.env.ATEK_HOST_PORT}/_atek/gateway?api=${api}`
            const Authorization = `Bearer ${process.env.ATEK_HOST_BEARER_TOKEN}`

            async function call(id, [api, method, ...params]) {
              const body = JSON.stringify({jsonrpc: '2.0', id: 1, method, params})
              const headers = {Authorization, 'Content-Type': 'application/json'}
              const answer = await fetch(gateway(api), {method: 'POST', headers, body})
              return JSON.stringify({jsonrpc: '2.0', id, result: await answer.json()})
            }

            http.createServer((req, res) => {
              if (req.method !== 'POST') {
                return res.end(JSON.stringify({url: req.url, headers: req.headers}))
              }
              const chunks = []
              req.on('data', (chunk) => chunks.push(chunk))
              req.on('end', async () => {
                const {id, params} = JSON.parse(Buffer.concat(chunks))
                res.end(await call(id, params))
              })
            }).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE)
            """;

    private Path dir;
    private TestHost host;
    private Person ada;
    private Person bob;
    private Path mirror;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        dir = folder;
        host = TestHost.up(TestHost.freshHome());
        ada = Person.made(host, "ada", "admin");
        bob = Person.made(host, "bob", "member");
        try (var git =
                GitPackage.create(dir, "mirror")
                        .write("index.js", MIRROR)
                        .write("atek.json", "{\"exports\":[{\"api\":\"example.com/mirror\"}]}")
                        .release("v1.0.0")) {
            mirror = git.bare();
        }
        installed("mirror", mirror, "ada");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void clientSentAuthUserHeaderIsIgnored() throws Exception {
        String key = ada.call(SESSIONS, "whoami").at("/result/userKey").asText();

        JsonNode seen =
                seen(
                        "/",
                        Map.of("atek-auth-user", "system", "Atek-Auth-Service", "system"),
                        "mirror");

        assertThat(seen.at("/headers/atek-auth-user").asText()).isEqualTo(key);
        assertThat(seen.at("/headers/atek-auth-service").asText())
                .isEqualTo(service("mirror").path("key").asText());
    }

    @Test
    void sessionCookieStaysWithTheHost() throws Exception {
        assertThat(seen("/", Map.of(), "mirror").at("/headers/cookie").isMissingNode()).isTrue();
    }

    @Test
    void serverDatabaseIsClosedToProgramsAndPeople() throws Exception {
        String serverDb = host.call(ADB, "getConfig").at("/result/serverDbId").asText();
        String path = "/atek.cloud/user";
        assertThat(host.call(ADB, "recordList", serverDb, path).at("/result/records")).isNotEmpty();

        JsonNode program = host.call(MIRROR_API, "call", ADB, "recordList", serverDb, path);
        JsonNode admin = ada.call(ADB, "recordList", serverDb, path);
        JsonNode member = bob.call(ADB, "recordPut", serverDb, path + "/x", Map.of());

        for (JsonNode answer : List.of(program.path("result"), admin, member)) {
            assertThat(answer.at("/error/message").asText())
                    .as(answer.toString())
                    .isEqualTo("Not authorized to access " + serverDb);
        }
    }

    @Test
    void serviceOfAnotherIsNeitherSeenNorCalled() throws Exception {
        assertThat(bob.visit("mirror", "/").statusCode()).isEqualTo(404);
        assertThat(bob.call(MIRROR_API, "call").at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(bob.call(SERVICES, "get", "mirror").at("/error/message").asText())
                .isEqualTo("Not authorized");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a/b", "../../evil", "..", "/tmp/evil", "a\\b", "a\u0000b", "", "a b", "Ä"})
    void idWithASlashIsRefused(String id) throws Exception {
        Set<String> before = files();

        JsonNode refused =
                host.call(SERVICES, "install", Map.of("sourceUrl", mirror.toString(), "id", id));
        JsonNode renamed = host.call(SERVICES, "configure", "mirror", Map.of("id", id));

        for (JsonNode answer : List.of(refused, renamed)) {
            assertThat(answer.at("/error/code").asInt()).as(answer.toString()).isEqualTo(FAILED);
            assertThat(answer.at("/error/message").asText())
                    .contains("cannot be a service's ID", "want a-z");
        }
        assertThat(files()).isEqualTo(before);
        assertThat(service("mirror").path("state").asText()).isEqualTo("running");
    }

    @Test
    void idOfACoreServiceIsTaken() throws Exception {
        for (String id : List.of("core.adb", "core.earthstar", "core.lonestar")) {
            JsonNode answer =
                    host.call(
                            SERVICES, "install", Map.of("sourceUrl", mirror.toString(), "id", id));

            assertThat(answer.at("/error/message").asText()).contains("kept for the host", id);
        }
        assertThat(ids()).doesNotHaveDuplicates();
    }

    @Test
    void installFailureLeavesNoRecord() throws Exception {
        try (var none = GitPackage.create(dir, "unfinished").write("README.md", "soon")) {
            none.release("v1.0.0");
            Map<String, String> options =
                    Map.of("sourceUrl", none.bare().toString(), "id", "unfinished");
            List<String> before = ids();

            assertThat(host.call(SERVICES, "install", options).has("error")).isTrue();

            assertThat(ids()).isEqualTo(before);
            none.write("index.html", "<h1>Done</h1>").release("v1.0.1");
            assertThat(host.call(SERVICES, "install", options).has("result")).isTrue();
        }
    }

    @Test
    void requestWithADeletedUsersCookieDoesNotEndTheHost() throws Exception {
        Person carol = Person.made(host, "carol", "member");
        String key = carol.call(SESSIONS, "whoami").at("/result/userKey").asText();
        assertThat(host.call(USERS, "delete", key).has("result")).isTrue();

        assertThat(carol.call(SERVICES, "list").path("message").asText())
                .isEqualTo("Not authorized");
        assertThat(carol.call(SESSIONS, "whoami").at("/result/isActive").asBoolean()).isFalse();
        assertThat(carol.browser().get("localhost", "/", Map.of()).statusCode()).isEqualTo(401);
        assertThat(carol.visit("mirror", "/").uri().getPort()).isEqualTo(host.port());
        assertThat(host.call("atek.cloud/inspect-api", "isReady").path("result").asBoolean())
                .isTrue();
    }

    @Test
    void nonDefaultPortIsKeptInEveryRedirect() throws Exception {
        Map<String, String> navigate = Map.of("Sec-Fetch-Mode", "navigate");
        String port = ":" + host.port() + "/";

        var toBind = ada.browser().get("mirror.localhost", "/deep?x=1", navigate);
        String bind = toBind.headers().firstValue("Location").orElseThrow();
        var toSite =
                ada.browser().get("localhost", bind.replaceFirst("http://[^/]+", ""), navigate);
        var stranger = host.browser().get("mirror.localhost", "/deep?x=1", navigate);

        assertThat(bind).startsWith("http://localhost" + port + "_atek/bind-session?");
        assertThat(toSite.headers().firstValue("Location").orElseThrow())
                .startsWith("http://mirror.localhost" + port);
        assertThat(stranger.headers().firstValue("Location").orElseThrow()).contains(port);
        assertThat(service("mirror").path("url").asText())
                .isEqualTo("http://mirror.localhost" + port);
    }

    @Test
    void queryWithSeveralParamsSurvivesTheBindFlow() throws Exception {
        String path = "/list?first=1&second=a%26b&third=x%20y&first=2";
        Person fresh = Person.login(host, "ada");

        String answer = fresh.visit("mirror", path).body();

        assertThat(MessageCodec.JSON.readTree(answer).path("url").asText()).isEqualTo(path);
    }

    @Test
    void renamedGitServiceStartsAgain() throws Exception {
        installed("oldname", mirror, "ada");
        String key = service("oldname").path("key").asText();

        assertThat(
                        host.call(SERVICES, "configure", "oldname", Map.of("id", "newname"))
                                .has("result"))
                .isTrue();
        for (String method : List.of("restart", "stop", "start")) {
            assertThat(host.call(SERVICES, method, "newname").has("result")).as(method).isTrue();
        }

        assertThat(service("newname").path("key").asText()).isEqualTo(key);
        assertThat(seen("/x", Map.of(), "newname").path("url").asText()).isEqualTo("/x");
        assertThat(ada.visit("oldname", "/").statusCode()).isEqualTo(404);
        assertThat(host.call(SERVICES, "uninstall", "newname").has("result")).isTrue();
    }

    @Test
    void crashedServiceIsNoProviderUntilItRunsAgain() throws Exception {
        String crashing = "setTimeout(() => process.exit(3), 1500)\n" + MIRROR;
        try (var git =
                GitPackage.create(dir, "fragile")
                        .write("index.js", crashing)
                        .write("atek.json", "{\"exports\":[{\"api\":\"example.com/fragile\"}]}")
                        .release("v1.0.0")) {
            installed("fragile", git.bare(), "ada");
        }
        JsonNode gone = host.call("example.com/fragile", "call", "a", "b");
        for (int i = 0; i < 200 && !gone.has("error"); i++) {
            Thread.sleep(50);
            gone = host.call("example.com/fragile", "call", "a", "b");
        }

        assertThat(gone.at("/error/code").asInt()).as(gone.toString()).isEqualTo(-32011);
        assertThat(gone.at("/error/message").asText()).doesNotContain("ECONNREFUSED", "/run/");
        assertThat(host.call(SERVICES, "start", "fragile").has("result")).isTrue();
        assertThat(host.call("example.com/fragile", "call", "a", "b").has("result")).isTrue();
        assertThat(host.call(SERVICES, "uninstall", "fragile").has("result")).isTrue();
    }

    @Test
    void wrongPasswordsAreSlowedDown() throws Exception {
        Person.made(host, "dora", "member");
        var wrong = Map.of("username", "dora", "password", "wrong horse");
        String said = "";
        for (int i = 0; i < 30 && !said.startsWith("Too many"); i++) {
            said = host.call(SESSIONS, "login", wrong).at("/error/message").asText();
        }

        assertThat(said).startsWith("Too many wrong passwords. Try again in");
        assertThat(ada.call(SESSIONS, "whoami").at("/result/isActive").asBoolean()).isTrue();
    }

    @Test
    void propertiesAreSavedThoughTheFormHasABlankPort() throws Exception {
        var form = Map.of("desiredVersion", "1.x", "port", "");

        assertThat(host.call(SERVICES, "configure", "mirror", form).has("result")).isTrue();

        assertThat(service("mirror").at("/settings/desiredVersion").asText()).isEqualTo("1.x");
    }

    @Test
    void secondUsersHomeAppIsHisOwn() throws Exception {
        try (var home =
                GitPackage.create(dir, "homepage").write("index.js", MIRROR).release("v1.0.0")) {
            var keys = new HashSet<String>();
            for (Person person : List.of(ada, bob)) {
                String name = person.call(SESSIONS, "whoami").at("/result/username").asText();
                String key = person.call(SESSIONS, "whoami").at("/result/userKey").asText();
                var options = Map.of("sourceUrl", home.bare().toString(), "user", name);
                JsonNode made = host.call(SERVICES, "install", options).path("result");
                String id = made.at("/settings/id").asText();
                person.call(USERS, "updateSettings", key, Map.of("mainServiceId", id));

                JsonNode seen =
                        MessageCodec.JSON.readTree(
                                person.browser().get("localhost", "/", Map.of()).body());

                assertThat(seen.at("/headers/atek-auth-user").asText()).isEqualTo(key);
                assertThat(seen.at("/headers/atek-auth-service").asText())
                        .isEqualTo(made.path("key").asText());
                keys.add(made.path("key").asText());
            }
            assertThat(keys).hasSize(2);
        }
        assertThat(ids()).contains("homepage", "homepage-2").doesNotHaveDuplicates();
    }

    @Test
    void relativePathIsInstalled() {
        Run install = host.cli("install", "../services/hello", "--id", "relative", "--user", "ada");

        assertThat(install.out()).doesNotContain("Exception").contains("relative");
        assertThat(host.cli("ls").out()).contains("relative");
    }

    @Test
    void machinesThatReachThePortByAnAddressAreMisdirected() throws Exception {
        List<InetAddress> addresses =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address -> !address.isLoopbackAddress())
                        .filter(address -> !address.isLinkLocalAddress())
                        .toList();
        for (InetAddress address : addresses) {
            // A host that is known to its own machine alone listens to nobody else.
            assertThatThrownBy(() -> new Socket(address, host.port()).close())
                    .as("%s", address)
                    .isInstanceOf(ConnectException.class);
        }
        assertThat(host.cli("config", "set", "domains", "home.example").exitCode()).isZero();
        for (InetAddress address : addresses) {
            String request =
                    "GET /_atek/login HTTP/1.0\r\nHost: %s:%d\r\n\r\n"
                            .formatted(address.getHostAddress(), host.port());
            try (var socket = new Socket(address, host.port())) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String answer =
                        new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer)
                        .as("%s", address)
                        .matches("(?s)HTTP/1.[01] 4(21|00).*")
                        .doesNotContain("<form");
            }
        }
    }

    @Test
    void requestsWithADeletedUsersCookieDuringBootDoNotEndTheHost() throws Exception {
        Path home = TestHost.freshHome();
        int port;
        Person gone;
        try (TestHost first = TestHost.up(home)) {
            port = first.port();
            Person.made(first, "boss", "admin");
            gone = Person.made(first, "erin", "member");
            String key = gone.call(SESSIONS, "whoami").at("/result/userKey").asText();
            JsonNode deleted = first.call(USERS, "delete", key);
            assertThat(deleted.has("result")).as(deleted.toString()).isTrue();
        }
        var knocking = Thread.ofVirtual().start(() -> knockUntilInterrupted(gone));
        try (TestHost second = TestHost.upAt(home, port)) {
            assertThat(gone.call(SERVICES, "list").path("message").asText())
                    .isEqualTo("Not authorized");
            assertThat(second.call("atek.cloud/inspect-api", "isReady").path("result").asBoolean())
                    .isTrue();
        } finally {
            knocking.interrupt();
        }
    }

    @Test
    void sessionEndsAfterItsTime() throws Exception {
        Path home = TestHost.freshHome();
        int port;
        Person late;
        Person live;
        try (TestHost first = TestHost.up(home)) {
            port = first.port();
            late = Person.made(first, "late", "member");
            live = Person.made(first, "live", "member");
            String db = first.call(ADB, "getConfig").at("/result/serverDbId").asText();
            String folder = "/atek.cloud/user-session";
            JsonNode sessions = first.call(ADB, "recordList", db, folder).at("/result/records");
            for (JsonNode session : sessions) {
                var value = (ObjectNode) session.path("value");
                if (value.path("username").asText().equals("late")) {
                    value.put("createdAt", "2021-09-29T00:00:00Z");
                    String path = session.path("path").asText();
                    assertThat(first.call(ADB, "recordPut", db, path, value).has("result"))
                            .isTrue();
                }
            }
        }
        try (TestHost second = TestHost.upAt(home, port)) {
            assertThat(second.port()).isEqualTo(port);
            assertThat(late.call(SERVICES, "list").path("message").asText())
                    .isEqualTo("Not authorized");
            assertThat(live.call(SERVICES, "list").has("result")).isTrue();
        }
    }

    private static void knockUntilInterrupted(Person person) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                person.browser().get("localhost", "/", Map.of());
                person.visit("core.adb", "/");
                person.call(SERVICES, "list");
                Thread.sleep(20);
            } catch (InterruptedException e) {
                return;
            } catch (IOException | RuntimeException e) {
                // Nobody listens yet.
            }
        }
    }

    private JsonNode seen(String path, Map<String, String> headers, String id) throws IOException {
        return MessageCodec.JSON.readTree(ada.visit(id, path, headers).body());
    }

    private JsonNode service(String id) throws IOException {
        return host.call(SERVICES, "get", id).path("result");
    }

    private List<String> ids() throws IOException {
        return host.call(SERVICES, "list").at("/result/services").findValuesAsText("id").stream()
                .sorted()
                .toList();
    }

    /// Names of all that stands in the folders that hold something for each service.
    private Set<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(host.home(), 2)) {
            return all.map(Path::toString)
                    .filter(name -> !name.contains("/run/"))
                    .collect(Collectors.toSet());
        }
    }

    private void installed(String id, Path repository, String user) {
        Run install = host.cli("install", repository.toString(), "--id", id, "--user", user);
        assertThat(install.exitCode()).as(install.out()).isZero();
    }
}
