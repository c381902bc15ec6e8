package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.Sse;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Streams of server-sent events, from the host and from services, and what ends them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StreamsEndToEndTest {

    private static final String SERVICES = "atek.cloud/services-api";
    private static final String TELLER = "example.com/teller";
    private static final String PASSWORD = "correct horse";

    private TestHost host;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        host = TestHost.up(TestHost.freshHome());
        user("ada", "admin");
        user("bob", "member");
        install(dir, "teller", "ada");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private void user(String name, String role) throws IOException {
        host.call(
                "atek.cloud/users-api",
                "create",
                Map.of("username", name, "password", PASSWORD, "role", role));
    }

    private void install(Path dir, String id, String user) throws Exception {
        Path folder = Path.of("src/test/resources/cloud/atek/host/teller");
        try (var teller = GitPackage.create(dir, id).copy(folder).release("1.0.0")) {
            Run install = host.cli("install", teller.bare().toString(), "--user", user, "--id", id);
            assertThat(install.exitCode()).as(install.out()).isZero();
        }
    }

    private JsonNode teller(String method, Object... params) throws IOException {
        return host.call(TELLER, method, params);
    }

    private static void await(Callable<Boolean> claim) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!claim.call()) {
            assertThat(System.nanoTime()).as("it does not come true").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private Map<String, String> session(String user) throws IOException {
        Http browser = host.browser();
        var answer =
                browser.post(
                        "localhost",
                        "/_atek/gateway?api=atek.cloud/user-sessions-api",
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"login\",\"params\":[%s]}"
                                .formatted(
                                        MessageCodec.JSON.valueToTree(
                                                Map.of("username", user, "password", PASSWORD))),
                        sameOrigin());
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        return Map.of(
                "Cookie",
                cookie.replaceFirst(";.*", ""),
                "Host",
                "localhost:" + host.port(),
                "Origin",
                "http://localhost:" + host.port(),
                "Sec-Fetch-Site",
                "same-origin");
    }

    private Map<String, String> sameOrigin() {
        return Map.of("Origin", "http://localhost:" + host.port(), "Sec-Fetch-Site", "same-origin");
    }

    @Test
    @Order(1)
    void logsStreamLinesAsTheyComeAndGoOnBehindACursor() throws Exception {
        teller("print", "first");
        String cursor;
        try (var log = Sse.open(host, SERVICES, "logs", "teller", Map.of("lines", 1))) {
            Sse.Event first = log.next("lines");
            teller("print", "second");
            Sse.Event second = log.next("lines");
            cursor = first.id();

            assertThat(log.type()).isEqualTo("text/event-stream");
            assertThat(first.data().toString()).contains(" out first");
            assertThat(first.data().path("cursor").asText()).isEqualTo(cursor);
            assertThat(second.data().toString()).contains(" out second");
        }
        var again =
                Map.of("Authorization", "Bearer " + host.systemToken(), "Last-Event-ID", cursor);
        try (var log = Sse.open(host, again, SERVICES, "logs", "teller")) {
            assertThat(log.next("lines").data().path("lines")).hasSize(1);
        }
        JsonNode whole = host.call(SERVICES, "logs", "teller", Map.of("lines", 2));
        assertThat(whole.at("/result/lines")).hasSize(2);
    }

    @Test
    @Order(2)
    void aStrangeCursorOrServiceIsRefusedWithAnAnswer() throws Exception {
        try (var log = Sse.open(host, SERVICES, "logs", "teller", Map.of("after", "../etc"))) {
            assertThat(log.type()).isEqualTo("application/json");
            assertThat(log.next().data().at("/error/message").asText()).contains("cursor");
        }
        try (var log = Sse.open(host, session("bob"), SERVICES, "logs", "teller")) {
            assertThat(log.next().data().at("/error/message").asText()).isEqualTo("Not authorized");
        }
    }

    @Test
    @Order(3)
    void whatAServicePrintsIsMadeHarmless() throws Exception {
        teller("print", "\u001b[31mred\u001b[0m \u0007 \u202eright");

        JsonNode tail = host.call(SERVICES, "logs", "teller", Map.of("lines", 1));
        assertThat(tail.at("/result/lines/0").asText())
                .endsWith("out \\x1b[31mred\\x1b[0m \\x07 \\u202eright")
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z out .*");
    }

    @Test
    @Order(4)
    void atekLogsFollows() throws Exception {
        Path out = Files.createTempFile("follow", ".out");
        Process follow =
                new ProcessBuilder(
                                TestHost.script(),
                                "logs",
                                "-f",
                                "-n",
                                "1",
                                "teller",
                                "--configDir",
                                host.home().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        try {
            await(() -> Files.readString(out).contains(" out "));
            teller("print", "followed");
            await(() -> Files.readString(out).contains(" out followed"));
        } finally {
            follow.destroy();
        }
    }

    @Test
    @Order(5)
    void aStreamOfAServiceEndsThereWhenItsReaderLeaves() throws Exception {
        try (var ticks = Sse.open(host, TELLER, "ticks")) {
            assertThat(ticks.next("tick").data().path("n").asInt()).isZero();
            assertThat(ticks.next("tick").data().path("n").asInt()).isEqualTo(1);
            assertThat(teller("readers").path("result").asInt()).isEqualTo(1);
        }
        await(() -> teller("readers").path("result").asInt() == 0);
    }

    @Test
    @Order(6)
    void anEndedSessionEndsItsStreams() throws Exception {
        Map<String, String> ada = session("ada");
        try (var log = Sse.open(host, ada, SERVICES, "logs", "teller", Map.of("lines", 1));
                var ticks = Sse.open(host, ada, TELLER, "ticks")) {
            log.next("lines");
            ticks.next("tick");
            var headers = new HashMap<>(ada);
            headers.remove("Host");
            JsonNode out =
                    host.call(host.browser(), headers, "atek.cloud/user-sessions-api", "logout");
            assertThat(out.has("result")).as(out.toString()).isTrue();

            assertThat(end(log)).isIn("end", "broken");
            assertThat(end(ticks)).isIn("end", "broken");
        }
        await(() -> teller("readers").path("result").asInt() == 0);
    }

    private static String end(Sse stream) throws InterruptedException {
        String name = stream.next().name();
        while (!name.equals("end") && !name.equals("broken")) {
            name = stream.next().name();
        }
        return name;
    }

    @Test
    @Order(20)
    void aServiceThatDiesEndsItsStreamsWithAnError() throws Exception {
        try (var ticks = Sse.open(host, TELLER, "ticks")) {
            ticks.next("tick");
            teller("die");

            Sse.Event last = ticks.next("error");
            assertThat(last.data().path("code").asInt()).isEqualTo(-32011);
            assertThat(last.data().path("message").asText()).isEqualTo("teller broke off");
            assertThat(ticks.next().name()).isEqualTo("end");
        }
    }

    @Test
    @Order(21)
    void aServiceThatIsRemovedEndsTheStreamOfItsLog() throws Exception {
        try (var log = Sse.open(host, SERVICES, "logs", "teller", Map.of("lines", 1))) {
            log.next("lines");
            host.call(SERVICES, "uninstall", "teller");

            assertThat(end(log)).isEqualTo("end");
        }
    }

    @Test
    @Order(30)
    void aHostThatStopsEndsItsStreams() throws Exception {
        try (var log = Sse.open(host, SERVICES, "logs", "core.adb")) {
            log.next("lines");
            host.close();

            assertThat(end(log)).isIn("end", "broken");
        }
    }
}
