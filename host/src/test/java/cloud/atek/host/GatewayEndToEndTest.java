package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.Sse;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Whom a call reaches, how long it may last, what a batch does, who hears events, and what
/// services may call and take. Three services of one kind: ada's, bob's and the household's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatewayEndToEndTest {

    private static final String SERVICES = "atek.cloud/services-api";
    private static final String USERS = "atek.cloud/users-api";
    private static final String EVENTS = "atek.cloud/events-api";
    private static final String TELLER = "example.com/teller";
    private static final String PASSWORD = "correct horse";
    private static final Map<String, String> NOTHING = Map.of();

    private final Map<String, String> keys = new HashMap<>();
    private TestHost host;
    private Http ada;
    private Http bob;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        host = TestHost.up(TestHost.freshHome());
        user("ada", "admin");
        user("bob", "member");
        install(dir, "adas", "ada", "English");
        install(dir, "bobs", "bob", "German");
        install(dir, "everyones", "system", "Latin");
        ada = login("ada");
        bob = login("bob");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private void user(String name, String role) throws IOException {
        host.call(USERS, "create", Map.of("username", name, "password", PASSWORD, "role", role));
    }

    private void install(Path dir, String id, String user, String language) throws Exception {
        Path folder = Path.of("src/test/resources/cloud/atek/host/teller");
        String manifest = Files.readString(folder.resolve("atek.json"));
        try (var teller =
                GitPackage.create(dir, id)
                        .copy(folder)
                        .write("atek.json", manifest.replace("English", language))
                        .release("1.0.0")) {
            Run install =
                    host.cli(
                            "install",
                            teller.bare().toString(),
                            "--user",
                            user,
                            "--id",
                            id,
                            "--json");
            assertThat(install.exitCode()).as(install.out()).isZero();
            keys.put(id, host.call(SERVICES, "get", id).at("/result/key").asText());
        }
    }

    private Http login(String name) throws IOException {
        Http browser = host.browser();
        host.call(
                browser,
                sameOrigin(),
                "atek.cloud/user-sessions-api",
                "login",
                Map.of("username", name, "password", PASSWORD));
        return browser;
    }

    private Map<String, String> sameOrigin() {
        return Map.of("Origin", "http://localhost:" + host.port(), "Sec-Fetch-Site", "same-origin");
    }

    private JsonNode call(Http as, String query, String method, Object... params)
            throws IOException {
        return host.call(as, sameOrigin(), query, method, params);
    }

    /// The id of the service that answers.
    private String answers(Http as, String query) throws IOException {
        JsonNode answer = call(as, query, "key");
        return keys.entrySet().stream()
                .filter(known -> known.getValue().equals(answer.path("result").asText()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> answer.at("/error/message").asText());
    }

    private String post(Http as, String body, Map<String, String> more) {
        var headers = new HashMap<>(sameOrigin());
        headers.putAll(more);
        return as.post("localhost", "/_atek/gateway?api=" + TELLER, body, headers).body();
    }

    private static void await(Callable<Boolean> claim) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (!claim.call()) {
            assertThat(System.nanoTime()).as("it does not come true").isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Test
    @Order(1)
    void attributesChooseAmongTheServicesThatTheCallerMayUse() throws Exception {
        assertThat(answers(ada, TELLER)).isEqualTo("adas");
        assertThat(answers(bob, TELLER)).isEqualTo("bobs");
        assertThat(answers(ada, TELLER + "&service=everyones")).isEqualTo("everyones");
        assertThat(answers(ada, TELLER + "&service=" + keys.get("everyones")))
                .isEqualTo("everyones");
        assertThat(answers(ada, TELLER + "&user=system")).isEqualTo("everyones");
        assertThat(answers(ada, TELLER + "&user=ada")).isEqualTo("adas");
        assertThat(answers(bob, TELLER + "&meta.language=Latin")).isEqualTo("everyones");
        assertThat(answers(bob, TELLER + "&meta.language=Latin&meta.size=small"))
                .isEqualTo("everyones");
        for (String none :
                List.of("&service=adas", "&user=ada", "&meta.language=English", "&meta.x=")) {
            assertThat(answers(bob, TELLER + none))
                    .as(none)
                    .startsWith("No service available which matches {\"transport\":\"rpc\"");
        }
    }

    @Test
    @Order(2)
    void aUserChoosesWhoAnswersHim() throws Exception {
        String key = call(ada, USERS, "list").at("/result/users/0/key").asText();
        Map<String, Object> choice =
                Map.of("mainServiceId", "", "providers", Map.of(TELLER, keys.get("everyones")));

        assertThat(call(ada, USERS, "updateSettings", key, choice).has("result")).isTrue();
        JsonNode could = call(ada, SERVICES, "providers", TELLER).at("/result/providers");

        assertThat(answers(ada, TELLER)).isEqualTo("everyones");
        assertThat(answers(ada, TELLER + "&service=adas")).isEqualTo("adas");
        assertThat(answers(bob, TELLER)).isEqualTo("bobs");
        assertThat(could.findValuesAsText("id")).containsExactly("adas", "everyones");
        assertThat(could.findValuesAsText("chosen")).containsExactly("false", "true");
        assertThat(could.at("/0/meta/language").asText()).isEqualTo("English");
        assertThat(could.at("/0/running").asBoolean()).isTrue();

        call(ada, USERS, "updateSettings", key, Map.of("mainServiceId", "adas"));
        assertThat(answers(ada, TELLER)).as("old clients leave it alone").isEqualTo("everyones");
        call(ada, USERS, "updateSettings", key, Map.of("providers", Map.of()));
        assertThat(answers(ada, TELLER)).isEqualTo("adas");
    }

    @Test
    @Order(3)
    void aBatchIsItsCalls() throws Exception {
        String batch =
                """
                [{"jsonrpc":"2.0","id":1,"method":"key","params":[]},
                 {"jsonrpc":"2.0","method":"print","params":["told"]},
                 7,
                 {"jsonrpc":"2.0","id":"x","method":"nothing","params":[]}]
                """;
        JsonNode answers = MessageCodec.JSON.readTree(post(ada, batch, NOTHING));
        String log = host.call(SERVICES, "logs", "adas", Map.of("lines", 3)).toString();

        assertThat(answers).hasSize(3);
        assertThat(answers.at("/0/result").asText()).isEqualTo(keys.get("adas"));
        assertThat(answers.at("/1/error/code").asInt()).isEqualTo(-32600);
        assertThat(answers.at("/1/id").isNull()).isTrue();
        assertThat(answers.at("/2/id").asText()).isEqualTo("x");
        assertThat(answers.at("/2/error/code").asInt()).isEqualTo(-32601);
        assertThat(log).contains("told");
    }

    @Test
    @Order(4)
    void brokenAndBoundlessBatchesAreRefusedBeforeTheFirstCall() throws Exception {
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"print\",\"params\":[\"never\"]}";
        String notification = "{\"jsonrpc\":\"2.0\",\"method\":\"print\",\"params\":[\"quiet\"]}";

        assertThat(post(ada, "[]", NOTHING)).contains("-32600", "at least one call");
        assertThat(post(ada, "[" + call + ",", NOTHING)).contains("-32700").doesNotContain("<");
        assertThat(post(ada, "{", NOTHING)).contains("-32700").doesNotContain("<");
        assertThat(post(ada, "[" + (call + ",").repeat(100) + call + "]", NOTHING))
                .contains("-32600", "at most 100 calls");
        assertThat(post(ada, "[" + notification + "]", NOTHING)).isEmpty();
        assertThat(host.call(SERVICES, "logs", "adas", Map.of("lines", 9)).toString())
                .doesNotContain("never")
                .contains("quiet");
        assertThat(post(host.browser(), "[" + call + "]", NOTHING)).contains("Not authorized");
    }

    @Test
    @Order(5)
    void paramsAreForwardedByteForByte() throws Exception {
        String odd =
                "{ \"jsonrpc\" : \"2.0\",\"id\":1,\"method\":\"emit\",\"params\":[ \"x/y\",\"t\", {\"b\":1,\"a\":1e2 } ,\"\"]}";

        assertThat(post(ada, odd, NOTHING)).contains("does not declare the topic");
    }

    @Test
    @Order(6)
    void aDeadlineGoesOnAndEndsTheCall() throws Exception {
        var short0 = new HashMap<>(sameOrigin());
        short0.put("Atek-Deadline-Ms", "5000");
        long left = host.call(ada, short0, TELLER, "left").path("result").asLong();
        long within = host.call(ada, short0, TELLER, "leftWithin", TELLER).path("result").asLong();
        short0.put("Atek-Deadline-Ms", "99999999");
        long most = host.call(ada, short0, TELLER, "left").path("result").asLong();
        short0.put("Atek-Deadline-Ms", "300");
        JsonNode late = host.call(ada, short0, TELLER, "nap", 20_000);
        JsonNode slow = host.call(ada, short0, "example.com/slow", "wait");

        assertThat(left).isBetween(1L, 5000L);
        assertThat(within).isBetween(1L, left);
        assertThat(most).isBetween(50_000L, 60_000L);
        assertThat(late.at("/error/code").asInt()).isEqualTo(-32011);
        assertThat(late.at("/error/message").asText())
                .startsWith("adas did not answer within 300 ms (call ");
        assertThat(slow.at("/error/code").asInt()).as(slow.toString()).isEqualTo(-32011);
        await(() -> host.call(SERVICES, "logs", "adas", Map.of()).toString().contains("gave up"));
        assertThat(post(ada, "{}", Map.of("Atek-Deadline-Ms", "soon")))
                .contains("Want Atek-Deadline-Ms to be whole milliseconds, 1 to 60000");
    }

    @Test
    @Order(7)
    void eventsReachThoseWhoMayUseTheApi() throws Exception {
        try (var adas = subscribe("ada", Map.of("api", TELLER));
                var bobs = subscribe("bob", Map.of("api", TELLER, "topics", List.of("said")));
                var only = subscribe("ada", Map.of("api", TELLER, "service", "everyones"))) {
            for (Sse stream : List.of(adas, bobs, only)) {
                assertThat(stream.next().name()).isEqualTo("subscribed");
            }
            emit("adas", "said", "hello", "");
            emit("everyones", "done", "all", "");
            emit("everyones", "said", "to bob", "bob");
            emit("everyones", "said", "bye", "");

            assertThat(heard(adas)).isEqualTo("adas said \"hello\"");
            assertThat(heard(adas)).isEqualTo("everyones done \"all\"");
            assertThat(heard(adas)).isEqualTo("everyones said \"bye\"");
            assertThat(heard(bobs)).isEqualTo("everyones said \"to bob\"");
            assertThat(heard(bobs)).isEqualTo("everyones said \"bye\"");
            assertThat(heard(only)).isEqualTo("everyones done \"all\"");
        }
    }

    private Sse subscribe(String user, Map<String, Object> wanted) throws Exception {
        var headers = new HashMap<>(sameOrigin());
        var answer =
                host.browser()
                        .post(
                                "localhost",
                                "/_atek/gateway?api=atek.cloud/user-sessions-api",
                                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"login\",\"params\":[{\"username\":\"%s\",\"password\":\"%s\"}]}"
                                        .formatted(user, PASSWORD),
                                sameOrigin());
        headers.put(
                "Cookie",
                answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", ""));
        headers.put("Host", "localhost:" + host.port());
        return Sse.open(host, headers, EVENTS, "subscribe", wanted);
    }

    private void emit(String service, String topic, Object data, String user) throws IOException {
        JsonNode answer =
                host.call(TELLER + "&service=" + service, "emit", TELLER, topic, data, user);
        assertThat(answer.path("result")).as(answer.toString()).isEqualTo(TextNode.valueOf(""));
    }

    private String heard(Sse stream) throws InterruptedException {
        JsonNode data = stream.next("event").data();
        String service =
                keys.entrySet().stream()
                        .filter(known -> known.getValue().equals(data.path("service").asText()))
                        .findFirst()
                        .orElseThrow()
                        .getKey();
        return service + " " + data.path("topic").asText() + " " + data.path("data");
    }

    @Test
    @Order(8)
    void aServiceHearsEventsAndTellsOnlyItsOwnTopics() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var hearing =
                    threads.submit(() ->
                            host.call(TELLER + "&service=bobs", "hear", "done").path("result"));
            await(() ->
                    host.call(SERVICES, "logs", "bobs", Map.of("lines", 1))
                            .toString()
                            .contains("out subscribed"));
            emit("everyones", "done", Map.of("n", 1), "");

            assertThat(hearing.get().asText())
                    .isEqualTo("done " + keys.get("everyones") + " {\"n\":1}");
        }
        assertThat(refused(TELLER, "unsaid")).contains("does not declare the topic \"unsaid\"");
        assertThat(refused("example.com/other", "said")).contains("does not declare");
        JsonNode person = call(ada, EVENTS, "emit", Map.of("api", TELLER, "topic", "said"));
        assertThat(person.at("/error/message").asText()).startsWith("Only a service emits");
        JsonNode whole = call(ada, EVENTS, "subscribe", Map.of("api", TELLER));
        assertThat(whole.at("/error/message").asText()).contains("Accept: text/event-stream");
    }

    private String refused(String api, String topic) throws IOException {
        return call(ada, TELLER, "emit", api, topic, "x", "").path("result").asText();
    }

    @Test
    @Order(9)
    void nobodyHearsOfAnApiThatHeMayNotUse() throws Exception {
        try (var none = subscribe("bob", Map.of("api", "example.com/none"))) {
            assertThat(none.next().data().at("/error/code").asInt()).isEqualTo(-32601);
        }
        try (var none = subscribe("bob", Map.of("api", TELLER, "topics", List.of("unsaid")))) {
            assertThat(none.next().data().at("/error/message").asText()).contains("unsaid");
        }
    }

    @Test
    @Order(9)
    void pagesAndNodeHearEvents(@TempDir Path dir) throws Exception {
        Path pages = Path.of("src/main/resources/cloud/atek/host/edge/pages");
        for (String name : List.of("events.js", "stream.js", "rpc.js")) {
            Files.copy(pages.resolve(name), dir.resolve(name));
        }
        Files.writeString(dir.resolve("package.json"), "{\"type\":\"module\"}");
        var command =
                List.of(
                        "node",
                        "src/test/resources/cloud/atek/host/events/hear.mjs",
                        dir.toString());
        var environment =
                Map.of(
                        "ATEK_HOST_PORT",
                        Integer.toString(host.port()),
                        "ATEK_HOST_BEARER_TOKEN",
                        host.systemToken());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var node = threads.submit(() -> Run.of(command, environment));
            while (!node.isDone()) {
                emit("everyones", "said", Map.of("n", 1), "");
                Thread.sleep(50);
            }
            assertThat(node.get().out())
                    .contains(
                            "module subscribed undefined", "module event {\"n\":1}", "plain said");
        }
    }

    @Test
    @Order(10)
    void aServiceCallsOnlyWhatItWasGranted() throws Exception {
        assertThat(granted("atek.cloud/adb-api", "dbList")).contains("\"result\":[");

        var grant = Map.of("apis", List.of(Map.of("api", TELLER, "methods", List.of("key"))));
        assertThat(call(ada, SERVICES, "setPermissions", "adas", grant).has("result")).isTrue();

        assertThat(granted("atek.cloud/adb-api", "dbList"))
                .contains("-32010", "adas lacks the permission to call dbList", "atek grant adas");
        assertThat(granted("atek.cloud/inspect-api", "isReady"))
                .as("what every service may")
                .contains("true");
        assertThat(granted(TELLER, "key")).contains(keys.get("adas"));
        assertThat(
                        call(ada, SERVICES, "get", "adas")
                                .at("/result/settings/permissions/apis/0/methods/0")
                                .asText())
                .isEqualTo("key");
        assertThat(answers(ada, TELLER)).as("it may still be called").isEqualTo("adas");
        assertThat(call(bob, SERVICES, "setPermissions", "adas").at("/error/message").asText())
                .isEqualTo("Not authorized");

        call(ada, SERVICES, "setPermissions", "adas");
        assertThat(granted("atek.cloud/adb-api", "dbList")).contains("\"result\":[");
    }

    private String granted(String api, String method) throws IOException {
        return call(ada, TELLER, "call", api, method).path("result").asText();
    }

    @Test
    @Order(11)
    void statsSayWhatAServiceTakes() throws Exception {
        JsonNode stats = call(ada, SERVICES, "stats", "adas").path("result");

        assertThat(stats.path("memoryBytes").asLong()).isGreaterThan(10L << 20);
        assertThat(stats.path("cpuMs").asLong()).isPositive();
        assertThat(stats.path("processes").asInt()).isPositive();
        assertThat(stats.path("threads").asInt()).isGreaterThan(5);
        assertThat(stats.path("uptimeMs").asLong()).isPositive();
        assertThat(stats.path("restarts").asInt()).isZero();
        assertThat(stats.path("logBytes").asLong()).isPositive();
        assertThat(stats.path("calls").asLong()).isGreaterThan(10);
        assertThat(stats.path("callBytesIn").asLong()).isPositive();
        assertThat(stats.path("callBytesOut").asLong()).isPositive();
        assertThat(call(bob, SERVICES, "stats", "adas").at("/error/message").asText())
                .isEqualTo("Not authorized");

        call(ada, SERVICES, "restart", "adas");
        JsonNode fresh = call(ada, SERVICES, "stats", "adas").path("result");
        assertThat(fresh.path("restarts").asInt()).isEqualTo(1);
        assertThat(fresh.path("calls").asLong()).isZero();

        call(ada, SERVICES, "stop", "adas");
        JsonNode stopped = call(ada, SERVICES, "stats", "adas").path("result");
        assertThat(stopped.has("memoryBytes")).isFalse();
        assertThat(stopped.path("logBytes").asLong()).isPositive();
    }
}
