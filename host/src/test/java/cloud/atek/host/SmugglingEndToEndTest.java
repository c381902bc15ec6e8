package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.Raw;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// One request that two readers take for two: what is not clearly one request is none, and never
/// reaches a service as another.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Hostile.Given.class)
class SmugglingEndToEndTest {

    private Hostile house;

    @BeforeAll
    void start(Hostile given) {
        house = given;
    }

    private String hidden() throws IOException {
        return "GET /hidden HTTP/1.1\r\nHost: evil.localhost\r\n" + house.bearer() + "\r\n";
    }

    @Test
    void whatIsNotClearlyOneRequestIsNone() throws Exception {
        for (String lines :
                List.of(
                        "Content-Length: 5\r\nTransfer-Encoding: chunked",
                        "Transfer-Encoding: chunked\r\nContent-Length: 5",
                        "Transfer-Encoding: chunked, identity",
                        "Transfer-Encoding: identity, chunked, x",
                        "Transfer-Encoding: xchunked",
                        "Transfer-Encoding : chunked",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                        "Transfer-Encoding:\u000bchunked",
                        "Transfer\u0000-Encoding: chunked",
                        "Content-Length: 5\r\nContent-Length: 6",
                        "Content-Length: 5, 6",
                        "Content-Length: +5",
                        "Content-Length: -5",
                        "Content-Length: 0x5",
                        "Content-Length: 5 5",
                        "Content-Length: 99999999999999999999",
                        "Content-Length : 5",
                        "X: y\rTransfer-Encoding: chunked")) {
            List<String> answers = all(lines, "0\r\n\r\n" + hidden());

            assertThat(answers).as(lines).noneMatch(answer -> answer.contains("/hidden"));
        }
    }

    @Test
    void chunksThatAreNoneEndTheConnection() throws Exception {
        for (String body :
                List.of(
                        "0x5\r\nhello\r\n0\r\n\r\n",
                        "+5\r\nhello\r\n0\r\n\r\n",
                        "-1\r\n\r\n",
                        "5 \nhello\r\n0\r\n\r\n",
                        "fffffffffffffffff\r\nx",
                        "5\r\nhelloX\r\n0\r\n\r\n",
                        "\r\n0\r\n\r\n",
                        "5;" + "x".repeat(100_000) + "\r\nhello\r\n0\r\n\r\n")) {
            List<String> answers = all("Transfer-Encoding: chunked", body + hidden());

            assertThat(answers).as(body).noneMatch(answer -> answer.contains("\"hello"));
            assertThat(answers)
                    .as(body)
                    .noneMatch(answer -> answer.contains("200") && answer.contains("/hidden"));
        }
    }

    /// Everything that comes back on one connection.
    private List<String> all(String lines, String body) throws IOException {
        var answers = new ArrayList<String>();
        try (Raw raw = Raw.open(house.host().port())) {
            raw.send(
                    "POST /first HTTP/1.1\r\nHost: evil.localhost\r\n"
                            + house.bearer()
                            + lines
                            + "\r\n\r\n"
                            + body);
            for (int i = 0; i < 2; i++) {
                Raw.Answer answer = raw.read(true);
                answers.add(answer.toString());
                if (answer.status() >= 400) {
                    return answers;
                }
            }
        } catch (EOFException | SocketException | SocketTimeoutException e) {
            // It was closed, or waits for more.
        }
        return answers;
    }
}
