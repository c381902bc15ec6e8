package cloud.atek.services.hello;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.Manifest;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.testkit.ChildService;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import cloud.atek.wire.websocket.Message;
import cloud.atek.wire.websocket.WebSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HelloTest {

    private Path dir;
    private ChildService hello;
    private SocketPath socket;
    private final HttpClient client = new HttpClient();

    @BeforeAll
    void start() throws Exception {
        dir = Files.createTempDirectory(Path.of("/tmp"), "h");
        hello = ChildService.start(dir, Hello.class);
        socket = new SocketPath(hello.socket());
    }

    @AfterAll
    void stop() throws IOException {
        client.close();
        hello.close();
        Files.delete(hello.log());
        Files.delete(dir);
    }

    private String call(String method, String params) throws IOException {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}"
                        .formatted(method, params);
        Headers caller = Headers.of("Atek-Auth-User", "u1", "Atek-Auth-Service", "s1");
        return text(new Request("POST", "/_api/hello", caller, Body.of(body.getBytes(UTF_8))));
    }

    private String text(Request request) throws IOException {
        try (Response response = client.call(socket, request)) {
            assertThat(response.status()).isEqualTo(200);
            return new String(response.body().bytes(1 << 20), UTF_8);
        }
    }

    @Test
    void callerIsGreeted() throws Exception {
        assertThat(call("say", "[\"Ada\"]")).contains("\"result\":\"Hello, Ada!\"");
        assertThat(call("whoami", "[]"))
                .contains("\"result\":{\"user\":\"u1\",\"service\":\"s1\"}");
        assertThat(call("say", "[\" \"]")).contains("a name has 1 to 100 characters");
    }

    @Test
    void pageHasNoInlineCode() throws Exception {
        assertThat(text(Request.get("/")))
                .contains("<h1 id=\"greeting\">Hello!</h1>")
                .doesNotContain("<style", "style=", "onclick")
                .doesNotContainPattern("<script[^>]*>[^<]");
        assertThat(text(Request.get("/hello.js"))).contains("/_atek/gateway");
        assertThat(text(Request.get("/hello.css"))).contains("light-dark(");
    }

    @Test
    void hostsProbeIsAnswered() throws Exception {
        assertThat(text(new Request("HEAD", "/", Headers.NONE, Body.none()))).isEmpty();
    }

    @Test
    void webSocketEchoes() throws Exception {
        try (var echo = WebSocket.connect(client, socket, "/_api/echo", Headers.NONE)) {
            echo.send("hello");
            assertThat(echo.receive()).isEqualTo(new Message.Text("hello"));
        }
    }

    @Test
    void manifestNamesWhatIsThere() throws Exception {
        var manifest = MessageCodec.JSON.readValue(Path.of("atek.json").toFile(), Manifest.class);

        assertThat(manifest.main()).isEqualTo(Hello.class.getName());
        assertThat(manifest.exports().getFirst().api()).isEqualTo(HelloApi.ID);
    }
}
