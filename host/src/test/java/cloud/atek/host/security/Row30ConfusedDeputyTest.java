package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Asker;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A service that may do little lets another, which may do more, do it in its place: it calls it,
/// poses as somebody else, or shows what the other had shown.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Row30ConfusedDeputyTest {

    private static final String PERMISSIONS = "atek.cloud/permissions-api";
    private static final String ADB = "atek.cloud/adb-api";
    private static final String NOTHING = "{}";

    private TestHost host;
    private Asker weak;
    private Asker deputy;
    private Asker third;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        host = TestHost.up(TestHost.freshHome());
        for (String name : List.of("ada", "bob")) {
            host.call(
                    "atek.cloud/users-api",
                    "create",
                    Map.of("username", name, "password", "correct horse", "role", "member"));
        }
        weak = Asker.install(host, dir, "weak", "ada", NOTHING);
        deputy =
                Asker.install(
                        host,
                        dir,
                        "deputy",
                        "ada",
                        NOTHING,
                        Map.of("api", ADB),
                        Map.of("api", "example.com/third"));
        third = Asker.install(host, dir, "third", "ada", NOTHING, Map.of("api", ADB));
        Asker.install(host, dir, "bobs", "bob", "");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private static int code(JsonNode answer) {
        return answer.at("/error/code").asInt();
    }

    private void allow(Asker one, String api) throws IOException {
        JsonNode done = host.call(PERMISSIONS, "grant", one.id(), List.of(Map.of("api", api)));
        assertThat(done.has("result")).as(done.toString()).isTrue();
    }

    private void allowNothing(Asker one) throws IOException {
        host.call(PERMISSIONS, "revoke", one.id());
    }

    @Test
    void oneServiceCallsAnotherOnlyWithAGrant() throws Exception {
        allowNothing(weak);
        assertThat(code(weak.asks("example.com/deputy", "seen"))).isEqualTo(-32010);

        allow(weak, "example.com/deputy");

        assertThat(weak.asks("example.com/deputy", "seen").has("result")).isTrue();
        assertThat(code(weak.asks("example.com/bobs", "seen")))
                .as("another's service is not there, with or without a grant")
                .isEqualTo(-32010);
        allow(weak, "example.com/bobs");
        assertThat(code(weak.asks("example.com/bobs", "seen"))).isEqualTo(-32601);
    }

    @Test
    void aServiceCannotChooseWhoItIs() throws Exception {
        allow(weak, "example.com/deputy");
        var posed = new LinkedHashMap<String, String>();
        posed.put("Atek-Auth-User", "system");
        posed.put("atek_auth_user", "system");
        posed.put("ATEK-AUTH-SERVICE", "system");
        posed.put("Atek-Auth-For", "system/system");
        posed.put("Atek-Auth-Database", "0".repeat(64));
        posed.put("Atek-Auth-Service ".strip(), deputy.key());

        JsonNode heard = weak.does("ask", "api=example.com/deputy", "seen", List.of(), posed);

        JsonNode seen = Asker.read(heard).path("result");
        assertThat(seen.path("atek-auth-service").asText()).isEqualTo(weak.key());
        assertThat(seen.path("atek-auth-user").asText()).isNotEqualTo("system").isNotEmpty();
        assertThat(seen.has("atek-auth-for")).isFalse();
        assertThat(seen.has("atek-auth-database")).isFalse();
        assertThat(seen.has("atek_auth_user")).isFalse();
    }

    @Test
    void whoIsAskedForAnotherHearsOfBothAndDoesWhatBothMay() throws Exception {
        allowNothing(weak);
        allow(weak, "example.com/deputy");

        JsonNode refused = behalf(ADB, "dbList");

        assertThat(code(refused)).isEqualTo(-32010);
        assertThat(refused.at("/error/message").asText())
                .startsWith("weak lacks the permission to call dbList")
                .contains("on its behalf");
        assertThat(deputy.asks(ADB, "dbList").has("result")).as("for itself it may").isTrue();

        allow(weak, ADB);
        allow(weak, "example.com/third");
        assertThat(behalf(ADB, "dbList").has("result")).isTrue();
        JsonNode seen = behalf("example.com/third", "seen").path("result");
        assertThat(seen.path("atek-auth-service").asText()).isEqualTo(deputy.key());
        assertThat(seen.path("atek-auth-for").asText())
                .isEqualTo(seen.path("atek-auth-user").asText() + "/" + weak.key());

        JsonNode fetched = weak.asks("example.com/deputy", "acts", ADB, "dbList", List.of());
        assertThat(fetched.at("/result/result").isArray()).as(fetched.toString()).isTrue();

        host.call(PERMISSIONS, "revoke", "deputy");
        assertThat(code(behalf("example.com/third", "seen")))
                .as("nor more than the one in between")
                .isEqualTo(-32010);
        allow(deputy, ADB);
        allow(deputy, "example.com/third");
    }

    /// What comes of it when `weak` lets `deputy` call on its behalf.
    private JsonNode behalf(String api, String method) throws IOException {
        JsonNode answer =
                weak.asks("example.com/deputy", "behalf", "api=" + api, method, List.of());
        assertThat(answer.has("result")).as(answer.toString()).isTrue();
        return Asker.read(answer.path("result"));
    }

    @Test
    void aTicketIsGoodForNobodyElseAndNotAgain() throws Exception {
        String old = deputy.does("keep").asText();
        assertThat(old).hasSizeGreaterThan(20);

        assertThat(shown(deputy, old)).as("replayed when its call has ended").isEqualTo(403);
        assertThat(shown(third, old)).isEqualTo(403);
        assertThat(shown(weak, "0".repeat(64))).isEqualTo(403);
        assertThat(shown(weak, "")).isEqualTo(403);

        JsonNode lent = deputy.does("lend", "api=example.com/third", "api=" + ADB, "dbList");
        JsonNode within = Asker.read(lent).path("result");
        assertThat(within.path("status").asInt())
                .as("shown by another while its call goes on: " + lent)
                .isEqualTo(403);
    }

    private static int shown(Asker by, String ticket) throws IOException {
        return by.does("ask", "api=" + ADB, "dbList", List.of(), Map.of("atek-ticket", ticket))
                .path("status")
                .asInt();
    }

    @Test
    void aTokenIsGoodOnItsOwnSocketAlone() throws Exception {
        String token = deputy.does("token").asText();
        var stolen = Map.of("authorization", "Bearer " + token);

        assertThat(
                        weak.does("ask", "api=" + ADB, "dbList", List.of(), stolen)
                                .path("status")
                                .asInt())
                .isEqualTo(401);
        assertThat(
                        deputy.does("ask", "api=" + ADB, "dbList", List.of(), stolen)
                                .path("status")
                                .asInt())
                .isEqualTo(200);
    }

    @Test
    void whoExportsAnApiDoesNotGetTheAnswersOfOthersByIt(@TempDir Path dir) throws Exception {
        Path folder = Asker.write(dir, "greedy", NOTHING);
        String manifest = Asker.manifest("greedy", NOTHING);
        var greedy = (ObjectNode) MessageCodec.JSON.readTree(manifest);
        greedy.withArray("exports").addObject().put("api", ADB).put("path", "/");
        greedy.withArray("exports").addObject().put("api", "atek.cloud/services-api");
        greedy.withArray("exports").addObject().put("api", "atek.cloud/user-sessions-api");
        Files.writeString(folder.resolve("atek.json"), greedy.toString());
        host.call(
                "atek.cloud/services-api",
                "install",
                Map.of("sourceUrl", "file://" + folder, "id", "greedy", "user", "ada"));
        Asker one = Asker.of(host, "greedy");

        assertThat(code(one.asks(ADB + "&service=core.adb", "dbList"))).isEqualTo(-32010);
        assertThat(one.asks(ADB, "kept").has("result")).as("its own answers").isTrue();
        assertThat(code(one.asks("atek.cloud/services-api", "list"))).isEqualTo(-32010);
        assertThat(code(one.asks("atek.cloud/user-sessions-api", "whoami"))).isEqualTo(-32010);
        assertThat(code(one.asks("example.com/shared&service=third", "seen"))).isEqualTo(-32010);
    }
}
