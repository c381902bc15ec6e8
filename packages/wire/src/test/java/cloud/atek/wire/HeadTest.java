package cloud.atek.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadTest {

    private static final String GOOD =
            "POST /a?b=c HTTP/1.1\r\nHost: localhost\r\nX-One:  two \r\nX-One: three\r\n\r\n";

    @Test
    void headIsReadAsItStands() throws Exception {
        Head.OfRequest head = parse(GOOD);

        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.target()).isEqualTo("/a?b=c");
        assertThat(head.headers().all("x-one")).containsExactly("two", "three");
        assertThat(head.headers().size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: a\n\n",
                "GET / HTTP/1.1\r\nHost: a\n\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n",
                "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
                "GET /\r\nHost: a\r\n\r\n",
                "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "G\u00c4T / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET a HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /# HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u00e4 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u0000 HTTP/1.1\r\nHost: a\r\n\r\n",
                "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / http/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a,b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n X: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX\u00e4: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: b\u0000c\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: b\u007fc\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX(y): b\r\n\r\n",
                "GETGETGETGETGETGETGETGETGETGETGETGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            })
    void looseHeadIsRefused(String head) {
        assertThatThrownBy(() -> parse(head))
                .isInstanceOfSatisfying(
                        BadMessageException.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @Test
    void otherVersionIsRefusedByName() {
        assertThatThrownBy(() -> parse("GET / HTTP/1.0\r\nHost: a\r\n\r\n"))
                .isInstanceOfSatisfying(
                        BadMessageException.class, e -> assertThat(e.status()).isEqualTo(505));
    }

    @Test
    void longTargetIsRefused() {
        String target = "/".repeat(Limits.DEFAULT.targetBytes() + 1);

        assertThatThrownBy(() -> parse("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .isInstanceOfSatisfying(
                        BadMessageException.class, e -> assertThat(e.status()).isEqualTo(414));
    }

    @Test
    void tooManyHeadersAreRefused() {
        String lines = "X: y\r\n".repeat(Limits.DEFAULT.headers());

        assertThatThrownBy(() -> parse("GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n"))
                .isInstanceOfSatisfying(
                        BadMessageException.class, e -> assertThat(e.status()).isEqualTo(431));
    }

    @Test
    void anyBytesAreAHeadOrRefused() {
        Seeds.forAll((random, size) -> {
            byte[] bytes = GOOD.getBytes(ISO_8859_1);
            for (int i = 0; i < 1 + size / 20; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                Head.OfRequest head = parse(new String(bytes, ISO_8859_1));
                assertThat(head.headers().count("Host")).isEqualTo(1);
                assertThat(head.target()).matches("/[!-~]*|\\*").doesNotContain("#");
            } catch (BadMessageException | Unfinished e) {
                assertThat(e).isNotNull();
            }
        });
    }

    @Test
    void piecesMakeTheSameHeadAsTheWhole() {
        Seeds.forAll((random, size) -> {
            byte[] bytes = GOOD.getBytes(ISO_8859_1);
            int at = 0;
            int seen = 0;
            while (at < bytes.length) {
                int to = Math.min(bytes.length, at + 1 + random.nextInt(1 + size % 40));
                int end = Head.end(bytes, 0, seen, to);
                assertThat(end).isEqualTo(to == bytes.length ? to : -1);
                seen = to;
                at = to;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 +20 OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 600 OK\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX : y\r\n\r\n",
                "HTTP/1.1 200 OK\n\n",
                "ICY 200 OK\r\n\r\n",
                "200\r\n\r\n",
            })
    void looseAnswerIsRefused(String head) {
        byte[] bytes = head.getBytes(ISO_8859_1);

        assertThatThrownBy(() ->
                        Head.response(
                                bytes, 0, Head.end(bytes, 0, 0, bytes.length), Limits.DEFAULT))
                .isInstanceOf(BadMessageException.class);
    }

    private static Head.OfRequest parse(String head) throws IOException {
        byte[] bytes = head.getBytes(ISO_8859_1);
        int end = Head.end(bytes, 0, 0, bytes.length);
        if (end < 0) {
            throw new Unfinished();
        }
        assertThat(end).isEqualTo(Math.min(end, bytes.length));
        return Head.request(Arrays.copyOf(bytes, end), 0, end, Limits.DEFAULT, false);
    }

    private static final class Unfinished extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
