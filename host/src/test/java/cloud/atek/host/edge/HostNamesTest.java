package cloud.atek.host.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class HostNamesTest {

    private static Stand stand;

    @BeforeAll
    static void start() throws Exception {
        stand = new Stand();
    }

    @AfterAll
    static void stop() throws Exception {
        stand.close();
    }

    @Test
    void ownNamesAreAnswered() throws Exception {
        for (String host :
                List.of(
                        "localhost",
                        "LOCALHOST:80",
                        "localhost:65535",
                        "127.0.0.1:1",
                        "[::1]:8080",
                        "[::1]")) {
            assertThat(status(host)).as(host).isEqualTo(200);
        }
    }

    @Test
    void otherNamesAreMisdirected() throws Exception {
        for (String host :
                List.of(
                        "evil.example",
                        "localhost.",
                        "localhost.evil.example",
                        "evillocalhost",
                        "xn--localhost",
                        "127.0.0.2",
                        "127.1",
                        "2130706433",
                        "0.0.0.0",
                        "[::]",
                        "[::ffff:127.0.0.1]",
                        "[0:0:0:0:0:0:0:1]",
                        ".localhost",
                        "a..localhost",
                        "-a.localhost",
                        "1a.localhost",
                        "a_b.localhost",
                        "app.localhost.",
                        "localhost:",
                        "localhost:+80",
                        "localhost:123456",
                        "local host",
                        "localhost, evil.example",
                        "user@localhost",
                        "localhost@evil.example",
                        "localhost/",
                        "localhost#",
                        "%6cocalhost",
                        "")) {
            assertThat(status(host)).as(host).isIn(400, 421);
        }
    }

    private static int status(String host) throws Exception {
        return stand.ask(
                        "GET /_atek/setup HTTP/1.1\r\nHost: "
                                + host
                                + "\r\n"
                                + "Connection: close\r\n\r\n")
                .status();
    }

    @Test
    void misdirectedRequestSaysNothingOfTheHost() throws Exception {
        var answer = stand.ask("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");

        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.toString().toLowerCase(Locale.ROOT))
                .doesNotContain("jetty", "javalin", "server:", "x-powered-by", "localhost");
    }

    @Test
    void missingAndDoubledHostAreRefused() throws Exception {
        for (String request :
                List.of(
                        "GET /_atek/login HTTP/1.1\r\n\r\n",
                        "GET /_atek/login HTTP/1.0\r\n\r\n",
                        "GET /_atek/login HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                        "GET /_atek/login HTTP/1.1\r\nHost: localhost\r\nhost: evil\r\n\r\n")) {
            assertThat(stand.ask(request).status()).as(request).isIn(400, 421);
        }
    }

    @Test
    void absoluteTargetMustNameTheSameHost() throws Exception {
        assertThat(absolute("http://localhost/_atek/setup", "localhost")).isEqualTo(200);
        assertThat(absolute("http://evil.example/_atek/login", "localhost")).isIn(400, 421);
        assertThat(absolute("http://localhost/_atek/login", "evil.example")).isIn(400, 421);
        assertThat(absolute("http://localhost:1/_atek/login", "localhost:2")).isIn(400, 421);
    }

    private static int absolute(String target, String host) throws Exception {
        return stand.ask("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n").status();
    }

    @Test
    void nameThatNoServiceHasIsNotFound() throws Exception {
        var answer = stand.ask(stand.get("nobody", "/").replace("nobody:", "nobody.localhost:"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text())
                .isEqualTo(
                        "Not found: no service is currently hosted at "
                                + stand.host("nobody.localhost"));
    }

    @Test
    void personWithAWrongNameSeesAPage() throws Exception {
        var answer = stand.ask(stand.get("nobody.localhost", "/", "Sec-Fetch-Mode: navigate"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.text()).contains("data-service=\"nobody\"").doesNotContain("{{service");
    }
}
