package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.events.EventsApi;
import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.Person;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A session is ended, but its cookie, or a connection that it opened, goes on (as CVE-2023-49091
/// let it).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(House.Key.class)
class Row06RevocationTest {

    private static final String SESSIONS = UserSessionsApi.ID.value();
    private static final String USERS = UsersApi.ID.value();

    /// Sends without an end, and takes every WebSocket.
    private static final String ENDLESS =
            """
            const { createHash } = require('crypto');
            const server = require('http').createServer((request, answer) => {
              if (!request.url.startsWith('/endless')) {
                return answer.end('here');
              }
              answer.writeHead(200, { 'Content-Type': 'application/octet-stream' });
              const timer = setInterval(() => answer.write(Buffer.alloc(1000)), 20);
              answer.on('close', () => clearInterval(timer));
            });
            server.on('upgrade', (request, socket) => {
              const key = request.headers['sec-websocket-key']
                  + '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
              socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\n'
                  + 'Connection: Upgrade\\r\\nSec-WebSocket-Accept: '
                  + createHash('sha1').update(key).digest('base64') + '\\r\\n\\r\\n');
              const timer = setInterval(() => socket.write(Buffer.from([0x81, 1, 0x68])), 20);
              socket.on('close', () => clearInterval(timer));
              socket.on('error', () => {});
            });
            server.listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
            """;

    private final House house;

    Row06RevocationTest(House house) {
        this.house = house;
    }

    @BeforeAll
    void install(@TempDir Path dir) throws IOException {
        Path folder = Files.createDirectories(dir.resolve("endless"));
        Files.writeString(folder.resolve("index.js"), ENDLESS);
        Files.writeString(
                folder.resolve("atek.json"),
                """
                {"runtime": "node", "exports": [
                  {"api": "example.com/endless", "transport": "proxy", "path": "/endless"}]}
                """);
        JsonNode made = house.install("file://" + folder, Map.of("id", "endless"));
        assertThat(made.at("/result/state").asText()).as(made.toString()).isEqualTo("running");
    }

    /// Ends sessions of a user.
    @FunctionalInterface
    private interface Ending {
        JsonNode of(Person person, String key) throws IOException;
    }

    @Test
    void logoutEndsAll() throws Exception {
        endsAll("logout", (person, _) -> person.call(SESSIONS, "logout"));
    }

    @Test
    void revokingTheSessionEndsAll() throws Exception {
        endsAll("revoke", (person, _) -> person.call(SESSIONS, "revoke", id(person)));
    }

    @Test
    void revokingAllSessionsEndsAll() throws Exception {
        endsAll("revoke all", (_, key) -> house.host().call(SESSIONS, "revoke", "all", key));
    }

    @Test
    void changingThePasswordElsewhereEndsAll() throws Exception {
        var change = Map.of("oldPassword", Person.PASSWORD, "newPassword", "battery staple");
        endsAll(
                "password",
                (person, key) -> {
                    String name = person.call(SESSIONS, "whoami").at("/result/username").asText();
                    Person other = Person.login(house.host(), name);
                    return other.call(USERS, "setPassword", key, change);
                });
    }

    @Test
    void anotherRoleEndsAll() throws Exception {
        endsAll(
                "role",
                (_, key) -> house.host().call(USERS, "update", key, Map.of("role", "admin")));
    }

    @Test
    void deletingTheUserEndsAll() throws Exception {
        endsAll(
                "delete",
                (_, key) -> house.host().call(USERS, "delete", key, Map.of("services", "remove")));
    }

    private void endsAll(String what, Ending ending) throws Exception {
        Person person = Person.made(house.host(), house.fresh("rev"), "member");
        String key = person.call(SESSIONS, "whoami").at("/result/userKey").asText();
        assertThat(person.visit("endless", "/").body()).isEqualTo("here");
        String code = bindLink(person);
        List<Held> open = opened(person);
        try {
            JsonNode done = ending.of(person, key);
            long began = System.nanoTime();

            assertThat(done.has("result")).as(done.toString()).isTrue();
            assertDead(person, code);
            for (Held one : open) {
                System.out.printf(
                        "%s: %s ended after %d ms%n", what, one.what(), one.endedMs(began));
            }
        } finally {
            for (Held one : open) {
                one.close();
            }
        }
    }

    /// On the subdomain and at the root: a download, events, WebSockets.
    private List<Held> opened(Person person) throws IOException {
        String at = "endless.localhost";
        String api = "/_atek/gateway?api=example.com/endless";
        String events = "/_atek/gateway?api=" + EventsApi.ID.value();
        return List.of(
                open(person, "a download", at, "GET /endless", ""),
                open(person, "a WebSocket", at, "GET /socket", Held.UPGRADE),
                open(person, "a download by the gateway", "localhost", "GET " + api, ""),
                open(person, "a WebSocket by the gateway", "localhost", "GET " + api, Held.UPGRADE),
                open(person, "a stream of events", "localhost", "POST " + events, Held.EVENTS));
    }

    private Held open(Person person, String what, String at, String request, String more)
            throws IOException {
        String cookie = person.browser().cookie(at, "__Host-atek");
        return Held.open(house.host().port(), what, at, cookie, request, more);
    }

    private void assertDead(Person person, String bindLink) throws IOException {
        assertThat(person.call(SESSIONS, "whoami").at("/result/isActive").asBoolean()).isFalse();
        assertThat(person.call(USERS, "list").path("message").asText()).isEqualTo("Not authorized");
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"isReady\",\"params\":[]}";
        String inspect = "/_atek/gateway?api=atek.cloud/inspect-api";
        assertThat(person.post("endless", inspect, call).statusCode()).isEqualTo(401);
        var late = person.browser().get("endless.localhost", "/endless", Map.of());
        assertThat(late.statusCode()).isEqualTo(401);
        var bound = person.browser().get("endless.localhost", bindLink, Map.of());
        assertThat(bound.headers().firstValue("Set-Cookie")).isEmpty();
    }

    /// The way to a session on the subdomain, half gone.
    private static String bindLink(Person person) {
        var given =
                person.browser()
                        .get("localhost", "/_atek/bind-session?service=endless&path=/", Map.of());
        String link = given.headers().firstValue("Location").orElseThrow();
        assertThat(link).contains("/_atek/bind");
        return link.replaceFirst("http://[^/]+", "");
    }

    private static String id(Person person) throws IOException {
        for (JsonNode one : person.call(SESSIONS, "list").at("/result/sessions")) {
            if (one.path("current").asBoolean()) {
                return one.path("id").asText();
            }
        }
        throw new IllegalStateException("no session of its own");
    }
}
