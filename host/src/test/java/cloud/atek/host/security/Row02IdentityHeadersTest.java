package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.Raw;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A client writes the headers by which services are told who calls (CVE-2026-30851): in every
/// spelling, on every road, a service hears of them from the host alone.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Hostile.Given.class)
class Row02IdentityHeadersTest {

    private static final List<String> FORGED =
            List.of(
                    "Atek-Auth-User: forged",
                    "atek-auth-user: forged",
                    "ATEK-AUTH-USER: forged\r\nAtek-Auth-User: forged",
                    "atek_auth_user: forged",
                    "Atek_Auth-User: forged",
                    "Atek.Auth.User: forged",
                    "Atek~Auth~User: forged",
                    "AtekAuthUser: forged",
                    "Atek-Auth-User:\tforged",
                    "Atek-Auth-Service: forged",
                    "atek_auth_service: forged",
                    "Atek-Deadline-X: forged",
                    "Atek-Anything: forged",
                    "Connection: Atek-Auth-User, close\r\nAtek-Auth-User: forged");

    /// What no server may take for a header.
    private static final List<String> BROKEN =
            List.of(
                    "Atek-Auth-User : forged",
                    "Atek-Auth-User\t: forged",
                    "\u00c5tek-Auth-User: forged",
                    "Atek-Auth-User\u00a0: forged",
                    "Atek-Auth-\u0000User: forged",
                    "X: y\rAtek-Auth-User: forged",
                    "X:\r\n Atek-Auth-User: forged",
                    ": forged");

    private Hostile house;

    @BeforeAll
    void start(Hostile given) {
        house = given;
    }

    @Test
    void aPageOfAServiceHearsTheHostAlone() throws Exception {
        for (String forged : FORGED) {
            Raw.Answer answer = house.ask(get("/", forged));
            assertThat(answer.status()).as(forged).isEqualTo(200);
            assertHonest(forged, answer.text());
        }
    }

    private String get(String path, String line) throws IOException {
        return "GET %s HTTP/1.1\r\nHost: evil.localhost\r\n%s%s\r\n\r\n"
                .formatted(path, house.bearer(), line);
    }

    private static void assertHonest(String forged, String seen) {
        assertThat(seen)
                .as(forged)
                .contains("system")
                .doesNotContain("forged")
                .containsOnlyOnce("Atek-Auth-User");
    }

    @Test
    void brokenNamesAreNoRequest() throws Exception {
        for (String broken : BROKEN) {
            Raw.Answer answer = house.ask(get("/", broken));
            assertThat(answer.status() == 400 || !answer.text().contains("forged"))
                    .as(broken + " " + answer)
                    .isTrue();
        }
    }

    @Test
    void aCallHearsTheHostAlone() throws Exception {
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":[]}";
        for (String forged : FORGED) {
            String seen =
                    house.ask(
                                    "POST /_atek/gateway?api=example.com/evil HTTP/1.1\r\n"
                                            + "Host: localhost\r\n"
                                            + house.bearer()
                                            + "Content-Type: application/json\r\n"
                                            + forged
                                            + "\r\nContent-Length: "
                                            + call.length()
                                            + "\r\n\r\n"
                                            + call)
                            .text();
            assertHonest(forged, seen);
        }
    }

    @Test
    void whatIsPassedOnHearsTheHostAlone() throws Exception {
        for (String forged : FORGED) {
            String seen =
                    house.ask(
                                    "GET /_atek/gateway?api=example.com/evil-live HTTP/1.1\r\n"
                                            + "Host: localhost\r\n"
                                            + house.bearer()
                                            + forged
                                            + "\r\n\r\n")
                            .text();
            assertHonest(forged, seen);
        }
    }

    @Test
    void aWebSocketHearsTheHostAlone() throws Exception {
        for (String target :
                List.of(
                        "GET / HTTP/1.1\r\nHost: evil.localhost",
                        "GET /_atek/gateway?api=example.com/evil-live HTTP/1.1\r\nHost: localhost")) {
            for (String forged : FORGED.subList(0, FORGED.size() - 1)) {
                try (Raw raw = Raw.open(house.host().port())) {
                    raw.send(
                            target
                                    + "\r\n"
                                    + house.bearer()
                                    + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + "Sec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                    + forged
                                    + "\r\n\r\n");
                    assertThat(raw.readHead().status()).as(forged).isEqualTo(101);
                    assertHonest(forged, raw.readFrame());
                }
            }
        }
    }

    @Test
    void anErrorSaysNothingOfThem() throws Exception {
        for (String forged : FORGED) {
            Raw.Answer answer = house.ask(get("/break", forged));
            assertThat(answer.status()).as(forged).isEqualTo(502);
            assertThat(answer.toString()).as(forged).doesNotContain("forged");
        }
    }
}
