package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.audit.AuditApi;
import cloud.atek.api.events.EventsApi;
import cloud.atek.api.inspect.InspectApi;
import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.hostapi.ApiTable;
import cloud.atek.host.hostapi.HostTables;
import cloud.atek.host.hostapi.Policy;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Somebody finds the one method or address whose check was forgotten (as CVE-2026-31881 and
/// CVE-2026-48742 were found): every one of them is tried with every wrong proof there is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Row04EveryMethodHasAPolicyTest {

    private static final String INSPECT = InspectApi.ID.value();
    private static final String SERVICES = ServicesApi.ID.value();
    private static final String EVENTS = EventsApi.ID.value();
    private static final String PERMISSIONS = PermissionsApi.ID.value();
    private static final String USERS = UsersApi.ID.value();
    private static final String SESSIONS = UserSessionsApi.ID.value();
    private static final String AUDIT = AuditApi.ID.value();
    private static final String ADB = AdbApi.ID.value();

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
                    AUDIT + " verify",
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

    /// What a person does with nothing of anybody else.
    private static final Set<String> OF_ONESELF =
            Set.of(
                    SERVICES + " list",
                    SERVICES + " install",
                    SERVICES + " providers",
                    SESSIONS + " logout",
                    PERMISSIONS + " requests",
                    AUDIT + " list");

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
                    if (method.equals("my own token")) {
                        return System.getenv("ATEK_HOST_BEARER_TOKEN");
                    }
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

    private final Map<String, String> cookies = new TreeMap<>();
    private final Map<String, String> bearers = new TreeMap<>();
    private TestHost host;
    private Person ada;
    private Person bob;
    private String adaKey = "";

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        Path home = TestHost.freshHome();
        int port;
        try (TestHost first = TestHost.up(home)) {
            port = first.port();
            cookies.put("expired", cookie(Person.made(first, "ada", "admin")));
            expireAll(first);
        }
        host = TestHost.upAt(home, port);
        ada = Person.login(host, "ada");
        adaKey = ada.call(SESSIONS, "whoami").at("/result/userKey").asText();
        bob = Person.made(host, "bob", "member");
        install(dir);
        Person gone = Person.login(host, "ada");
        cookies.put("logged out", cookie(gone));
        gone.call(SESSIONS, "logout");
        Person deleted = Person.made(host, "eve", "admin");
        cookies.put("of a deleted admin", cookie(deleted));
        String key = deleted.call(SESSIONS, "whoami").at("/result/userKey").asText();
        host.call(USERS, "delete", key, Map.of("services", "remove"));
        bearers.put("of a service before its restart", deputysToken());
        host.call(SERVICES, "restart", "deputy");
        garbage();
    }

    private void install(Path dir) throws Exception {
        try (var deputy =
                GitPackage.create(dir, "deputy")
                        .write("Main.java", DEPUTY)
                        .write("atek.json", "{\"exports\":[{\"api\":\"example.com/deputy\"}]}")
                        .release("1.0.0")) {
            var install = host.cli("install", deputy.bare().toString(), "--user", "ada");
            assertThat(install.exitCode()).as(install.out()).isZero();
        }
    }

    private void garbage() throws IOException {
        cookies.put("nobody's", "0".repeat(64));
        cookies.put("empty", "");
        cookies.put("the host's token", host.systemToken());
        cookies.put("a service's token", deputysToken());
        cookies.put("a user's key", adaKey);
        bearers.put("nobody's", "0".repeat(64));
        bearers.put("empty", "");
        bearers.put("a cookie", cookie(ada));
        bearers.put("a user's key", adaKey);
        bearers.put("a name", "system");
        bearers.put("without a signature", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzeXN0ZW0ifQ.");
        bearers.put("nearly the host's", host.systemToken().replaceFirst(".$", "~"));
        bearers.put("the host's and more", host.systemToken() + "0");
        bearers.put("two in one", host.systemToken() + ", " + host.systemToken());
    }

    /// The sessions that are there have not been used for years.
    private static void expireAll(TestHost first) throws IOException {
        String db = first.call(ADB, "getConfig").at("/result/serverDbId").asText();
        JsonNode sessions = first.call(ADB, "recordList", db, "/atek.cloud/user-session");
        for (JsonNode session : sessions.at("/result/records")) {
            var value = (ObjectNode) session.path("value");
            value.put("createdAt", "2021-09-29T00:00:00Z").put("expiresAt", "2021-10-29T00:00:00Z");
            value.remove("lastSeenAt");
            String path = session.path("path").asText();
            assertThat(first.call(ADB, "recordPut", db, path, value).has("result")).isTrue();
        }
    }

    private String deputysToken() throws IOException {
        JsonNode token = host.call("example.com/deputy", "call", "", "my own token");
        assertThat(token.path("result").asText()).as(token.toString()).isNotEmpty();
        return token.path("result").asText();
    }

    @AfterAll
    void stop() {
        host.close();
    }

    /// A row of a table cannot be written without a policy; that each is the one that was meant is
    /// said here once more.
    @Test
    void everyMethodHasThePolicyThatIsWrittenHere() throws IOException {
        assertThat(methods().keySet())
                .containsAll(FOR_ANYONE)
                .containsAll(FOR_PROGRAMS)
                .containsAll(FOR_ADMINS)
                .containsAll(OF_ONESELF);
        methods()
                .forEach(
                        (method, policy) -> assertThat(policy).as(method).isEqualTo(meant(method)));
        // No table is left out: each is begun in one place.
        long begun = 0;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/cloud/atek/host"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                begun += Files.readString(file).split("ApiTable\\.of\\(", -1).length - 1;
            }
        }
        assertThat(HostTables.all()).hasSize((int) begun);
    }

    private static Policy meant(String method) {
        return FOR_ANYONE.contains(method)
                ? Policy.ANYONE
                : FOR_PROGRAMS.contains(method)
                        ? Policy.KNOWN
                        : FOR_ADMINS.contains(method) ? Policy.ADMIN : Policy.PERSON;
    }

    @Test
    void whoHasNoProofIsTurnedAway() {
        for (String method : methods().keySet()) {
            int nobody = FOR_ANYONE.contains(method) ? 200 : 401;
            assertThat(status(method, Map.of())).as(method).isEqualTo(nobody);
            for (String authorization : List.of("Basic YTpi", "anything", "Digest x", "Token a")) {
                assertThat(status(method, Map.of("Authorization", authorization)))
                        .as("%s with %s", method, authorization)
                        .isEqualTo(nobody);
            }
        }
    }

    @Test
    void noCookieThatDoesNotLiveIsAProof() {
        for (String method : methods().keySet()) {
            int nobody = FOR_ANYONE.contains(method) ? 200 : 401;
            cookies.forEach((which, cookie) ->
                    assertThat(status(method, Map.of("Cookie", "__Host-atek=" + cookie)))
                            .as("%s with the cookie: %s", method, which)
                            .isEqualTo(nobody));
        }
    }

    @Test
    void noTokenThatDoesNotLiveIsAProof() {
        for (String method : methods().keySet()) {
            bearers.forEach((which, token) ->
                    assertThat(status(method, Map.of("Authorization", "Bearer " + token)))
                            .as("%s with the token: %s", method, which)
                            .isEqualTo(401));
        }
    }

    /// With a good cookie beside it a bad token is still a bad token.
    @Test
    void aBadTokenIsNotSavedByACookie() {
        var both = Map.of("Authorization", "Bearer nobody", "Cookie", "__Host-atek=" + cookie(ada));
        assertThat(status(USERS + " list", both)).isEqualTo(401);
    }

    @Test
    void anInstalledProgramOfAnAdminIsNoAdmin() throws Exception {
        for (String method : methods().keySet()) {
            String[] parts = method.split(" ", 2);
            JsonNode answer = host.call("example.com/deputy", "call", parts[0], parts[1]);
            JsonNode inner = MessageCodec.JSON.readTree(answer.path("result").asText());

            assertThat(isRefused(inner)).as("%s: %s", method, answer).isEqualTo(!isOpen(method));
        }
    }

    @Test
    void aPageOfAServiceOfAnAdminIsNoAdmin() throws Exception {
        ada.visit("deputy", "/");
        for (String method : methods().keySet()) {
            String[] parts = method.split(" ", 2);
            var answer =
                    ada.post("deputy", "/_atek/gateway?api=" + parts[0], request(parts[1], "[]"));

            assertThat(isRefused(MessageCodec.JSON.readTree(answer.body())))
                    .as("%s: %s", method, answer.body())
                    .isEqualTo(!isOpen(method));
        }
    }

    @Test
    void aMemberIsNoAdminAndNotSomebodyElse() throws Exception {
        for (String method : methods().keySet()) {
            if (isOpen(method) || OF_ONESELF.contains(method)) {
                continue;
            }
            String[] parts = method.split(" ", 2);
            String target = parts[0].equals(SERVICES) ? "deputy" : adaKey;
            JsonNode answer =
                    switch (parts[1]) {
                        case "revoke" -> bob.call(parts[0], parts[1], "all", adaKey);
                        case "decide" ->
                                bob.call(parts[0], parts[1], target, Map.of("allow", true));
                        case "grant" -> bob.call(parts[0], parts[1], target, List.of(), Map.of());
                        case "setPermissions" -> bob.call(parts[0], parts[1], target);
                        default -> bob.call(parts[0], parts[1], target, Map.of());
                    };
            assertThat(isRefused(answer)).as("%s: %s", method, answer).isTrue();
        }
        assertThat(bob.call(SERVICES, "list").at("/result/services")).isEmpty();
        assertThat(bob.call("example.com/deputy", "call", "a", "b").at("/error/code").asInt())
                .isEqualTo(-32601);
    }

    /// Or else the refusals above would say nothing.
    @Test
    void anAdminInPersonIsRefusedNothing() throws Exception {
        Person admin = Person.login(host, "ada");
        for (String method : methods().keySet()) {
            if (!method.equals(SESSIONS + " logout")) {
                String[] parts = method.split(" ", 2);
                JsonNode answer = admin.call(parts[0], parts[1]);

                assertThat(isRefused(answer)).as("%s: %s", method, answer).isFalse();
            }
        }
        assertThat(isRefused(admin.call(SESSIONS, "logout"))).isFalse();
    }

    @Test
    void everyRouteOfThePortHasARuleAndNoneOpensToAWrongProof() throws Exception {
        for (Route route : Route.all()) {
            if (route.forAnyone()) {
                continue;
            }
            for (String name :
                    List.of("localhost", "deputy.localhost", "core.lonestar.localhost")) {
                for (Map<String, String> proof : wrongProofs()) {
                    var answer = Knock.send(host.port(), route.request(name, host.port(), proof));

                    assertThat(answer.status())
                            .as("%s at %s with %s: %s", route, name, proof, answer)
                            .isIn(302, 400, 401, 403, 404, 415);
                }
            }
        }
    }

    private List<Map<String, String>> wrongProofs() {
        return List.of(
                Map.of(),
                Map.of("Cookie", "__Host-atek=" + cookies.get("expired")),
                Map.of("Cookie", "__Host-atek=" + cookies.get("logged out")),
                Map.of("Authorization", "Bearer " + bearers.get("of a service before its restart")),
                Map.of("Authorization", "anything"));
    }

    private static boolean isOpen(String method) {
        return FOR_ANYONE.contains(method) || FOR_PROGRAMS.contains(method);
    }

    private static boolean isRefused(JsonNode answer) {
        return answer.at("/error/message").asText().equals("Not authorized")
                || answer.path("message").asText().equals("Not authorized");
    }

    private static String cookie(Person person) {
        return person.browser().cookie("localhost", "__Host-atek");
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}"
                .formatted(method, params);
    }

    private int status(String method, Map<String, String> headers) {
        String[] parts = method.split(" ", 2);
        var all = new HashMap<>(headers);
        all.put("Origin", "http://localhost:" + host.port());
        all.put("Sec-Fetch-Site", "same-origin");
        Http stranger = host.browser();
        String target = "/_atek/gateway?api=" + parts[0];
        return stranger.post("localhost", target, request(parts[1], "[]"), all).statusCode();
    }

    /// Every method of every API that the host answers itself.
    private static Map<String, Policy> methods() {
        var methods = new TreeMap<String, Policy>();
        for (ApiTable table : HostTables.all()) {
            table.policies()
                    .forEach((name, policy) -> methods.put(table.id() + " " + name, policy));
        }
        return methods;
    }
}
