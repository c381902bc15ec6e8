package cloud.atek.host.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.ApiId;
import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.Transport;
import cloud.atek.api.UserKey;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.registry.Site;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A real host socket before a real service.
class HostSocketTest {

    private static final int LARGE = 20 << 20;
    private static final String FILES = "/_atek/gateway?api=example.com/files";

    private final HttpClient client = new HttpClient();
    private Path dir;
    private HttpServer service;
    private HostSocket socket;
    private SocketPath at;

    @BeforeEach
    void start() throws IOException {
        dir = Files.createTempDirectory(Path.of("/tmp"), "h");
        at = new SocketPath(dir.resolve("host"));
        service = HttpServer.start(new SocketPath(dir.resolve("s")), HostSocketTest::answer);
        var registry = new Registry();
        var bob = new UserKey("bob");
        registry.register(
                new Site.Live(new ServiceKey("k"), new ServiceId("files"), bob, dir.resolve("s")),
                List.of(
                        new Manifest.Export(
                                new ApiId("example.com/files"), "/files", Transport.PROXY)));
        var caller =
                new Caller.Known(
                        bob, "bob", false, new Caller.Via.Program(new ServiceKey("p"), false));
        Clock clock = Clock.systemUTC();
        var gateway =
                new Gateway(
                        registry,
                        (_, _, use) -> !use.method().equals("PATCH"),
                        new UnixSocketLink(client, clock));
        var identity = new HostSocket.Identity(() -> Optional.of(caller), "token"::equals);
        socket =
                new HostSockets(gateway, client, clock)
                        .open(at.path(), identity, _ -> Response.text(403, "no way out"));
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
        service.close();
        client.close();
        Files.delete(dir);
    }

    private static Response answer(Request request) {
        return switch (request.method()) {
            case "PUT" -> new Response(200, Headers.NONE, request.body());
            case "DELETE" -> Response.text(403, "not this one");
            default ->
                    Response.text(
                            200,
                            request.target()
                                    + "\n"
                                    + request.headers().all("Cookie")
                                    + request.headers().all("Atek-Auth-User")
                                    + request.headers().all("Atek-Auth-Service"));
        };
    }

    private Response send(String method, String target, Headers headers, Body body)
            throws IOException {
        return client.call(at, new Request(method, target, headers, body));
    }

    @Test
    void plainHttpIsPassedOnWithItsCaller() throws IOException {
        Headers forged = Headers.of("Atek-Auth-User", "eve", "Cookie", "a=b");

        try (Response got = send("GET", FILES + "&db=1", forged, Body.none())) {
            assertThat(new String(got.body().bytes(1000), UTF_8))
                    .isEqualTo("/files?api=example.com/files&db=1\n[][bob][p]");
        }
        try (Response denied = send("PATCH", FILES, Headers.NONE, Body.none())) {
            assertThat(denied.status()).isEqualTo(403);
        }
        Headers wrong = Headers.of("Authorization", "Bearer wrong");
        try (Response denied = send("GET", FILES, wrong, Body.none())) {
            assertThat(denied.status()).isEqualTo(401);
        }
        try (Response none = send("GET", FILES + "x", Headers.NONE, Body.none())) {
            assertThat(none.status()).isEqualTo(404);
        }
    }

    @Test
    void largeBodiesGoThroughAndTheConnectionGoesOn() throws IOException {
        var bytes = new byte[LARGE];
        for (int i = 0; i < 3; i++) {
            bytes[i * 1000] = 1;
            Body body = Body.of(new ByteArrayInputStream(bytes), i == 1 ? Body.UNKNOWN : LARGE);
            try (Response got = send("PUT", FILES, Headers.NONE, body)) {
                assertThat(got.body().bytes(LARGE)).isEqualTo(bytes);
            }
        }
        try (Response call = send("POST", FILES, Headers.NONE, Body.of(bytes))) {
            assertThat(call.status()).isEqualTo(413);
        }
    }

    @Test
    void refusalBeforeTheBodyWasReadArrives() throws IOException {
        for (int i = 0; i < 20; i++) {
            Body body = Body.of(new ByteArrayInputStream(new byte[LARGE]), LARGE);
            try (Response refused = send("DELETE", FILES, Headers.NONE, body)) {
                assertThat(refused.status()).isEqualTo(403);
                assertThat(new String(refused.body().bytes(1000), UTF_8)).isEqualTo("not this one");
            }
            try (Response next = send("GET", FILES, Headers.NONE, Body.none())) {
                assertThat(next.status()).isEqualTo(200);
            }
        }
    }
}
