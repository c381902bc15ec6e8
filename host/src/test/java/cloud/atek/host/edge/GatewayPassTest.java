package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Raw;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GatewayPassTest {

    private static final String FILES = "/_atek/gateway?api=example.com/files";
    private static final int LARGE = 24 << 20;

    private static Stand stand;

    @BeforeAll
    static void start() throws Exception {
        stand = new Stand();
    }

    @AfterAll
    static void stop() throws Exception {
        stand.close();
    }

    private static Raw.Answer send(String method, String target, String body, String... headers)
            throws Exception {
        String post = stand.post("localhost", target, body, headers);
        return stand.ask(post.replaceFirst("POST", method));
    }

    @Test
    void pageOfItsOwnOriginWritesAndReads() throws Exception {
        String cookie = Stand.cookie("bob-root");
        for (String method : List.of("PUT", "PATCH", "DELETE", "GET")) {
            var answer = send(method, FILES, "bytes", cookie, stand.origin("localhost"));

            assertThat(answer.status()).as(method).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("bytes");
        }
        assertThat(send("PUT", FILES, "x", cookie, "Sec-Fetch-Site: same-origin").status())
                .isEqualTo(200);
    }

    @Test
    void pagesOfOtherOriginsAreRefused() throws Exception {
        String cookie = Stand.cookie("bob-root");
        for (String said :
                List.of(
                        stand.origin("evil.localhost"),
                        "Origin: null",
                        "Sec-Fetch-Site: same-site",
                        "Sec-Fetch-Site: cross-site",
                        stand.origin("localhost") + "\r\nSec-Fetch-Site: same-site")) {
            for (String method : List.of("GET", "PUT", "PATCH", "DELETE")) {
                var answer = send(method, FILES, "evil", cookie, said);

                assertThat(answer.status()).as(method + " " + said).isEqualTo(403);
            }
        }
        for (String method : List.of("PUT", "PATCH", "DELETE")) {
            assertThat(send(method, FILES, "evil", cookie).status()).as(method).isEqualTo(403);
        }
        // A picture over plain HTTP: the browser does not say for whom.
        assertThat(send("GET", FILES, "", cookie).status()).isEqualTo(200);
    }

    @Test
    void nobodyIsSentToLogIn() throws Exception {
        assertThat(send("GET", FILES, "").status()).isEqualTo(401);
        assertThat(send("PUT", FILES, "x", "Authorization: Bearer wrong").status()).isEqualTo(401);
    }

    @Test
    void onlyProxyApisOfOnesOwnAreReached() throws Exception {
        String bearer = Stand.bearer(FakeDoors.PROGRAM_TOKEN);
        for (String api : List.of("example.com/echo", "example.com/none", "nonsense", "")) {
            var answer = send("GET", "/_atek/gateway?api=" + api, "", bearer);

            assertThat(answer.status()).as(api).isEqualTo(404);
        }
        assertThat(send("GET", FILES, "", bearer).status()).isEqualTo(200);
    }

    @Test
    void serviceHearsOfTheContentAndNothingOfThePage() throws Exception {
        var answer =
                send(
                        "GET",
                        FILES + "&headers",
                        "",
                        Stand.cookie("bob-root") + "; secret=1",
                        stand.origin("localhost"),
                        "Range: bytes=1-2",
                        "X-Mine: yes",
                        "Referer: http://localhost/private",
                        "Atek-Auth-User: eve",
                        "atek_auth_user: eve",
                        "X-Forwarded-For: 1.2.3.4");

        assertThat(answer.text())
                .startsWith("GET /files?api=example.com/files&headers\n")
                .contains("Range: bytes=1-2", "X-Mine: yes", "Atek-Auth-User: bob")
                .doesNotContain("secret", "Cookie", "Origin", "private", "eve", "1.2.3.4");
    }

    @Test
    void answerNeverRunsAtTheOriginOfItsPage() throws Exception {
        String bearer = Stand.bearer(FakeDoors.PROGRAM_TOKEN);
        var page = send("GET", FILES + "&page", "", bearer);

        assertThat(page.header("ETag")).isEqualTo("\"1\"");
        assertThat(page.header("Content-Disposition")).isEqualTo("attachment");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
        assertThat(page.all("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "sandbox")
                .doesNotContain("unsafe");
        for (String name :
                List.of(
                        "Set-Cookie",
                        "Service-Worker-Allowed",
                        "Access-Control-Allow-Origin",
                        "Refresh")) {
            assertThat(page.all(name)).as(name).isEmpty();
        }
        assertThat(send("GET", FILES + "&script", "", bearer).header("Content-Type"))
                .isEqualTo("application/octet-stream");
        var away = send("GET", FILES + "&away", "", bearer);
        assertThat(away.status()).isEqualTo(502);
        assertThat(away.all("Location")).isEmpty();
    }

    @Test
    void bodyThatNoCallMayHaveStreamsBothWays() throws Exception {
        var piece = "0123456789abcdef".repeat(4096).getBytes(ISO_8859_1);
        try (Raw raw = stand.raw()) {
            raw.send(
                    "PUT %s HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Length: %d\r\n\r\n"
                            .formatted(FILES, Stand.bearer(FakeDoors.PROGRAM_TOKEN), LARGE));
            Thread sender = Thread.ofVirtual().start(() -> send(raw, piece));

            var answer = raw.read(true);

            sender.join();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).hasSize(LARGE);
        }
    }

    private static void send(Raw raw, byte[] piece) {
        try {
            OutputStream out = raw.out();
            for (int sent = 0; sent < LARGE; sent += piece.length) {
                out.write(piece);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void longerBodyIsRefusedBeforeItIsRead() throws Exception {
        try (Raw raw = stand.raw()) {
            raw.send(
                    "PUT %s HTTP/1.1\r\nHost: localhost\r\n%s\r\nContent-Length: %d\r\n\r\n"
                            .formatted(
                                    FILES,
                                    Stand.bearer(FakeDoors.PROGRAM_TOKEN),
                                    Limits.PASSED_BYTES_MAX + 1));

            assertThat(raw.read(true).status()).isEqualTo(413);
        }
    }
}
