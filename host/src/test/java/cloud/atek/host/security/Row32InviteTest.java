package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Somebody gets in by an invite that is not for him: one that was used, ended or forgotten, that
/// he finds in a list, or that he bends into more than it is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Row32InviteTest {

    private static final String USERS = UsersApi.ID.value();
    private static final String INVITES = "/atek.cloud/invite";
    private static final String PASSWORD = "battery staple";

    private TestHost host;
    private Person ada;
    private Person bob;

    @BeforeAll
    void start() throws Exception {
        host = TestHost.up(TestHost.freshHome());
        ada = Person.made(host, "ada", "admin");
        bob = Person.made(host, "bob", "member");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void anInviteLetsOnePersonInOnce() throws Exception {
        JsonNode made = invite(Map.of("username", "zoe", "hours", 2));
        String code = code(made);

        assertThat(made.path("url").asText())
                .isEqualTo("http://localhost:%d/_atek/invite?code=%s".formatted(host.port(), code));
        assertThat(made.path("qr").asText()).startsWith("data:image/svg+xml;base64,");
        assertThat(ada.call(USERS, "invites").toString())
                .contains(made.path("id").asText(), "\"by\":\"ada\"")
                .doesNotContain(code);
        assertThat(page(code)).contains("data-good=\"yes\"", "value=\"zoe\"").doesNotContain(code);

        Http zoe = host.browser();
        assertThat(accept(zoe, code, "zoe", "short").statusCode()).isEqualTo(400);
        assertThat(accept(zoe, code, "ada", PASSWORD).body()).contains("already been taken");
        assertThat(accept(zoe, code, "zoe", PASSWORD).statusCode()).isEqualTo(200);
        assertThat(zoe.cookie("localhost", "__Host-atek")).isNotEmpty();
        assertThat(accept(host.browser(), code, "eve", PASSWORD).body()).contains("no longer good");
        assertThat(page(code)).contains("data-good=\"no\"");
        assertThat(onDisk(code)).isEmpty();
    }

    @Test
    void ofManyWhoUseItAtOnceOneGetsIn() throws Exception {
        String code = code(invite(Map.of()));
        List<Callable<Integer>> all =
                IntStream.range(0, 12)
                        .mapToObj(i ->
                                (Callable<Integer>)
                                        () ->
                                                accept(host.browser(), code, "racer" + i, PASSWORD)
                                                        .statusCode())
                        .toList();

        try (var runners = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = runners.invokeAll(all).stream().map(done -> done.resultNow()).toList();
            assertThat(answers).containsOnlyOnce(200).allMatch(s -> s == 200 || s == 400);
        }
        assertThat(names()).filteredOn(name -> name.startsWith("racer")).hasSize(1);
    }

    @Test
    void anInviteThatWasEndedIsNoGood() throws Exception {
        JsonNode made = invite(Map.of("role", "admin"));

        ada.call(USERS, "uninvite", made.path("id").asText());

        assertThat(accept(host.browser(), code(made), "eve", PASSWORD).body())
                .contains("no longer good");
        assertThat(refusal(ada, "invite", Map.of("role", "king"))).contains("\"admin\" or none");
        assertThat(refusal(ada, "invite", Map.of("hours", 0))).contains("1 to 720 hours");
        assertThat(refusal(ada, "invite", Map.of("at", "javascript:alert(1)")))
                .contains("address of this host");
    }

    @Test
    void itMakesTheAccountThatItWasMadeForAndNoOther() throws Exception {
        String code = code(invite(Map.of()));
        ObjectNode form = form(code, "max", PASSWORD).put("role", "admin").put("key", "system");

        Http max = host.browser();
        assertThat(post(max, form, sameOrigin()).statusCode()).isEqualTo(200);

        JsonNode who = host.call(max, sameOrigin(), "atek.cloud/user-sessions-api", "whoami");
        assertThat(who.at("/result/username").asText()).isEqualTo("max");
        assertThat(who.at("/result/role").asText()).isNotEqualTo("admin");
    }

    @Test
    void aPageElsewhereUsesNoInvite() throws Exception {
        String code = code(invite(Map.of()));
        ObjectNode form = form(code, "mallory", PASSWORD);
        var sibling = Map.of("Origin", "http://evil.localhost:" + host.port());

        assertThat(post(host.browser(), form, sibling).statusCode()).isEqualTo(403);
        assertThat(
                        host.browser()
                                .get("evil.localhost", "/_atek/invite?code=" + code, Map.of())
                                .statusCode())
                .isEqualTo(404);
        assertThat(page(code)).contains("data-good=\"yes\"");
    }

    @Test
    void nobodyButAnAdminSeesThatThereAreInvites() throws Exception {
        JsonNode made = invite(Map.of("username", "leander"));

        for (String method : List.of("invite", "invites")) {
            assertThat(refusal(bob, method)).as(method).isEqualTo("Not authorized");
        }
        bob.call(USERS, "uninvite", made.path("id").asText());
        assertThat(page(code(made))).contains("data-good=\"yes\"");
        assertThat(bob.call("atek.cloud/audit-api", "list", Map.of()).toString())
                .doesNotContain(made.path("id").asText(), code(made));
        assertThat(host.browser().get("localhost", "/_atek/invite", Map.of()).body())
                .contains("data-good=\"no\"")
                .doesNotContain("leander");
    }

    @Test
    void onlyThePathOfTheLinkHoldsItsCode() throws Exception {
        String code = code(invite(Map.of()));
        HttpResponse<String> page =
                host.browser().get("localhost", "/_atek/invite?code=" + code, Map.of());

        assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("frame-ancestors 'none'");
        assertThat(host.printed()).doesNotContain(code);
    }

    /// Its time is put into the past where the host keeps it, for no test can wait an hour.
    @Test
    void anInviteThatIsOverIsNoGoodAndIsForgotten() throws Exception {
        Path home = TestHost.freshHome();
        String code;
        try (TestHost before = TestHost.up(home)) {
            JsonNode made = before.call(USERS, "invite", Map.of("hours", 1));
            code = code(made.path("result"));
            expire(before);
        }
        try (TestHost after = TestHost.up(home)) {
            assertThat(
                            after.browser()
                                    .get("localhost", "/_atek/invite?code=" + code, Map.of())
                                    .body())
                    .contains("data-good=\"no\"");
            var origin = Map.of("Origin", "http://localhost:" + after.port());
            ObjectNode form = form(code, "late", PASSWORD);
            assertThat(
                            after.browser()
                                    .post("localhost", "/_atek/invite", form.toString(), origin)
                                    .body())
                    .contains("no longer good");
            assertThat(after.call(USERS, "invites").at("/result/invites")).isEmpty();
        }
    }

    private static void expire(TestHost host) throws IOException {
        JsonNode config = MessageCodec.JSON.readTree(host.home().resolve("config.json").toFile());
        String database = config.path("serverDbId").asText();
        String adb = AdbApi.ID.value();
        JsonNode rows = host.call(adb, "recordList", database, INVITES).path("result");
        JsonNode row = rows.findValue("value");
        assertThat(row).as(rows.toString()).isNotNull();
        String path = rows.findValue("path").asText();
        ObjectNode over = row.<ObjectNode>deepCopy();
        over.put("expiresAt", Instant.now().minusSeconds(1).toString());
        JsonNode put = host.call(adb, "recordPut", database, path, over);
        assertThat(put.has("result")).as(put.toString()).isTrue();
    }

    private JsonNode invite(Map<String, Object> options) throws IOException {
        JsonNode made = ada.call(USERS, "invite", options);
        assertThat(made.has("result")).as(made.toString()).isTrue();
        return made.path("result");
    }

    private static String code(JsonNode invite) {
        return invite.path("url").asText().replaceFirst(".*code=", "");
    }

    private String refusal(Person person, String method, Object... params) throws IOException {
        return person.call(USERS, method, params).at("/error/message").asText();
    }

    private String page(String code) {
        return host.browser().get("localhost", "/_atek/invite?code=" + code, Map.of()).body();
    }

    private List<String> names() throws IOException {
        return ada.call(USERS, "list").at("/result/users").findValuesAsText("username");
    }

    private HttpResponse<String> accept(Http as, String code, String name, String password) {
        return post(as, form(code, name, password), sameOrigin());
    }

    private static ObjectNode form(String code, String name, String password) {
        return MessageCodec.JSON
                .createObjectNode()
                .put("code", code)
                .put("username", name)
                .put("password", password);
    }

    private static HttpResponse<String> post(Http as, ObjectNode form, Map<String, String> from) {
        return as.post("localhost", "/_atek/invite", form.toString(), from);
    }

    private Map<String, String> sameOrigin() {
        return Map.of("Origin", "http://localhost:" + host.port(), "Sec-Fetch-Site", "same-origin");
    }

    /// Files of the host in which this stands.
    private List<Path> onDisk(String text) throws IOException {
        try (Stream<Path> files = Files.walk(host.home())) {
            return files.filter(Files::isRegularFile).filter(file -> holds(file, text)).toList();
        }
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            return false;
        }
    }
}
