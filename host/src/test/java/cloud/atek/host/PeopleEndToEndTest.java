package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.host.users.Authenticator;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// How people come, prove themselves, look after their devices, and leave.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeopleEndToEndTest {

    private static final String USERS = UsersApi.ID.value();
    private static final String SESSIONS = UserSessionsApi.ID.value();
    private static final String ADB = AdbApi.ID.value();
    private static final String PASSWORD = "correct horse";
    private static final String OTHER = "battery staple";
    private static final String ANDROID =
            "Mozilla/5.0 (Android 14; Mobile; rv:131.0) Gecko/131.0 Firefox/131.0";

    private TestHost host;
    private String ada = "";

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        Path page = Files.createDirectories(dir.resolve("start-page"));
        Files.writeString(page.resolve("index.html"), "<h1>Your start page</h1>");
        Path home = TestHost.freshHome();
        Files.writeString(
                home.resolve("config.json"), "{\"defaultMainService\":\"file://" + page + "\"}");
        host = TestHost.up(home);
        ada = user("ada", "admin");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void aUserChangesHisOwnPasswordWithTheOldOneAndItEndsHisOtherSessions() throws Exception {
        String key = user("pia", null);
        Http desk = login("pia", PASSWORD);
        Http phone = login("pia", PASSWORD);

        assertThat(message(desk, USERS, "setPassword", key, Map.of("newPassword", OTHER)))
                .isEqualTo("Your password is needed for this");
        assertThat(
                        message(
                                desk,
                                USERS,
                                "setPassword",
                                key,
                                Map.of("oldPassword", "not it at all", "newPassword", OTHER)))
                .isEqualTo("The password was incorrect");
        assertThat(message(desk, USERS, "setPassword", ada, Map.of("newPassword", OTHER)))
                .isEqualTo("Not authorized");
        var right = Map.of("oldPassword", PASSWORD, "newPassword", OTHER);
        assertThat(call(desk, USERS, "setPassword", key, right).has("result")).isTrue();

        assertThat(isIn(desk)).isTrue();
        assertThat(isIn(phone)).isFalse();
        assertThat(isIn(login("pia", PASSWORD))).isFalse();
        assertThat(isIn(login("pia", OTHER))).isTrue();
    }

    @Test
    void anAdminSetsThePasswordOfAnotherAndAllHisSessionsEnd() throws Exception {
        String key = user("rob", null);
        Http rob = login("rob", PASSWORD);

        JsonNode done =
                call(
                        login("ada", PASSWORD),
                        USERS,
                        "setPassword",
                        key,
                        Map.of("newPassword", OTHER));

        assertThat(done.has("result")).as(done.toString()).isTrue();
        assertThat(isIn(rob)).isFalse();
        assertThat(isIn(login("rob", OTHER))).isTrue();
    }

    @Test
    void anInviteLetsOnePersonInOnce() throws Exception {
        Http admin = login("ada", PASSWORD);
        JsonNode made =
                call(admin, USERS, "invite", Map.of("username", "zoe", "hours", 2)).path("result");
        String code = made.path("url").asText().replaceFirst(".*code=", "");

        assertThat(made.path("url").asText())
                .isEqualTo("http://localhost:%d/_atek/invite?code=%s".formatted(host.port(), code));
        assertThat(made.path("qr").asText()).startsWith("data:image/svg+xml;base64,");
        assertThat(call(admin, USERS, "invites").toString())
                .contains(made.path("id").asText(), "\"by\":\"ada\"")
                .doesNotContain(code);
        String page =
                host.browser().get("localhost", "/_atek/invite?code=" + code, Map.of()).body();
        assertThat(page).contains("data-good=\"yes\"", "value=\"zoe\"").doesNotContain(code);

        Http zoe = host.browser();
        assertThat(accept(zoe, code, "zoe", "short").statusCode()).isEqualTo(400);
        assertThat(accept(zoe, code, "ada", OTHER).body()).contains("already been taken");
        assertThat(accept(zoe, code, "zoe", OTHER).statusCode()).isEqualTo(200);
        assertThat(isIn(zoe)).isTrue();
        assertThat(accept(host.browser(), code, "eve", OTHER).body()).contains("no longer good");
        assertThat(host.browser().get("localhost", "/_atek/invite?code=" + code, Map.of()).body())
                .contains("data-good=\"no\"");
        assertThat(message(zoe, USERS, "invite", Map.of())).isEqualTo("Not authorized");
        assertThat(onDisk(code)).isEmpty();
    }

    @Test
    void anInviteThatWasEndedIsNoGood() throws Exception {
        JsonNode made = host.call(USERS, "invite", Map.of("role", "admin")).path("result");
        String code = made.path("url").asText().replaceFirst(".*code=", "");

        host.call(USERS, "uninvite", made.path("id").asText());

        assertThat(accept(host.browser(), code, "eve", OTHER).body()).contains("no longer good");
        assertThat(message(USERS, "invite", Map.of("role", "king"))).contains("\"admin\" or none");
        assertThat(message(USERS, "invite", Map.of("hours", 0))).contains("1 to 720 hours");
        assertThat(message(USERS, "invite", Map.of("at", "javascript:alert(1)")))
                .contains("address of this host");
    }

    @Test
    void aSecondStepAsksForACodeThatIsGoodOnce() throws Exception {
        String key = user("tom", null);
        Http tom = login("tom", PASSWORD);
        assertThat(message(tom, USERS, "beginTotp", key, Map.of("password", "wrong one")))
                .isEqualTo("The password was incorrect");
        JsonNode begun =
                call(tom, USERS, "beginTotp", key, Map.of("password", PASSWORD)).path("result");
        String secret = begun.path("secret").asText();
        assertThat(begun.path("url").asText())
                .startsWith("otpauth://totp/Atek%20%28localhost%29%3Atom?secret=" + secret);
        assertThat(message(tom, USERS, "confirmTotp", key, Map.of("code", "000000")))
                .contains("incorrect");
        var app = new Authenticator(secret);

        JsonNode codes =
                call(tom, USERS, "confirmTotp", key, Map.of("code", app.code(-1)))
                        .at("/result/codes");

        assertThat(codes).hasSize(10);
        JsonNode asked = logInto(host.browser(), "tom", PASSWORD, null);
        assertThat(asked.at("/error/code").asInt()).isEqualTo(UserSessionsApi.CODE_WANTED);
        assertThat(asked.at("/error/data/needs").asText()).isEqualTo("code");
        assertThat(logInto(host.browser(), "tom", "wrong one", app.code(0)).at("/error/message"))
                .isEqualTo(logInto(host.browser(), "nobody", PASSWORD, null).at("/error/message"));
        String now = app.code(0);
        assertThat(logInto(host.browser(), "tom", PASSWORD, now).has("result")).isTrue();
        assertThat(logInto(host.browser(), "tom", PASSWORD, now).at("/error/message").asText())
                .contains("used before");
        String paper = codes.path(3).asText();
        assertThat(logInto(host.browser(), "tom", PASSWORD, paper).has("result")).isTrue();
        assertThat(logInto(host.browser(), "tom", PASSWORD, paper).has("error")).isTrue();

        assertThat(host.call(USERS, "get", key).at("/result/totp").asBoolean()).isTrue();
        assertThat(host.call(USERS, "list") + "" + host.call(USERS, "getSettings", key))
                .doesNotContain(secret, "secondStep");
        assertThat(onDisk(paper)).isEmpty();
        assertThat(message(tom, USERS, "resetTotp", key)).contains("password is needed");
        assertThat(call(login("ada", PASSWORD), USERS, "resetTotp", key).has("result")).isTrue();
        assertThat(isIn(login("tom", PASSWORD))).isTrue();
    }

    @Test
    void guessesWaitAndTheConsoleDoesNot() throws Exception {
        String key = user("gus", null);
        String last = "";
        for (int i = 0; i < 8; i++) {
            last = logInto(host.browser(), "gus", "guess " + i, null).at("/error/message").asText();
        }

        assertThat(last).startsWith("Too many wrong passwords. Try again in ");
        assertThat(logInto(host.browser(), "gus", PASSWORD, null).has("result")).isFalse();
        assertThat(host.call(USERS, "setPassword", key, Map.of("newPassword", OTHER)).has("result"))
                .isTrue();
    }

    @Test
    void devicesAreListedByNameAndEndedOneByOne() throws Exception {
        String key = user("dan", null);
        Http desk = login("dan", PASSWORD);
        Http phone = host.browser();
        var credentials = Map.of("username", "dan", "password", PASSWORD);
        var headers = new HashMap<>(sameOrigin());
        headers.put("User-Agent", ANDROID);
        host.call(phone, headers, SESSIONS, "login", credentials);

        JsonNode list = call(desk, SESSIONS, "list").at("/result/sessions");

        assertThat(list).hasSize(2);
        assertThat(list.findValuesAsText("device"))
                .containsExactlyInAnyOrder("Firefox on Android", "The program Java-http-client");
        assertThat(list.toString()).doesNotContain(cookie(desk), cookie(phone));
        JsonNode other = list.path(list.path(0).path("current").asBoolean() ? 1 : 0);
        assertThat(other.path("device").asText()).isEqualTo("Firefox on Android");
        assertThat(host.call(SESSIONS, "list", key).at("/result/sessions")).hasSize(2);
        assertThat(message(desk, SESSIONS, "list", ada)).isEqualTo("Not authorized");
        assertThat(message(desk, SESSIONS, "revoke", "all", ada)).isEqualTo("Not authorized");
        Http stranger = login("ada", PASSWORD);
        call(desk, SESSIONS, "revoke", id(stranger));
        assertThat(isIn(stranger)).isTrue();

        call(desk, SESSIONS, "revoke", other.path("id").asText());
        assertThat(isIn(phone)).isFalse();
        assertThat(isIn(desk)).isTrue();

        Http tablet = login("dan", PASSWORD);
        call(desk, SESSIONS, "revoke", "others");
        assertThat(isIn(tablet)).isFalse();
        assertThat(isIn(desk)).isTrue();
        host.call(SESSIONS, "revoke", "all", key);
        assertThat(isIn(desk)).isFalse();
    }

    private String id(Http browser) throws IOException {
        for (JsonNode one : call(browser, SESSIONS, "list").at("/result/sessions")) {
            if (one.path("current").asBoolean()) {
                return one.path("id").asText();
            }
        }
        throw new IllegalStateException("no session of its own");
    }

    @Test
    void aNewUserFindsTheServiceThatTheOwnerChose() throws Exception {
        String key = user("mia", null);

        String id = host.call(USERS, "getSettings", key).at("/result/mainServiceId").asText();
        JsonNode service = host.call(ServicesApi.ID.value(), "get", id).path("result");

        assertThat(service.at("/settings/owningUserKey").asText()).isEqualTo(key);
        assertThat(login("mia", PASSWORD).get("localhost", "/", Map.of()).body())
                .contains("Your start page");
    }

    @Test
    void whatAUserHasIsShownExportedAndRemovedWithHim() throws Exception {
        String key = user("lea", null);
        Http lea = login("lea", PASSWORD);
        String db =
                call(lea, ADB, "dbCreate", Map.of("alias", "diary")).at("/result/dbId").asText();
        call(lea, ADB, "recordPut", db, "/days/1", Map.of("text", "a secret of lea"));
        String id = host.call(USERS, "getSettings", key).at("/result/mainServiceId").asText();
        String service = host.call(ServicesApi.ID.value(), "get", id).at("/result/key").asText();
        Path data = Files.createDirectories(host.home().resolve("data").resolve(service));
        Files.writeString(data.resolve("kept.txt"), "kept by a service");

        JsonNode has = host.call(USERS, "belongings", key).path("result");
        assertThat(has.at("/services/0/id").asText()).isEqualTo(id);
        assertThat(has.at("/services/0/bytes").asLong()).isEqualTo(17);
        assertThat(has.at("/databases/0/alias").asText()).isEqualTo("diary");
        assertThat(has.at("/databases/0/records").asLong()).isEqualTo(1);
        Map<String, String> files = export(has.path("export").asText());
        assertThat(files.get("services/" + id + "/data/kept.txt")).isEqualTo("kept by a service");
        assertThat(files.entrySet())
                .anyMatch(file ->
                        file.getKey().endsWith("diary/records.jsonl")
                                && file.getValue().contains("a secret of lea")
                                && file.getValue().contains("{\"end\":true,\"records\":1"));
        assertThat(lea.get("localhost", has.path("export").asText(), sameOrigin()).statusCode())
                .isEqualTo(403);

        assertThat(host.call(USERS, "delete", key, Map.of("services", "remove")).get("result"))
                .isNotNull();

        assertThat(isIn(lea)).isFalse();
        assertThat(data).doesNotExist();
        assertThat(host.call(ServicesApi.ID.value(), "get", id).has("error")).isTrue();
        assertThat(host.call(ADB, "dbDescribe", db).at("/result/owner").isMissingNode()).isTrue();
        assertThat(host.call(USERS, "delete", key).path("result").isNull()).isTrue();
        assertThat(onDisk("a secret of lea")).isEmpty();
    }

    @Test
    void withoutAWordWhatAUserHadGoesToTheAdminWhoDeletesHim() throws Exception {
        String key = user("max", null);
        Http max = login("max", PASSWORD);
        String db =
                call(max, ADB, "dbCreate", Map.of("alias", "max-db")).at("/result/dbId").asText();
        String id = host.call(USERS, "getSettings", key).at("/result/mainServiceId").asText();
        assertThat(message(USERS, "delete", key, Map.of("services", "burn")))
                .isEqualTo("\"services\" is \"keep\" or \"remove\"");

        Http admin = login("ada", PASSWORD);
        assertThat(call(admin, USERS, "delete", key).path("result").isNull()).isTrue();

        JsonNode service = host.call(ServicesApi.ID.value(), "get", id).path("result");
        assertThat(service.at("/settings/owningUserKey").asText()).isEqualTo(ada);
        assertThat(service.path("state").asText()).isEqualTo("running");
        assertThat(host.call(ADB, "dbDescribe", db).at("/result/owner/userKey").asText())
                .isEqualTo(ada);
        assertThat(isIn(max)).isFalse();
        assertThat(message(USERS, "delete", ada)).isEqualTo("The last admin cannot be deleted");
    }

    @Test
    void whateverEndsASessionEndsWhatItHasOpen() throws Exception {
        String key = user("ben", null);
        Http desk = login("ben", PASSWORD);
        String db =
                call(desk, ADB, "dbCreate", Map.of("alias", "ben-db")).at("/result/dbId").asText();
        try (HttpClient client = HttpClient.newHttpClient()) {
            endsOpen(client, db, phone -> call(phone, SESSIONS, "logout"));
            endsOpen(client, db, phone -> call(phone, SESSIONS, "revoke", id(phone)));
            endsOpen(client, db, phone -> call(phone, SESSIONS, "revoke", "all"));
            Http other = login("ben", PASSWORD);
            var change = Map.of("oldPassword", PASSWORD, "newPassword", PASSWORD);
            endsOpen(client, db, _ -> call(other, USERS, "setPassword", key, change));
            endsOpen(client, db, _ -> host.call(USERS, "update", key, Map.of("role", "admin")));
            endsOpen(
                    client, db, _ -> host.call(USERS, "delete", key, Map.of("services", "remove")));
        }
    }

    /// Something that ends sessions.
    @FunctionalInterface
    private interface Ending {
        JsonNode by(Http phone) throws IOException;
    }

    private void endsOpen(HttpClient client, String db, Ending ending) throws Exception {
        Http phone = login("ben", PASSWORD);
        String watch =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"watch\",\"params\":[\"" + db + "\"]}";
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/_atek/gateway?api=%s"
                                                .formatted(host.port(), ADB)))
                        .header("Host", "localhost:" + host.port())
                        .header("Content-Type", "application/json")
                        .header("Accept", "text/event-stream")
                        .header("Cookie", "__Host-atek=" + cookie(phone))
                        .POST(HttpRequest.BodyPublishers.ofString(watch));
        sameOrigin().forEach(request::header);
        HttpResponse<InputStream> stream =
                client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.headers().firstValue("Content-Type")).hasValue("text/event-stream");

        JsonNode done = ending.by(phone);

        assertThat(done.has("result")).as(done.toString()).isTrue();
        try (InputStream events = stream.body()) {
            events.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?s).*(closed|reset|EOF|header|chunk).*");
        }
    }

    @Test
    void theConsoleChangesListsInvitesAndDeletes(@TempDir Path dir) throws Exception {
        String key = user("kim", null);
        Http kim = login("kim", PASSWORD);
        Path file = Files.writeString(dir.resolve("password"), OTHER + "\n");

        var sessions = host.cli("sessions", "--user", "kim");
        assertThat(sessions.out()).contains("The program Java-http-client");
        assertThat(sessions.out().lines()).allMatch(line -> line.length() <= 80);
        var ended = host.cli("sessions", "revoke", id(kim));
        assertThat(ended.out()).contains("kim is logged out of The program");
        assertThat(isIn(kim)).isFalse();

        var changed =
                host.cli(
                        "moduser",
                        "kim",
                        "--password-file",
                        "" + file,
                        "--rename",
                        "kimi",
                        "--role",
                        "admin");
        assertThat(changed.out())
                .contains("the password is changed", "the name is kimi", "an admin");
        assertThat(isIn(login("kimi", OTHER))).isTrue();
        assertThat(host.call(USERS, "get", key).at("/result/role").asText()).isEqualTo("admin");
        host.cli("moduser", "kimi", "--role", "none");
        assertThat(host.call(USERS, "get", key).at("/result/role").isMissingNode()).isTrue();
        assertThat(host.cli("moduser", "kimi").exitCode()).isEqualTo(2);
        assertThat(host.cli("moduser", "nobody", "--reset-totp").out()).contains("kimi");

        var invite = host.cli("invite", "--hours", "1");
        assertThat(invite.out()).contains("/_atek/invite?code=", "█", "▄").doesNotContain("\u001b");
        assertThat(invite.out().lines()).allMatch(line -> line.length() <= 110);
        assertThat(host.cli("invite", "--list").out()).contains("system");

        Path zip = dir.resolve("kimi.zip");
        assertThat(host.cli("deluser", "kimi").exitCode()).isEqualTo(2);
        var deleted = host.cli("deluser", "kimi", "--export", "" + zip, "--yes");
        assertThat(deleted.out()).contains("service", "kimi (key=" + key + ") deleted");
        assertThat(zip).isNotEmptyFile();
        assertThat(host.call(USERS, "get", key).has("error")).isTrue();
        assertThat(host.cli("deluser", "kimi", "--yes").exitCode()).isEqualTo(1);
    }

    private Map<String, String> export(String path) throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
                        .header("Host", "localhost:" + host.port())
                        .header("Authorization", "Bearer " + host.systemToken())
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            var files = new HashMap<String, String>();
            try (var zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
                for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                    files.put(entry.getName(), text(zip));
                }
            }
            return files;
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private HttpResponse<String> accept(Http as, String code, String name, String password) {
        String form =
                MessageCodec.JSON
                        .valueToTree(Map.of("code", code, "username", name, "password", password))
                        .toString();
        return as.post("localhost", "/_atek/invite", form, sameOrigin());
    }

    /// Files of the host in which this stands.
    private Stream<Path> onDisk(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(host.home())) {
            return files
                    .filter(Files::isRegularFile)
                    .filter(file -> holds(file, wanted))
                    .toList()
                    .stream();
        }
    }

    private static boolean holds(Path file, byte[] wanted) {
        try {
            String all = Files.readString(file, StandardCharsets.ISO_8859_1);
            return all.contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return false;
        }
    }

    private String user(String name, String role) throws IOException {
        var wanted = new HashMap<String, String>(Map.of("username", name, "password", PASSWORD));
        if (role != null) {
            wanted.put("role", role);
        }
        JsonNode made = host.call(USERS, "create", wanted);
        assertThat(made.has("result")).as(made.toString()).isTrue();
        return made.at("/result/key").asText();
    }

    private Http login(String name, String password) throws IOException {
        Http browser = host.browser();
        logInto(browser, name, password, null);
        return browser;
    }

    private JsonNode logInto(Http browser, String name, String password, String code)
            throws IOException {
        var credentials = new HashMap<>(Map.of("username", name, "password", password));
        if (code != null) {
            credentials.put("code", code);
        }
        return host.call(browser, sameOrigin(), SESSIONS, "login", credentials);
    }

    private boolean isIn(Http browser) throws IOException {
        return call(browser, SESSIONS, "whoami").at("/result/isActive").asBoolean();
    }

    private String cookie(Http browser) {
        return browser.cookie("localhost", "__Host-atek");
    }

    private JsonNode call(Http as, String api, String method, Object... params) throws IOException {
        return host.call(as, sameOrigin(), api, method, params);
    }

    private String message(Http as, String api, String method, Object... params)
            throws IOException {
        return call(as, api, method, params).at("/error/message").asText();
    }

    private String message(String api, String method, Object... params) throws IOException {
        return host.call(api, method, params).at("/error/message").asText();
    }

    private Map<String, String> sameOrigin() {
        return Map.of("Origin", "http://localhost:" + host.port(), "Sec-Fetch-Site", "same-origin");
    }
}
