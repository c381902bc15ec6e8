package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.Raw;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// Somebody gives a browser a session before its owner logs in, or catches the code that carries a
/// session to a subdomain: a login always makes a new session, and a code is good once, for one
/// service, and leads nowhere but there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Hostile.Given.class)
class Row07SessionFixationTest {

    private static final Map<String, String> NAVIGATE = Map.of("Sec-Fetch-Mode", "navigate");

    private Hostile house;

    @BeforeAll
    void start(Hostile given) {
        house = given;
    }

    @Test
    void aSessionFromBeforeTheLoginIsNeverTheOneAfterIt() throws Exception {
        String chosen = "0123456789abcdef".repeat(4);
        String anns = house.ann().browser().cookie("localhost", "__Host-atek");
        for (String planted : List.of(chosen, anns)) {
            Raw.Answer login = login("__Host-atek=" + planted + "; atek=" + planted);

            String token = login.header("Set-Cookie").replaceFirst("^[^=]*=([^;]*).*", "$1");
            assertThat(token).hasSizeGreaterThan(32).isNotEqualTo(planted);
            assertThat(who(token)).contains("\"bob\"");
            assertThat(who(planted)).doesNotContain("\"bob\"");
        }
        assertThat(who(anns)).contains("\"ann\"");
    }

    private Raw.Answer login(String cookie) throws IOException {
        return call(
                cookie,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"login\",\"params\":"
                        + "[{\"username\":\"bob\",\"password\":\"%s\"}]}"
                                .formatted(Person.PASSWORD));
    }

    private String who(String token) throws IOException {
        return call(
                        "__Host-atek=" + token,
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"whoami\",\"params\":[]}")
                .text();
    }

    private Raw.Answer call(String cookie, String json) throws IOException {
        return house.ask(
                """
                POST /_atek/gateway?api=atek.cloud/user-sessions-api HTTP/1.1\r
                Host: localhost:%1$d\r
                Origin: http://localhost:%1$d\r
                Sec-Fetch-Site: same-origin\r
                Content-Type: application/json\r
                Cookie: %2$s\r
                Content-Length: %3$d\r
                \r
                %4$s\
                """
                        .formatted(house.host().port(), cookie, json.length(), json));
    }

    @Test
    void aLoginFromAnotherOriginIsNoLogin() throws Exception {
        String json =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"login\",\"params\":"
                        + "[{\"username\":\"bob\",\"password\":\"%s\"}]}"
                                .formatted(Person.PASSWORD);
        for (String origin : List.of("http://evil.localhost:" + house.host().port(), "null")) {
            Raw.Answer answer =
                    house.ask(
                            "POST /_atek/gateway?api=atek.cloud/user-sessions-api HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/json\r\nOrigin: "
                                    + origin
                                    + "\r\nContent-Length: "
                                    + json.length()
                                    + "\r\n\r\n"
                                    + json);
            assertThat(answer.status()).as(origin).isEqualTo(403);
            assertThat(answer.all("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void aCodeIsGoodOnceAndForOneServiceAlone() throws Exception {
        String code = code(Hostile.NOTES, "/x");
        assertThat(take("evil.localhost", code).headers().firstValue("Set-Cookie")).isEmpty();

        String second = code(Hostile.NOTES, "/x");
        assertThat(take("notes.localhost", second).headers().firstValue("Set-Cookie")).isPresent();
        assertThat(take("notes.localhost", second).headers().firstValue("Set-Cookie")).isEmpty();
        // It was shown elsewhere, so it is used up.
        assertThat(take("notes.localhost", code).headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(take("notes.localhost", "0".repeat(64)).headers().firstValue("Set-Cookie"))
                .isEmpty();
    }

    private String code(String service, String path) {
        return bind(service, path).replaceFirst(".*[?&]code=([^&]*).*", "$1");
    }

    private String bind(String service, String path) {
        return house.bob()
                .browser()
                .get(
                        "localhost",
                        "/_atek/bind-session?service=" + service + "&path=" + path,
                        NAVIGATE)
                .headers()
                .firstValue("Location")
                .orElse("");
    }

    /// A browser without a session follows the link.
    private HttpResponse<String> take(String name, String code) {
        return house.host().browser().get(name, "/_atek/bind?code=" + code + "&path=/", NAVIGATE);
    }

    @Test
    void aLinkWithSomebodyElsesCodeChangesNobody() throws Exception {
        house.ann().visit(Hostile.NOTES, "/");
        String bobs = code(Hostile.NOTES, "/");

        var answer =
                house.ann()
                        .browser()
                        .get("notes.localhost", "/_atek/bind?code=" + bobs + "&path=/", NAVIGATE);

        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void theWayToASubdomainLeadsNowhereElse() throws Exception {
        String there = "http://notes.localhost:" + house.host().port() + "/_atek/bind?";
        for (String path :
                List.of(
                        "//evil.example",
                        "https://evil.example",
                        "%2F%2Fevil.example",
                        "/%5Cevil.example",
                        "%5C%5Cevil.example",
                        "/%0d%0aSet-Cookie:%20a=b",
                        "javascript:alert(1)",
                        "/%09/evil.example")) {
            String to = bind(Hostile.NOTES, path);
            assertThat(to).as(path).startsWith(there).doesNotContain("\n");
            String code = to.replaceFirst(".*[?&]code=([^&]*).*", "$1");
            String next =
                    house.host()
                            .browser()
                            .get(
                                    "notes.localhost",
                                    "/_atek/bind?code=" + code + "&path=" + path,
                                    NAVIGATE)
                            .headers()
                            .firstValue("Location")
                            .orElse("");
            assertThat(next).as(path).startsWith("/").doesNotStartWith("//").doesNotContain("\\");
        }
        for (String service : List.of("evil.example", "..", "a/b", "notes.localhost:1", "%00")) {
            assertThat(bind(service, "/")).as(service).isEmpty();
        }
    }

    @Test
    void aRaisedRoleIsNobodysOldSession() throws Exception {
        Person carl = Person.made(house.host(), "carl", "user");
        String before = carl.browser().cookie("localhost", "__Host-atek");
        assertThat(who(before)).contains("\"carl\"");

        var answer =
                house.host()
                        .call(
                                "atek.cloud/users-api",
                                "update",
                                userKey("carl"),
                                Map.of("role", "admin"));

        assertThat(answer.has("result")).as("%s", answer).isTrue();
        assertThat(who(before)).doesNotContain("\"carl\"");
    }

    private String userKey(String name) throws IOException {
        for (var user : house.host().call("atek.cloud/users-api", "list").at("/result/users")) {
            if (user.path("username").asText().equals(name)) {
                return user.path("key").asText();
            }
        }
        throw new IllegalStateException("no user " + name);
    }
}
