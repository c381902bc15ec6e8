package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.host.testkit.Raw;
import cloud.atek.wire.Answer;
import cloud.atek.wire.Headers;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Whatever a browser has open when its session ends is closed: files, uploads, calls that answer
/// with events, and what goes through the gateway. (WebSockets: see [WebSocketTest].)
class RevokedTest {

    /// More than all buffers between the host and a client that does not read.
    private static final long LARGE_BYTES = 64L << 20;

    private Stand stand;
    private String token;

    @BeforeEach
    void start() throws Exception {
        stand = new Stand();
        stand.live("slow", new UserKey("bob"), RevokedTest::slow);
        token = stand.doors.at("bob", "k.slow");
    }

    @AfterEach
    void stop() throws Exception {
        stand.close();
    }

    /// Answers with more than anybody reads, or with events for ever.
    private static Answer slow(Request request) {
        return switch (request.path()) {
            case "/rpc" ->
                    new Answer.Written(
                            200,
                            Headers.of("Content-Type", "text/event-stream"),
                            RevokedTest::tick);
            case "/upload" -> {
                try {
                    request.body().bytes(Integer.MAX_VALUE - 8);
                } catch (IOException e) {
                    yield Response.empty(400);
                }
                yield Response.empty(204);
            }
            default -> new Answer.Written(200, Headers.NONE, RevokedTest::flood);
        };
    }

    private static void tick(OutputStream out) throws IOException {
        while (true) {
            out.write("data: tick\n\n".getBytes(UTF_8));
            out.flush();
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static void flood(OutputStream out) throws IOException {
        var piece = new byte[1 << 16];
        while (true) {
            out.write(piece);
        }
    }

    @Test
    void aFileOfAFolderSite() throws Exception {
        try (var file = new RandomAccessFile(stand.web.resolve("film.bin").toFile(), "rw")) {
            file.setLength(LARGE_BYTES);
        }
        String web = stand.doors.at("bob", "k.web");
        endsWith(web, stand.get("web.localhost", "/film.bin", Stand.cookie(web)));
    }

    @Test
    void aDownloadOfALiveSite() throws Exception {
        endsWith(token, stand.get("slow.localhost", "/film.bin", Stand.cookie(token)));
    }

    @Test
    void aDownloadThroughTheGateway() throws Exception {
        String path = "/_atek/gateway?api=" + Stand.FILES + "&";
        String session = "bob-root";
        stand.registry.withdraw(new ServiceKey("k.app"));
        endsWith(
                session,
                stand.get(
                        "localhost",
                        path,
                        Stand.cookie(session),
                        stand.origin("localhost"),
                        "Sec-Fetch-Site: same-origin"));
    }

    @Test
    void anUpload() throws Exception {
        try (Raw raw = stand.raw()) {
            raw.send(
                    "PUT /upload HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n%s\r\n%s\r\n\r\n"
                            .formatted(
                                    stand.host("slow.localhost"),
                                    LARGE_BYTES,
                                    Stand.cookie(token),
                                    stand.origin("slow.localhost")));
            raw.send("some of it");

            stand.doors.logOut(token);

            assertThat(raw.ended()).isTrue();
        }
    }

    private void endsWith(String session, String request) throws Exception {
        try (Raw raw = stand.raw()) {
            raw.send(request);
            assertThat(raw.readHead().status()).isEqualTo(200);

            stand.doors.logOut(session);

            assertThat(raw.brokeOffBefore(LARGE_BYTES)).isTrue();
        }
    }
}
