package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.TestHost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Watching a database through the gateway of the built distribution.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchEndToEndTest {

    private static final String ADB = "atek.cloud/adb-api";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"watch\",\"params\":[\"%s\",%s]}";

    /// A service that puts a record and hears of it by the gateway.
    private static final String WATCHER =
            """
            import cloud.atek.api.ApiId;
            import cloud.atek.api.adb.AdbApi;
            import cloud.atek.api.adb.KeyPath;
            import cloud.atek.api.adb.WatchOptions;
            import cloud.atek.kit.HostApis;
            import cloud.atek.kit.Service;
            import com.fasterxml.jackson.databind.node.JsonNodeFactory;

            public class Main {
                public interface Hearing {
                    ApiId ID = new ApiId("example.com/hearing");

                    String hear();
                }

                public static void main(String[] args) {
                    Service service = Service.fromEnvironment();
                    service.export("/", Hearing.class, caller -> () -> hear(service)).serve();
                }

                private static String hear(Service service) {
                    try (var apis = new HostApis(service.environment())) {
                        AdbApi adb = apis.api(AdbApi.class);
                        String db = adb.dbGetOrCreate("mine", null).dbId();
                        try (var events = adb.watch(db, WatchOptions.ALL)) {
                            String heard = events.next().event();
                            var value = JsonNodeFactory.instance.objectNode().put("n", 5);
                            adb.recordPut(db, KeyPath.parse("/a"), value);
                            return heard + " " + events.next().changes().get(0).value();
                        }
                    }
                }
            }
            """;

    private TestHost host;
    private String db;

    @BeforeAll
    void start() throws Exception {
        host = TestHost.up(TestHost.freshHome());
        db = host.call(ADB, "dbCreate", Map.of()).at("/result/dbId").asText();
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private long put(int n) throws IOException {
        return host.call(ADB, "recordPut", db, "/notes/" + n, Map.of("n", n))
                .at("/result/seq")
                .asLong(n);
    }

    private HttpRequest watch(String options) throws IOException {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + host.port() + "/_atek/gateway?api=" + ADB))
                .header("Authorization", "Bearer " + host.systemToken())
                .header("Content-Type", "application/json")
                .header("Accept", "text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(CALL.formatted(db, options)))
                .build();
    }

    @Test
    void eventsComeThroughTheGatewayAndItsEndReachesAdb() throws Exception {
        long before = connections();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var answer = client.send(watch("{}"), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            try (var lines =
                    new BufferedReader(
                            new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).startsWith("id: ");
                assertThat(lines.readLine()).isEqualTo("event: live");
                put(1);
                assertThat(lines.lines().limit(5).toList())
                        .anyMatch(line ->
                                line.contains("\"/notes/1\"") && line.contains("{\"n\":1}"));
                assertThat(connections()).isGreaterThan(before);
            }
            client.shutdownNow();
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (connections() > before && System.nanoTime() < end) {
            Thread.sleep(50);
        }
        assertThat(connections()).isLessThanOrEqualTo(before);
    }

    @Test
    void refusalIsAnAnswer() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var answer =
                    client.send(watch("{\"fromSeq\":999}"), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(answer.body()).contains("-32003", "there is no commit 999 yet");
        }
    }

    @Test
    void eventsComeByWebSocket() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket =
                    client.newWebSocketBuilder()
                            .header("Authorization", "Bearer " + host.systemToken())
                            .buildAsync(
                                    URI.create(
                                            "ws://127.0.0.1:%d/_atek/gateway?api=%s"
                                                    .formatted(host.port(), ADB)),
                                    new Ear(heard))
                            .get(30, TimeUnit.SECONDS);
            socket.sendText(CALL.formatted(db, "{\"path\":\"/notes\"}"), true)
                    .get(30, TimeUnit.SECONDS);
            assertThat(heard.poll(30, TimeUnit.SECONDS)).contains("\"event\":\"live\"");
            put(2);
            assertThat(heard.poll(30, TimeUnit.SECONDS))
                    .startsWith("{\"event\":\"commit\"")
                    .contains("\"/notes/2\"");
            socket.abort();
        }
    }

    @Test
    void serviceWatchesByItsOwnSocket(@TempDir Path dir) throws Exception {
        try (var hearing =
                GitPackage.create(dir, "hearing")
                        .write("Main.java", WATCHER)
                        .write("atek.json", "{\"exports\":[{\"api\":\"example.com/hearing\"}]}")
                        .release("1.0.0")) {
            var install = host.cli("install", hearing.bare().toString());
            assertThat(install.exitCode()).as(install.out()).isZero();

            assertThat(host.call("example.com/hearing", "hear").at("/result").asText())
                    .isEqualTo("live {\"n\":5}");
        }
    }

    /// How many sockets the processes of ADB have open.
    private long connections() throws IOException {
        List<ProcessHandle> processes =
                ProcessHandle.of(host.pid())
                        .orElseThrow()
                        .descendants()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains("/atek-adb-"))
                        .toList();
        long sockets = 0;
        for (ProcessHandle process : processes) {
            try (var open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
                sockets += open.filter(WatchEndToEndTest::isSocket).count();
            }
        }
        return sockets;
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private record Ear(BlockingQueue<String> heard) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            heard.add(data.toString());
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }
}
