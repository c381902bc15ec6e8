package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A host with a family in it, of which ada is an admin. Each new user gets a start page of his
/// own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Family {

    static final String USERS = UsersApi.ID.value();
    static final String SESSIONS = UserSessionsApi.ID.value();
    static final String ADB = AdbApi.ID.value();
    static final String PASSWORD = "correct horse";
    static final String OTHER = "battery staple";

    TestHost host;
    String ada = "";

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

    /// Files of the host in which this stands.
    List<Path> onDisk(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        try (Stream<Path> files = Files.walk(host.home())) {
            return files.filter(Files::isRegularFile).filter(file -> holds(file, wanted)).toList();
        }
    }

    static boolean holds(Path file, byte[] wanted) {
        try {
            String all = Files.readString(file, StandardCharsets.ISO_8859_1);
            return all.contains(new String(wanted, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return false;
        }
    }

    /// @return the key of a new member
    String user(String name) throws IOException {
        return user(name, "");
    }

    /// @return the key of a new user
    String user(String name, String role) throws IOException {
        var wanted = Map.of("username", name, "password", PASSWORD, "role", role);
        JsonNode made = host.call(USERS, "create", wanted);
        assertThat(made.has("result")).as(made.toString()).isTrue();
        return made.at("/result/key").asText();
    }

    Http login(String name, String password) throws IOException {
        Http browser = host.browser();
        logInto(browser, name, password);
        return browser;
    }

    JsonNode logInto(Http browser, String name, String password) throws IOException {
        return logInto(browser, name, password, "");
    }

    JsonNode logInto(Http browser, String name, String password, String code) throws IOException {
        var credentials = Map.of("username", name, "password", password, "code", code);
        return host.call(browser, sameOrigin(), SESSIONS, "login", credentials);
    }

    boolean isIn(Http browser) throws IOException {
        return call(browser, SESSIONS, "whoami").at("/result/isActive").asBoolean();
    }

    String cookie(Http browser) {
        return browser.cookie("localhost", "__Host-atek");
    }

    JsonNode call(Http as, String api, String method, Object... params) throws IOException {
        return host.call(as, sameOrigin(), api, method, params);
    }

    String message(Http as, String api, String method, Object... params) throws IOException {
        return call(as, api, method, params).at("/error/message").asText();
    }

    String message(String api, String method, Object... params) throws IOException {
        return host.call(api, method, params).at("/error/message").asText();
    }

    Map<String, String> sameOrigin() {
        return Map.of("Origin", "http://localhost:" + host.port(), "Sec-Fetch-Site", "same-origin");
    }

    String id(Http browser) throws IOException {
        for (JsonNode one : call(browser, SESSIONS, "list").at("/result/sessions")) {
            if (one.path("current").asBoolean()) {
                return one.path("id").asText();
            }
        }
        throw new IllegalStateException("no session of its own");
    }
}
