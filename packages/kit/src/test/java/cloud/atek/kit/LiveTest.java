package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.Live;
import cloud.atek.kit.ThingsApi.Counted;
import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import cloud.atek.wire.websocket.Message;
import cloud.atek.wire.websocket.WebSocket;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Methods that answer with a stream, and who reads it.
class LiveTest {

    private static final Headers CALLER =
            Headers.of("Atek-Auth-User", "u1", "Atek-Auth-Service", "s1");
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"count\",\"params\":[%s]}";

    private ShortDir dir;
    private HttpServer server;
    private HostApis apis;
    private final HttpClient client = new HttpClient();

    @BeforeEach
    void start() throws IOException {
        dir = ShortDir.make();
        var export = new Export(new Dispatch<>(ThingsApi.class, Things::new));
        server =
                new Service(ExportTest.environment(dir.path()))
                        .handle(
                                "/_atek/gateway",
                                asked ->
                                        export.handle(
                                                new Request(
                                                        asked.method(),
                                                        asked.target(),
                                                        asked.headers().with(CALLER),
                                                        asked.body())))
                        .export("/_api/things", ThingsApi.class, Things::new)
                        .exportLive("/_api/live", ThingsApi.class, Things::new)
                        .start();
        apis =
                new HostApis(
                        ServiceEnvironment.of(
                                Map.of(
                                        "ATEK_ASSIGNED_SOCKET_FILE", dir.path().resolve("x") + "",
                                        "ATEK_ASSIGNED_SERVICE_KEY", "k1",
                                        "ATEK_HOST_PORT", "1",
                                        "ATEK_HOST_SOCKET_FILE", server.at().toString(),
                                        "ATEK_HOST_BEARER_TOKEN", "t")));
    }

    @AfterEach
    void stop() throws IOException {
        apis.close();
        client.close();
        server.close();
        dir.close();
    }

    private String post(String params, Headers more) throws IOException {
        byte[] call = CALL.formatted(params).getBytes(UTF_8);
        var request = new Request("POST", "/_api/things", CALLER.with(more), Body.of(call));
        try (Response response = client.call(server.at(), request)) {
            return new String(response.body().bytes(1 << 20), UTF_8);
        }
    }

    @Test
    void eventsAreServerSentEvents() throws Exception {
        assertThat(post("2", Headers.of("Accept", "text/event-stream")))
                .isEqualTo(
                        """
                        id: 1
                        event: number
                        data: {"number":1}

                        id: 2
                        event: number
                        data: {"number":2}

                        event: error
                        data: {"code":-32051,"message":"no more numbers"}

                        """);
    }

    @Test
    void whoTakesNoStreamIsToldSo() throws Exception {
        assertThat(post("2", Headers.NONE))
                .contains("-32600", "count answers with a stream: want Accept: text/event-stream");
    }

    @Test
    void refusalBeforeTheStreamIsAnAnswer() throws Exception {
        Headers events = Headers.of("Accept", "text/event-stream, application/json");

        assertThat(post("-1", events)).contains("-32050", "want a number from 0", "\"id\":7");
        assertThat(post("\"x\"", events)).contains("Parameter 1 must be number");
        assertThat(post("", events)).contains("Parameter 1 is missing");
    }

    @Test
    void eventsAreMessagesOfAWebSocket() throws Exception {
        try (var socket = WebSocket.connect(client, server.at(), "/_api/live", CALLER)) {
            socket.send(CALL.formatted("1"));

            assertThat(socket.receive())
                    .isEqualTo(new Message.Text("{\"event\":\"number\",\"number\":1}"));
            assertThat(socket.receive().toString()).contains("\"event\":\"error\",\"code\":-32051");
            assertThat(socket.receive()).isInstanceOf(Message.Closed.class);
        }
        try (var socket = WebSocket.connect(client, server.at(), "/_api/live", CALLER)) {
            socket.send(CALL.formatted("-1"));
            assertThat(socket.receive().toString()).contains("\"error\"", "-32050");
        }
    }

    @Test
    void javaCallerReadsUntilTheEnd() {
        try (Live<Counted> numbers = apis.api(ThingsApi.class).count(2)) {
            assertThat(numbers.next()).isEqualTo(new Counted("number", 1));
            assertThat(numbers.hasNext()).isTrue();
            assertThat(numbers.next()).isEqualTo(new Counted("number", 2));
            assertThatThrownBy(numbers::hasNext)
                    .isInstanceOf(RpcException.class)
                    .hasMessage("no more numbers");
        }
        assertThatThrownBy(() -> apis.api(ThingsApi.class).count(-1))
                .isInstanceOf(RpcException.class)
                .hasMessage("want a number from 0");
    }

    @Test
    void readerThatGoesAwayEndsTheStreamAtOnce() throws Exception {
        Live<Counted> numbers = apis.api(ThingsApi.class).count(1000);
        for (int i = 0; i < 100; i++) {
            numbers.next();
        }
        var closer = Thread.ofVirtual().start(numbers::close);
        assertThat(numbers.hasNext()).isFalse();
        closer.join();
        assertThat(Things.ENDED.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

        try (var socket = WebSocket.connect(client, server.at(), "/_api/live", CALLER)) {
            socket.send(CALL.formatted("1000"));
            for (int i = 0; i < 100; i++) {
                socket.receive();
            }
        }
        assertThat(Things.ENDED.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
    }
}
