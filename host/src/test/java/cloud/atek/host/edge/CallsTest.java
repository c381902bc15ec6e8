package cloud.atek.host.edge;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Raw;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CallsTest {

    private static final String GATEWAY = "/_atek/gateway?api=";
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"m\"}";
    private static final String JSON = "Content-Type: application/json";

    private static Stand stand;

    @BeforeAll
    static void start() throws Exception {
        stand = new Stand();
    }

    @AfterAll
    static void stop() throws Exception {
        stand.close();
    }

    private static Raw.Answer call(String name, String api, String body, String... headers)
            throws Exception {
        return stand.ask(stand.post(name, GATEWAY + api, body, headers));
    }

    @Test
    void bearerCallsAService() throws Exception {
        var answer =
                call("localhost", "example.com/echo", CALL, Stand.bearer(FakeDoors.PROGRAM_TOKEN));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text()).contains("\"result\":\"bob\"");
    }

    @Test
    void bearerNeedsNoContentTypeNorOrigin() throws Exception {
        var answer =
                call(
                        "127.0.0.1",
                        "example.com/echo",
                        CALL,
                        Stand.bearer(FakeDoors.PROGRAM_TOKEN),
                        "Content-Type: text/plain");

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void pageOfTheRootCalls() throws Exception {
        var answer =
                call(
                        "localhost",
                        "example.com/echo",
                        CALL,
                        Stand.cookie("bob-root"),
                        JSON + "; charset=utf-8",
                        stand.origin("localhost"),
                        "Sec-Fetch-Site: same-origin");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"result\":\"bob\"");
    }

    @Test
    void pageOfASubdomainCallsItsOwnGateway() throws Exception {
        var answer =
                call(
                        "web.localhost",
                        "example.com/echo",
                        CALL,
                        Stand.cookie(stand.doors.at("bob", "k.web")),
                        JSON,
                        stand.origin("web.localhost"));

        assertThat(answer.text()).contains("\"result\":\"bob\"");
    }

    @Test
    void sessionOfAnotherPlaceProvesNothing() throws Exception {
        for (var wrong : List.of("bob-root", stand.doors.at("bob", "k.app"))) {
            var answer =
                    call(
                            "web.localhost",
                            "example.com/echo",
                            CALL,
                            Stand.cookie(wrong),
                            JSON,
                            stand.origin("web.localhost"));

            assertThat(answer.status()).as(wrong).isEqualTo(401);
        }
    }

    @Test
    void pagesOfOtherOriginsAreRefused() throws Exception {
        for (String said :
                List.of(
                        stand.origin("evil.localhost"),
                        "Origin: http://localhost",
                        "Origin: http://localhost:1",
                        "Origin: https://" + stand.host("localhost"),
                        "Origin: http://" + stand.host("LOCALHOST"),
                        "Origin: http://" + stand.host("127.0.0.1"),
                        "Origin: null",
                        "Origin: ",
                        "Origin: http://" + stand.host("localhost") + "/",
                        "Sec-Fetch-Site: same-site",
                        "Sec-Fetch-Site: cross-site",
                        "Sec-Fetch-Site: none",
                        "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site",
                        stand.origin("localhost") + "\r\n" + stand.origin("evil.localhost"),
                        stand.origin("localhost") + "\r\nSec-Fetch-Site: same-site",
                        stand.origin("evil.localhost") + "\r\nSec-Fetch-Site: same-origin",
                        "X-Nothing: said")) {
            var answer =
                    call(
                            "localhost",
                            "example.com/echo",
                            CALL,
                            Stand.cookie("bob-root"),
                            JSON,
                            said);

            assertThat(answer.status()).as(said).isEqualTo(403);
        }
    }

    @Test
    void foreignPageCannotEvenLogSomebodyIn() throws Exception {
        String login = CALL.replace("\"m\"", "\"login\"");

        var answer =
                call(
                        "localhost",
                        Stand.LOGIN.value(),
                        login,
                        "Content-Type: text/plain",
                        stand.origin("evil.localhost"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.all("Set-Cookie")).isEmpty();
    }

    @Test
    void formsAreNotCalls() throws Exception {
        for (String type :
                List.of(
                        "text/plain",
                        "multipart/form-data; boundary=x",
                        "application/x-www-form-urlencoded",
                        "text/plain; application/json",
                        "application/jsonp")) {
            var answer =
                    call(
                            "localhost",
                            "example.com/echo",
                            CALL,
                            Stand.cookie("bob-root"),
                            "Content-Type: " + type,
                            stand.origin("localhost"));

            assertThat(answer.status()).as(type).isEqualTo(415);
        }
    }

    @Test
    void nobodyIsNotAuthorized() throws Exception {
        for (String proof :
                List.of(
                        "X-No: proof",
                        Stand.cookie("wrong"),
                        Stand.cookie(""),
                        "Cookie: atek=bob-root",
                        "Cookie: __Host-Atek=bob-root",
                        "Authorization: Basic Ym9iOmJvYg==",
                        "Atek-Auth-User: bob",
                        "X-Forwarded-For: 127.0.0.1")) {
            var answer = call("localhost", "example.com/echo", CALL, JSON, proof);

            assertThat(answer.status()).as(proof).isEqualTo(401);
            assertThat(answer.text()).isEqualTo("{\"error\":true,\"message\":\"Not authorized\"}");
            assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        }
    }

    @Test
    void wrongBearerOutweighsAGoodCookie() throws Exception {
        for (String wrong :
                List.of(
                        "Authorization: Bearer wrong",
                        "Authorization: Bearer",
                        "Authorization: bearer ",
                        "Authorization: Bearer " + FakeDoors.HOST_TOKEN + " x",
                        Stand.bearer(FakeDoors.HOST_TOKEN) + "\r\nAuthorization: Bearer wrong")) {
            var answer =
                    call(
                            "localhost",
                            "example.com/echo",
                            CALL,
                            JSON,
                            Stand.cookie("bob-root"),
                            stand.origin("localhost"),
                            wrong);

            assertThat(answer.status()).as(wrong).isEqualTo(401);
        }
    }

    @Test
    void plantedSecondSessionLogsNobodyIn() throws Exception {
        var answer =
                call(
                        "localhost",
                        "example.com/echo",
                        CALL,
                        JSON,
                        "Cookie: __Host-atek=eve-root; __Host-atek=bob-root",
                        stand.origin("localhost"));

        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void brokenJsonIsAParseError() throws Exception {
        for (String body : List.of("{", "nonsense", CALL + "x")) {
            var answer =
                    call(
                            "localhost",
                            "example.com/echo",
                            body,
                            Stand.bearer(FakeDoors.PROGRAM_TOKEN));

            assertThat(answer.status()).as(body).isEqualTo(200);
            assertThat(answer.text()).as(body).contains("-32700");
        }
    }

    @Test
    void deepJsonIsRefusedWithoutHarm() throws Exception {
        String deep = "[".repeat(100_000);

        var answer =
                call("localhost", "example.com/echo", deep, Stand.bearer(FakeDoors.PROGRAM_TOKEN));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"error\"");
    }

    @Test
    void tooLargeCallIsRefusedBeforeItIsRead() throws Exception {
        try (Raw raw = stand.raw()) {
            raw.send(
                    "POST /_atek/gateway HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
                                    .formatted(Stand.bearer(FakeDoors.PROGRAM_TOKEN))
                            + "Content-Length: "
                            + (Limits.CALL_BYTES_MAX + 1)
                            + "\r\n\r\n");

            var answer = raw.read(true);

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.text()).contains("\"error\":true");
        }
    }

    @Test
    void tooLargeCallOfUnknownLengthIsRefused() throws Exception {
        try (Raw raw = stand.raw()) {
            raw.send(
                    "POST /_atek/gateway HTTP/1.1\r\nHost: localhost\r\n%s\r\n"
                                    .formatted(Stand.bearer(FakeDoors.PROGRAM_TOKEN))
                            + "Transfer-Encoding: chunked\r\n\r\n");
            String chunk = "100000\r\n" + " ".repeat(0x100000) + "\r\n";
            for (int i = 0; i < 16; i++) {
                raw.send(chunk);
            }
            raw.send("1\r\n \r\n0\r\n\r\n");

            assertThat(raw.read(true).status()).isEqualTo(413);
        }
    }

    @Test
    void otherMethodsAreNotFound() throws Exception {
        for (String method : List.of("OPTIONS", "TRACE", "MKCOL")) {
            var answer = stand.ask(stand.get("localhost", "/_atek/gateway").replace("GET", method));

            assertThat(answer.status()).as(method).isEqualTo(404);
            assertThat(answer.text()).isEqualTo("{\"error\":true,\"message\":\"Not found\"}");
        }
    }

    @Test
    void loginSetsTheCookieOfTheRoot() throws Exception {
        String login = CALL.replace("\"m\"", "\"login\"");

        var answer = call("localhost", Stand.LOGIN.value(), login, JSON, stand.origin("localhost"));

        assertThat(answer.all("Set-Cookie"))
                .containsExactly("__Host-atek=bob-root; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    @Test
    void cookieIsPlainWhereBrowsersKeepNoSecureOnes() throws Exception {
        String login = CALL.replace("\"m\"", "\"login\"");

        var answer = call("127.0.0.1", Stand.LOGIN.value(), login, JSON);

        assertThat(answer.all("Set-Cookie"))
                .containsExactly("atek=bob-root; Path=/; HttpOnly; SameSite=Lax");
        assertThat(
                        call(
                                        "127.0.0.1",
                                        "example.com/echo",
                                        CALL,
                                        JSON,
                                        "Cookie: atek=bob-root",
                                        stand.origin("127.0.0.1"))
                                .text())
                .contains("\"result\":\"bob\"");
    }

    @Test
    void subdomainNeverGetsTheCookieOfTheRoot() throws Exception {
        String login = CALL.replace("\"m\"", "\"login\"");

        var answer = call("web.localhost", Stand.LOGIN.value(), login, JSON);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.all("Set-Cookie")).isEmpty();
    }

    @Test
    void logoutForgetsTheCookie() throws Exception {
        var answer =
                call(
                        "localhost",
                        Stand.LOGIN.value(),
                        CALL.replace("\"m\"", "\"logout\""),
                        JSON,
                        Stand.cookie("bob-root"),
                        stand.origin("localhost"));

        assertThat(answer.header("Set-Cookie")).startsWith("__Host-atek=;").contains("Max-Age=0");
    }

    @Test
    void failureInsideTheHostSaysNothingOfIt() throws Exception {
        var answer =
                call(
                        "localhost",
                        Stand.LOGIN.value(),
                        CALL.replace("\"m\"", "\"break\""),
                        Stand.bearer(FakeDoors.HOST_TOKEN));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.toString())
                .contains("\"error\":true")
                .doesNotContain("secret", "Exception", "at cloud", ".java");
    }
}
