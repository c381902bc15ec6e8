package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.Http2;
import cloud.atek.host.testkit.Raw;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A page from elsewhere leads its own name to this host, and asks it as if it were its own server:
/// no name but the host's own, in whatever spelling and by whatever protocol, is answered with
/// anything but 421.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Hostile.Given.class)
class Row11DnsRebindingTest {

    private static final List<String> FOREIGN =
            List.of(
                    "evil.example",
                    "localhost.",
                    "home.example.",
                    "home.example.evil.example",
                    "evilhome.example",
                    "127.0.0.2",
                    "127.1",
                    "2130706433",
                    "0x7f000001",
                    "0177.0.0.1",
                    "0.0.0.0",
                    "[::]",
                    "[::ffff:127.0.0.1]",
                    "[0:0:0:0:0:0:0:1]",
                    "[::1%25lo]",
                    "evil.example:80@localhost",
                    "localhost@evil.example",
                    "localhost:80:80",
                    "localhost:80evil.example",
                    "localhost,evil.example",
                    "xn--localhost",
                    "");

    /// Over HTTP/2: no answer, or one that says that there is none.
    private static final List<Integer> NOTHING = List.of(0, 400, 421, 500);

    private Hostile house;

    @BeforeAll
    void start(Hostile given) {
        house = given;
    }

    @Test
    void foreignNamesGetNothingOverHttp1() throws Exception {
        for (String name : FOREIGN) {
            Raw.Answer answer = house.ask(get(name));

            assertThat(answer.status()).as(name).isIn(400, 421);
            assertThat(answer.toString().toLowerCase(Locale.ROOT))
                    .as(name)
                    .doesNotContain("set-cookie", "location:", "jetty");
            assertThat(house.askSecurely("localhost", get(name)).status()).as(name).isIn(400, 421);
        }
    }

    private static String get(String name) {
        return "GET /_atek/login HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n";
    }

    @Test
    void aProvenCallerUnderAForeignNameIsNobodyToo() throws Exception {
        String call = "POST /_atek/gateway?api=atek.cloud/services-api HTTP/1.1\r\n";
        String list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list\",\"params\":[]}";
        Raw.Answer answer =
                house.ask(
                        call
                                + "Host: evil.example\r\n"
                                + house.bearer()
                                + "Content-Type: application/json\r\nContent-Length: "
                                + list.length()
                                + "\r\n\r\n"
                                + list);

        assertThat(answer.status()).isEqualTo(421);
        assertThat(answer.text()).doesNotContain("core.adb");
    }

    @Test
    void twoNamesAreNone() throws Exception {
        for (String request :
                List.of(
                        "GET /_atek/login HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
                        "GET /_atek/login HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                        "GET http://evil.example/_atek/login HTTP/1.1\r\nHost: localhost\r\n\r\n",
                        "GET http://localhost/_atek/login HTTP/1.1\r\nHost: evil.example\r\n\r\n",
                        "GET //evil.example/_atek/login HTTP/1.1\r\n\r\n",
                        "GET /_atek/login HTTP/1.1\r\nHost: localhost\r\n Host: evil\r\n\r\n",
                        "GET /_atek/login HTTP/1.1\r\nX: y\r\n\r\n",
                        "GET /_atek/login HTTP/1.0\r\n\r\n")) {
            assertThat(house.ask(request).status()).as(request).isIn(400, 421);
        }
    }

    @Test
    void foreignNamesGetNothingOverHttp2() throws Exception {
        for (String name : FOREIGN) {
            assertThat(second(":authority", name)).as(name).isIn(NOTHING);
            assertThat(second("host", name)).as(name).isIn(NOTHING);
            assertThat(second(":authority", "localhost", "host", name)).as(name).isIn(NOTHING);
            assertThat(second(":authority", name, "host", "localhost")).as(name).isIn(NOTHING);
        }
        assertThat(second()).isIn(NOTHING);
        assertThat(second(":authority", "localhost")).isEqualTo(200);
        assertThat(second(":authority", "localhost", "host", "localhost")).isEqualTo(200);
    }

    private int second(String... more) throws IOException {
        var fields =
                new ArrayList<>(
                        List.of(":method", "GET", ":scheme", "https", ":path", "/_atek/login"));
        fields.addAll(List.of(more));
        try (Http2 http = Http2.open(house.host().securePort(), "localhost", house.device())) {
            return http.ask(fields);
        }
    }

    @Test
    void thePortByWhichServicesCallLeadsNowhereElse() throws Exception {
        for (String name :
                List.of("evil.example", "notes.localhost", "127.0.0.1:1", "localhost.")) {
            String heard =
                    say(
                            "GET /_atek/login HTTP/1.1\r\nHost: "
                                    + name
                                    + "\r\nConnection: close\r\n\r\n");
            // It is no door: without the token of the service it is nothing at all.
            assertThat(heard).as(name).doesNotContain(" 200 ", "<form", "Set-Cookie");
        }
        // With its token a service calls by any name, as itself and never as somebody else's page.
        String heard =
                say(
                        "GET / HTTP/1.1\r\nHost: notes.localhost\r\nAuthorization: Bearer TOKEN\r\nConnection: close\r\n\r\n");
        assertThat(heard).doesNotContain("\"headers\"");
    }

    private String say(String bytes) throws IOException {
        return house.host()
                .browser()
                .post(
                        "evil.localhost",
                        "/say",
                        bytes,
                        Map.of("Authorization", "Bearer " + house.host().systemToken()))
                .body();
    }
}
