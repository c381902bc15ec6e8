package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.events.EventsApi;
import cloud.atek.api.inspect.InspectApi;
import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Every method of the host, against everyone who should not be let in.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PolicyEndToEndTest {

    private static final String INSPECT = InspectApi.ID.value();
    private static final String SERVICES = ServicesApi.ID.value();
    private static final String EVENTS = EventsApi.ID.value();
    private static final String USERS = UsersApi.ID.value();
    private static final String SESSIONS = UserSessionsApi.ID.value();
    private static final String PERMISSIONS = PermissionsApi.ID.value();
    private static final String PASSWORD = "correct horse";

    private static final Set<String> FOR_ANYONE = Set.of(SESSIONS + " whoami", SESSIONS + " login");
    private static final Set<String> FOR_PROGRAMS =
            Set.of(
                    INSPECT + " isReady",
                    EVENTS + " emit",
                    EVENTS + " subscribe",
                    PERMISSIONS + " list",
                    PERMISSIONS + " explain",
                    PERMISSIONS + " request");
    private static final Set<String> FOR_ADMINS =
            Set.of(
                    INSPECT + " getConfig",
                    INSPECT + " describeConfig",
                    INSPECT + " setConfig",
                    USERS + " list",
                    USERS + " create",
                    USERS + " update",
                    USERS + " delete",
                    USERS + " belongings",
                    USERS + " invite",
                    USERS + " invites",
                    USERS + " uninvite");

    /// A service that calls for others what it is told to, with its own token.
    private static final String DEPUTY =
            """
            import cloud.atek.api.ApiId;
            import cloud.atek.kit.Service;
            import java.io.IOException;
            import java.net.HttpURLConnection;
            import java.net.URI;

            public class Main {
                public interface Deputy {
                    ApiId ID = new ApiId("example.com/deputy");

                    String call(String api, String method) throws IOException;
                }

                public static void main(String[] args) {
                    Service.fromEnvironment()
                            .export("/", Deputy.class, caller -> Main::call)
                            .serve();
                }

                private static String call(String api, String method) throws IOException {
                    var host = URI.create("http://127.0.0.1:" + System.getenv("ATEK_HOST_PORT")
                            + "/_atek/gateway?api=" + api);
                    var post = (HttpURLConnection) host.toURL().openConnection();
                    post.setDoOutput(true);
                    post.setRequestProperty("Content-Type", "application/json");
                    post.setRequestProperty(
                            "Authorization", "Bearer " + System.getenv("ATEK_HOST_BEARER_TOKEN"));
                    post.getOutputStream().write(
                            ("{\\"jsonrpc\\":\\"2.0\\",\\"id\\":1,\\"method\\":\\"" + method
                                    + "\\",\\"params\\":[]}").getBytes());
                    return new String(post.getInputStream().readAllBytes());
                }
            }
            """;

    private TestHost host;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        host = TestHost.up(TestHost.freshHome());
        user("ada", "admin");
        user("bob", "member");
        try (var deputy =
                GitPackage.create(dir, "deputy")
                        .write("Main.java", DEPUTY)
                        .write("atek.json", "{\"exports\":[{\"api\":\"example.com/deputy\"}]}")
                        .release("1.0.0")) {
            var install = host.cli("install", deputy.bare().toString(), "--user", "ada");
            assertThat(install.exitCode()).as(install.out()).isZero();
        }
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void theTableKnowsEveryMethodOfTheHost() {
        assertThat(methods()).containsAll(FOR_ANYONE).containsAll(FOR_PROGRAMS);
        assertThat(methods()).containsAll(FOR_ADMINS).hasSize(48);
    }

    @Test
    void nobodyAndGarbageAreTurnedAway() throws Exception {
        for (String method : methods()) {
            int nobody = FOR_ANYONE.contains(method) ? 200 : 401;
            String garbage = "0".repeat(64);
            assertThat(status(method, Map.of())).as(method).isEqualTo(nobody);
            assertThat(status(method, Map.of("Authorization", "Basic YTpi")))
                    .as(method)
                    .isEqualTo(nobody);
            assertThat(status(method, Map.of("Cookie", "__Host-atek=" + garbage)))
                    .as(method)
                    .isEqualTo(nobody);
            assertThat(status(method, Map.of("Authorization", "Bearer " + garbage)))
                    .as(method)
                    .isEqualTo(401);
        }
    }

    @Test
    void anInstalledProgramOfAnAdminIsNoAdmin() throws Exception {
        for (String method : methods()) {
            String[] parts = method.split(" ", 2);
            JsonNode answer = host.call("example.com/deputy", "call", parts[0], parts[1]);
            JsonNode inner = MessageCodec.JSON.readTree(answer.path("result").asText());
            boolean open = FOR_ANYONE.contains(method) || FOR_PROGRAMS.contains(method);

            assertThat(inner.at("/error/message").asText().equals("Not authorized"))
                    .as("%s: %s", method, answer)
                    .isEqualTo(!open);
        }
    }

    @Test
    void aMemberIsNoAdmin() throws Exception {
        Http bob = login("bob");
        for (String method : FOR_ADMINS) {
            assertThat(call(bob, method).at("/error/message").asText())
                    .as(method)
                    .isEqualTo("Not authorized");
        }
        assertThat(call(bob, SERVICES + " list").at("/result/services")).isEmpty();
        for (String method :
                Set.of(
                        "get",
                        "stop",
                        "start",
                        "restart",
                        "uninstall",
                        "logs",
                        "configure",
                        "stats",
                        "checkForPackageUpdates",
                        "updatePackage",
                        "rollback")) {
            JsonNode answer = host.call(bob, sameOrigin(), SERVICES, method, "deputy", Map.of());
            assertThat(answer.at("/error/message").asText()).as(method).isEqualTo("Not authorized");
        }
        JsonNode apis = host.call(bob, sameOrigin(), "example.com/deputy", "call", "a", "b");
        assertThat(apis.at("/error/code").asInt()).isEqualTo(-32601);
    }

    @Test
    void anEndedSessionOpensNothing() throws Exception {
        Http ada = login("ada");
        assertThat(call(ada, USERS + " list").has("result")).isTrue();

        assertThat(call(ada, SESSIONS + " logout").has("result")).isTrue();

        assertThat(call(ada, USERS + " list").path("message").asText()).isEqualTo("Not authorized");
    }

    @Test
    void noLiveTokenStandsInALogOrOnACommandLine() throws Exception {
        String token = host.systemToken();
        try (Stream<Path> files = Files.walk(host.home().resolve("logs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file)).doesNotContain(token);
            }
        }
        assertThat(host.children())
                .noneMatch(child -> child.info().commandLine().orElse("").contains(token));
    }

    private void user(String name, String role) throws IOException {
        JsonNode made =
                host.call(
                        USERS,
                        "create",
                        Map.of("username", name, "password", PASSWORD, "role", role));
        assertThat(made.has("result")).as(made.toString()).isTrue();
    }

    private Http login(String name) throws IOException {
        Http browser = host.browser();
        host.call(
                browser,
                sameOrigin(),
                SESSIONS,
                "login",
                Map.of("username", name, "password", PASSWORD));
        return browser;
    }

    private JsonNode call(Http as, String method) throws IOException {
        String[] parts = method.split(" ", 2);
        return host.call(as, sameOrigin(), parts[0], parts[1]);
    }

    private int status(String method, Map<String, String> headers) {
        String[] parts = method.split(" ", 2);
        String call =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[]}"
                        .formatted(parts[1]);
        var all = new HashMap<>(sameOrigin());
        all.putAll(headers);
        return host.browser()
                .post("localhost", "/_atek/gateway?api=" + parts[0], call, all)
                .statusCode();
    }

    private Map<String, String> sameOrigin() {
        return Map.of("Origin", "http://localhost:" + host.port(), "Sec-Fetch-Site", "same-origin");
    }

    private static Set<String> methods() {
        return Stream.of(
                        names(INSPECT, InspectApi.class),
                        names(SERVICES, ServicesApi.class),
                        names(USERS, UsersApi.class),
                        names(EVENTS, EventsApi.class),
                        names(PERMISSIONS, PermissionsApi.class),
                        names(SESSIONS, UserSessionsApi.class))
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(String api, Class<?> contract) {
        return Arrays.stream(contract.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .map(Method::getName)
                .map(name -> api + " " + name)
                .collect(Collectors.toSet());
    }
}
