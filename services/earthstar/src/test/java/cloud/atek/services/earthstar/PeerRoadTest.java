package cloud.atek.services.earthstar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerRoadTest {

    @TempDir private Path dir;

    /// Answers each connection in one word, and keeps what it was told first.
    private static final class Proxy implements AutoCloseable {

        private final ServerSocket port = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final String answer;

        Proxy(String answer) throws IOException {
            this.answer = answer;
            Thread.ofVirtual().start(this::accept);
        }

        private void accept() {
            while (!port.isClosed()) {
                try (Socket one = port.accept()) {
                    heard.add(head(one));
                    one.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    if (answer.contains(" 200 ")) {
                        heard.add(head(one));
                        one.getOutputStream()
                                .write(
                                        "HTTP/1.1 204 No Content\r\n\r\n"
                                                .getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException e) {
                    // The next one.
                }
            }
        }

        private static String head(Socket one) throws IOException {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = one.getInputStream().read();
                if (next < 0) {
                    break;
                }
                head.append((char) next);
            }
            return head.toString();
        }

        @Override
        public void close() throws IOException {
            port.close();
        }
    }

    @Test
    void itGoesThroughTheProxyThatTheHostNames() throws IOException {
        try (var proxy = new Proxy("HTTP/1.1 200 OK\r\n\r\n")) {
            try (PeerRoad road = road("http://core.earthstar.example.net", proxy);
                    var http = new HttpClient();
                    Response answer =
                            http.call(
                                    road.entrance(),
                                    Request.get("/x")
                                            .withHeaders(Headers.of("Host", "example.net")))) {
                assertThat(answer.status()).isEqualTo(204);
            }
            assertThat(proxy.heard.getFirst())
                    .startsWith("CONNECT core.earthstar.example.net:80 HTTP/1.1\r\n");
            assertThat(proxy.heard.get(1)).startsWith("GET /x HTTP/1.1\r\n");
        }
    }

    @Test
    void aProxyThatSaysNoIsTheEndOfIt() throws IOException {
        try (var proxy = new Proxy("HTTP/1.1 403 Forbidden\r\n\r\n");
                PeerRoad road = road("http://example.net", proxy);
                var http = new HttpClient()) {
            assertThatThrownBy(() -> http.call(road.entrance(), Request.get("/")))
                    .isInstanceOf(IOException.class);
            assertThat(proxy.heard).hasSize(1);
            assertThatThrownBy(() -> road.passable(null))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "http://example.net cannot be reached: the proxy does not let us to example.net:80");
        }
    }

    private PeerRoad road(String url, Proxy proxy) throws IOException {
        String at = "http://127.0.0.1:" + proxy.port.getLocalPort();
        return PeerRoad.open(PeerAddress.of(url), null, dir, Map.of("HTTPS_PROXY", at));
    }

    @ParameterizedTest
    @CsvSource({
        "https://Example.net/, https://example.net",
        "https://example.net:443, https://example.net",
        "http://localhost:8080/a/b//, http://localhost:8080/a/b",
        "http://[::1]:80, http://[::1]"
    })
    void anAddressHasOneSpelling(String url, String spelled) {
        assertThat(PeerAddress.of(url)).hasToString(spelled);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.net",
                "ftp://example.net",
                "http://",
                "http://a@b/",
                "http://a/?x=1"
            })
    void whatIsNoAddressIsRefused(String url) {
        assertThatThrownBy(() -> PeerAddress.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no address of a peer");
    }
}
