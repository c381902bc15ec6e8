package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.testkit.ChildService;
import cloud.atek.wire.Answer;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.SocketPath;
import cloud.atek.wire.websocket.Message;
import cloud.atek.wire.websocket.WebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Services as the host starts them: processes of their own.
class ChildTest {

    private ShortDir dir;
    private final HttpClient client = new HttpClient();

    @BeforeEach
    void makeDir() throws IOException {
        dir = ShortDir.make();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        dir.close();
    }

    private String get(SocketPath socket, String target) throws IOException {
        try (Response response = client.call(socket, Request.get(target))) {
            return response.status() + " " + new String(response.body().bytes(1 << 20), UTF_8);
        }
    }

    @Test
    void serviceServesUntilItIsAskedToEnd() throws Exception {
        try (var child = ChildService.start(dir.path(), ThingsService.class)) {
            var socket = new SocketPath(child.socket());

            assertThat(get(socket, "/")).isEqualTo("200 things");
            try (var echo = WebSocket.connect(client, socket, "/_api/echo", Headers.NONE)) {
                echo.send("hello");
                assertThat(echo.receive()).isEqualTo(new Message.Text("hello"));
            }
            child.process().destroy();
            assertThat(child.process().waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(child.socket()).doesNotExist();
            assertThat(child.printed()).doesNotContain("Exception");
        }
    }

    @Test
    void missingVariableIsNamed() throws Exception {
        var process =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path")
                                + ":"
                                + System.getProperty("jdk.module.path", ""),
                        ThingsService.class.getName());
        process.environment().remove("ATEK_ASSIGNED_SOCKET_FILE");
        process.redirectErrorStream(true);
        Process child = process.start();

        assertThat(new String(child.getInputStream().readAllBytes(), UTF_8))
                .contains("ATEK_ASSIGNED_SOCKET_FILE is not set: start this program");
        assertThat(child.waitFor()).isNotZero();
    }

    @Test
    void apisOfOthersAreCalledThroughTheHostsSocket() throws Exception {
        try (var host = HttpServer.start(dir.socket("host.sock"), ChildTest::host);
                var child =
                        ChildService.start(
                                dir.path(),
                                Map.of("ATEK_HOST_SOCKET_FILE", host.at().toString()),
                                ThingsService.class.getName())) {
            assertThat(get(new SocketPath(child.socket()), "/host"))
                    .isEqualTo("200 Bearer t /_atek/gateway?api=example.com%2Fthings");
        }
    }

    @Test
    void relayReachesTheHostByItsPort() throws Exception {
        int port = freePort();
        try (var host = HttpServer.start(dir.socket("host.sock"), ChildTest::host);
                var child =
                        ChildService.start(
                                dir.path(),
                                Map.of(
                                        "ATEK_HOST_SOCKET_FILE",
                                        host.at().toString(),
                                        "ATEK_HOST_PORT",
                                        "" + port),
                                Launch.class.getName(),
                                LoopbackService.class.getName(),
                                "argument")) {
            for (int i = 0; i < 3; i++) {
                assertThat(get(new SocketPath(child.socket()), "/host"))
                        .isEqualTo("200 Bearer t /_atek/gateway?api=example.com%2Fthings");
            }
            assertThat(child.printed()).contains("started with argument");
        }
    }

    @Test
    void launchGoesOnWhereThePortIsTaken() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var child =
                        ChildService.start(
                                dir.path(),
                                Map.of(
                                        "ATEK_HOST_SOCKET_FILE", dir.path() + "/host.sock",
                                        "ATEK_HOST_PORT", "" + taken.getLocalPort()),
                                Launch.class.getName(),
                                ThingsService.class.getName())) {
            assertThat(get(new SocketPath(child.socket()), "/")).isEqualTo("200 things");
            assertThat(child.printed()).contains("no relay on 127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void nodeReachesTheHostThroughItsRelay() throws Exception {
        Path relay = dir.path().resolve("relay.cjs");
        try (var in = Launch.class.getResourceAsStream("node-relay.cjs")) {
            Files.write(relay, in.readAllBytes());
        }
        Path script = dir.path().resolve("call.cjs");
        Files.writeString(
                script,
                """
                const http = require('node:http')
                const options = { port: process.env.ATEK_HOST_PORT, host: '127.0.0.1', path: '/x',
                  method: 'POST', headers: { Authorization: 'Bearer n' } }
                http.request(options, res => res.pipe(process.stdout)).end('{"id":1}')
                """);
        try (var host = HttpServer.start(dir.socket("host.sock"), ChildTest::host)) {
            var node = new ProcessBuilder("node", "--require", relay.toString(), script.toString());
            node.environment().put("ATEK_HOST_SOCKET_FILE", host.at().toString());
            node.environment().put("ATEK_HOST_PORT", "" + freePort());
            Process child = node.redirectErrorStream(true).start();

            assertThat(new String(child.getInputStream().readAllBytes(), UTF_8))
                    .contains("Bearer n /x");
            assertThat(child.waitFor()).isZero();
        }
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /// Answers every call with who called and what was asked.
    private static Answer host(Request request) throws IOException {
        request.body().bytes(1 << 20);
        String said =
                request.headers().first("Authorization").orElse("nobody") + " " + request.target();
        return Response.of(
                200,
                "application/json",
                ("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"" + said + "\"}").getBytes(UTF_8));
    }

    /// A service that calls the host by TCP, as programs do that know no sockets.
    static final class LoopbackService {

        private LoopbackService() {}

        static void main(String[] args) {
            System.err.println("started with " + args[0]);
            ServiceEnvironment told = ServiceEnvironment.current();
            var byPort =
                    new ServiceEnvironment(
                            told.socket(),
                            told.key(),
                            told.hostPort(),
                            told.token(),
                            null,
                            told.data());
            new Service(told)
                    .page(
                            "/host",
                            _ -> {
                                try (var apis = new HostApis(byPort)) {
                                    return Response.text(200, apis.api(ThingsApi.class).whoami());
                                }
                            })
                    .serve();
        }
    }
}
