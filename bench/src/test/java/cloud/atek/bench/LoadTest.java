package cloud.atek.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyAnswerIsCounted(boolean chunked) throws Exception {
        HttpServer server = server("{\"result\":1}", chunked);
        try {
            Load.Result result =
                    new Load(server.getAddress(), request(), 2, Duration.ofMillis(200)).run();

            assertThat(result.perSecond()).isPositive();
            assertThat(result.p99Us()).isGreaterThanOrEqualTo(result.p50Us()).isPositive();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void failureIsNoResult() throws IOException {
        HttpServer server = server("{\"error\":1}", false);
        try {
            assertThatThrownBy(() ->
                            new Load(server.getAddress(), request(), 1, Duration.ofMillis(200))
                                    .run())
                    .isInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void percentilesAreTakenFromTheSorted() {
        long[] ns = new long[100];
        for (int i = 0; i < ns.length; i++) {
            ns[i] = (i + 1) * 1000L;
        }

        assertThat(Load.Result.of(ns, Duration.ofSeconds(2)))
                .isEqualTo(new Load.Result(50, 50, 99));
    }

    private static String request() {
        return HttpText.post("/", "localhost", "Accept: */*", HttpText.call("m", "[]"));
    }

    private static HttpServer server(String answer, boolean chunked) throws IOException {
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        var server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                http -> {
                    http.getRequestBody().readAllBytes();
                    http.sendResponseHeaders(200, chunked ? 0 : body.length);
                    http.getResponseBody().write(body);
                    http.close();
                });
        server.start();
        return server;
    }
}
