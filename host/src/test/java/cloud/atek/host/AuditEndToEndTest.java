package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.audit.AuditApi;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/// A household for a while, and what the audit says of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditEndToEndTest {

    private static final String AUDIT = AuditApi.ID.value();
    private static final String SERVICES = ServicesApi.ID.value();
    private static final String USERS = UsersApi.ID.value();
    private static final String SESSIONS = UserSessionsApi.ID.value();
    private static final String PASSWORD = "never in the audit 1";

    private Path home;
    private TestHost host;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        home = TestHost.freshHome();
        host = TestHost.up(home);
        user("anna", "admin");
        user("ben", "member");
        try (var notes =
                GitPackage.create(dir, "notes")
                        .write("index.html", "<h1>notes</h1>")
                        .release("1.0.0")) {
            Run run =
                    host.cli(
                            "install",
                            notes.bare().toString(),
                            "--user",
                            "ben",
                            "--config.SECRET=hush hush");
            assertThat(run.exitCode()).as(run.out()).isZero();
        }
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    @Order(1)
    void changesAreWrittenWithWhoWhatAndToWhat() throws IOException {
        Http anna = login("anna", PASSWORD);
        call(anna, SERVICES, "stop", "notes");

        JsonNode entry = list(Map.of()).get(0);

        assertThat(entry.path("what").asText()).isEqualTo(SERVICES + " stop");
        assertThat(entry.path("username").asText()).isEqualTo("anna");
        assertThat(entry.path("via").asText()).isEqualTo("browser");
        assertThat(entry.path("outcome").asText()).isEqualTo("done");
        assertThat(entry.at("/target/name").asText()).isEqualTo("notes");
        assertThat(entry.at("/target/key").asText()).isNotEmpty();
        assertThat(whats(Map.of("what", "install"))).containsExactly(SERVICES + " install");
        assertThat(list(Map.of("what", "users-api create")))
                .extracting(one -> one.at("/target/name").asText())
                .contains("anna", "ben");
        assertThat(whats(Map.of())).contains("host started");
    }

    @Test
    @Order(2)
    void readsAreNotWritten() throws IOException {
        int before = list(Map.of("limit", 1000)).size();
        host.call(SERVICES, "list");
        host.call(AUDIT, "list");
        host.call(USERS, "list");

        assertThat(list(Map.of("limit", 1000))).hasSize(before);
    }

    @Test
    @Order(3)
    void refusalsAndWrongPasswordsAreWritten() throws IOException {
        Http ben = login("ben", PASSWORD);
        call(ben, USERS, "delete", "somebody");
        login("anna", "a wrong password");
        login(PASSWORD, "typed into the wrong field");

        JsonNode entries = list(Map.of("limit", 4));
        assertThat(entries.get(0).at("/target/name").asText()).isEqualTo("somebody unknown");
        assertThat(entries.get(1).path("what").asText()).isEqualTo(SESSIONS + " login");
        assertThat(entries.get(1).path("outcome").asText()).isEqualTo("failed");
        assertThat(entries.get(1).path("via").asText()).isEqualTo("nobody");
        assertThat(entries.get(1).at("/target/name").asText()).isEqualTo("anna");
        assertThat(entries.get(2).path("what").asText()).isEqualTo(USERS + " delete");
        assertThat(entries.get(2).path("outcome").asText()).isEqualTo("refused");
        assertThat(entries.get(2).path("username").asText()).isEqualTo("ben");
    }

    @Test
    @Order(4)
    void whoIsNoAdminSeesWhatConcernsHim() throws IOException {
        Http ben = login("ben", PASSWORD);
        JsonNode entries = call(ben, AUDIT, "list", Map.of()).at("/result/entries");

        assertThat(entries).isNotEmpty();
        assertThat(entries)
                .allMatch(entry ->
                        entry.toString().contains("ben") || entry.toString().contains("notes"))
                .anyMatch(entry -> entry.path("username").asText().equals("anna"));
        assertThat(call(ben, AUDIT, "verify").at("/error/message").asText())
                .isEqualTo("Not authorized");
    }

    @Test
    @Order(5)
    void noParamNoPasswordAndNoTokenIsKept() throws IOException {
        assertThat(bytes("00000001"))
                .contains("services-api install")
                .doesNotContain(PASSWORD)
                .doesNotContain("hush hush")
                .doesNotContain("SECRET")
                .doesNotContain("a wrong password")
                .doesNotContain(host.systemToken());
    }

    @Test
    @Order(6)
    void theCommandLineShowsIt() {
        Run run = host.cli("audit", "--user", "anna", "-n", "5");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(run.out()).contains("services stop").contains("notes").contains("WHO");
        assertThat(host.cli("audit", "--json", "--since", "1h").out()).contains("\"entries\"");

        Run verify = host.cli("audit", "--verify");
        assertThat(verify.exitCode()).isZero();
        assertThat(verify.out()).contains("all as they were written");
        assertThat(host.cli("audit", "--since", "yesterday").exitCode()).isNotZero();
    }

    @Test
    @Order(7)
    void whatWasAnsweredIsThereAfterAKill() throws Exception {
        for (int i = 0; i < 5; i++) {
            user("carl" + i, "member");
        }
        host.kill();
        host = TestHost.up(home);

        var names = new ArrayList<String>();
        list(Map.of("what", "users-api create"))
                .forEach(entry -> names.add(entry.at("/target/name").asText()));
        assertThat(names).startsWith("carl4", "carl3", "carl2", "carl1", "carl0");
        assertThat(list(Map.of("what", "host started")).get(0).path("note").asText())
                .isEqualTo("it had not been stopped before");
    }

    @Test
    @Order(8)
    void aDamagedAuditIsPutAsideAndTheHostStarts() throws Exception {
        host.close();
        Path segment = home.resolve("audit/00000001/00000000000000000001.seg");
        try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.seek(bytes("00000001").indexOf("services-api install"));
            file.write('X');
        }
        host = TestHost.up(home);
        user("dora", "member");

        assertThat(whats(Map.of())).contains("audit damaged", USERS + " create");
        Run verify = host.cli("audit", "--verify");
        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.out()).contains("Kept aside in audit/damaged: 00000001-");
        assertThat(host.cli("doctor").out()).contains("a damaged part is kept aside");
    }

    private void user(String name, String role) throws IOException {
        JsonNode made =
                host.call(
                        USERS,
                        "create",
                        Map.of("username", name, "password", PASSWORD, "role", role));
        assertThat(made.has("result")).as(made.toString()).isTrue();
    }

    private Http login(String name, String password) throws IOException {
        Http browser = host.browser();
        call(browser, SESSIONS, "login", Map.of("username", name, "password", password));
        return browser;
    }

    private JsonNode call(Http as, String api, String method, Object... params) throws IOException {
        var sameOrigin =
                Map.of(
                        "Origin",
                        "http://localhost:" + host.port(),
                        "Sec-Fetch-Site",
                        "same-origin");
        return host.call(as, sameOrigin, api, method, params);
    }

    private JsonNode list(Map<String, Object> query) throws IOException {
        return host.call(AUDIT, "list", query).at("/result/entries");
    }

    private List<String> whats(Map<String, Object> query) throws IOException {
        var whats = new ArrayList<String>();
        list(query).forEach(entry -> whats.add(entry.path("what").asText()));
        return whats;
    }

    private String bytes(String volume) throws IOException {
        return Files.readString(
                home.resolve("audit").resolve(volume).resolve("00000000000000000001.seg"),
                StandardCharsets.ISO_8859_1);
    }
}
