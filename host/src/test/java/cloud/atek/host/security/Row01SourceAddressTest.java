package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.Raw;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A client claims to come from this machine, by another name or over TLS, in the headers that
/// proxies write (CVE-2023-37265): whatever it claims, it is treated as if it had said nothing, and
/// to come from this machine really is worth nothing either.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Hostile.Given.class)
class Row01SourceAddressTest {

    private static final List<String> CLAIMS =
            List.of(
                    "X-Forwarded-For: 127.0.0.1",
                    "x_forwarded_for: 127.0.0.1",
                    "X.Forwarded.For: ::1",
                    "X-FORWARDED-FOR: 127.0.0.1\r\nX-Forwarded-For: 10.0.0.1, 127.0.0.1",
                    "X-Forwarded-Host: evil.example",
                    "X-Forwarded-Server: evil.example",
                    "X-Forwarded-Proto: https",
                    "X-Forwarded-Ssl: on",
                    "X-Forwarded-Port: 443",
                    "X-Forwarded-Prefix: /evil",
                    "X-Forwarded-User: system",
                    "Forwarded: for=127.0.0.1;host=evil.example;proto=https",
                    "forwarded: for=\"[::1]\"\r\nForwarded: for=127.0.0.1",
                    "X-Real-IP: 127.0.0.1",
                    "x_real_ip: 127.0.0.1");

    private Hostile house;

    @BeforeAll
    void start(Hostile given) {
        house = given;
    }

    @Test
    void theAnswerIsTheOneToWhoClaimsNothing() throws Exception {
        for (String line :
                List.of(
                        "GET / HTTP/1.1\r\nHost: home.example",
                        "GET /x HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Mode: navigate",
                        "GET /x HTTP/1.1\r\nHost: notes.localhost\r\nSec-Fetch-Mode: navigate",
                        "GET /_atek/login HTTP/1.1\r\nHost: localhost",
                        "GET /_atek/gateway?api=atek.cloud/services-api HTTP/1.1\r\nHost: localhost",
                        "POST /_atek/gateway?api=atek.cloud/services-api HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Length: 0")) {
            String plain = shape(house.ask(line + "\r\nConnection: close\r\n\r\n"));
            for (String claim : CLAIMS) {
                String claimed = line + "\r\n" + claim + "\r\nConnection: close\r\n\r\n";
                assertThat(shape(house.ask(claimed))).as(claimed).isEqualTo(plain);
            }
        }
    }

    /// All of an answer but its time.
    private static String shape(Raw.Answer answer) {
        return answer.status()
                + answer.lines().stream()
                        .filter(one -> !one.startsWith("Date:"))
                        .collect(Collectors.joining("\n"))
                + answer.text();
    }

    @Test
    void aFoldedClaimIsNoRequestAtAll() throws Exception {
        assertThat(
                        house.ask(
                                        "GET /_atek/login HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For:\r\n 127.0.0.1\r\n\r\n")
                                .status())
                .isEqualTo(400);
    }

    @Test
    void aServiceHearsTheTruthAlone() throws Exception {
        for (String claim : CLAIMS) {
            String seen =
                    house.ask(
                                    "GET / HTTP/1.1\r\nHost: evil.localhost\r\n"
                                            + house.bearer()
                                            + claim
                                            + "\r\n\r\n")
                            .text();
            assertThat(seen)
                    .as(claim)
                    .contains(
                            "\"X-Forwarded-For\",\"127.0.0.1\"",
                            "\"X-Forwarded-Host\",\"evil.localhost\"",
                            "\"X-Forwarded-Proto\",\"http\"")
                    .doesNotContain("evil.example", "443", "system\",\"X", "10.0.0.1", "real")
                    .doesNotContainPattern("(?i)\"forwarded\"")
                    .doesNotContainPattern("(?is)x.forwarded.for.*x.forwarded.for");
        }
    }

    @Test
    void whoComesFromThisMachineIsNobodyWithoutAToken() throws Exception {
        String list = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"list\",\"params\":[]}";
        Raw.Answer answer =
                house.ask(
                        "POST /_atek/gateway?api=atek.cloud/users-api HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Type: application/json\r\nX-Forwarded-For: 127.0.0.1\r\n"
                                + "Content-Length: "
                                + list.length()
                                + "\r\n\r\n"
                                + list);

        assertThat(answer.text()).doesNotContain("ann", "\"result\"");
    }
}
