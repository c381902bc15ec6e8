package cloud.atek.adb.service;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class AdbMainTest {

    /// Not a @TempDir: a socket's path is short.
    private final Path dir;

    AdbMainTest() throws IOException {
        this.dir = Files.createTempDirectory(Path.of("/tmp"), "adb");
    }

    @AfterEach
    void delete() throws IOException {
        try (Stream<Path> paths = Files.walk(dir)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void answersOnItsSocketInTheShapesOfTheContract() throws Exception {
        try (AdbProcess adb = AdbProcess.start(dir)) {
            assertThat(adb.call("init", Map.of("serverDbId", ""))).hasToString(success("null"));
            JsonNode made = adb.call("bob", "notes", "dbGetOrCreate", "main", Map.of());
            String id = made.at("/result/dbId").asText();
            assertThat(made).hasToString(success("{\"dbId\":\"" + id + "\",\"writable\":true}"));
            String record = "\"path\":\"/a/b\",\"url\":\"hyper://" + id + "/a/b\"";
            String value = "\"value\":{\"n\":[1,2.5,null,\"ü\"]}";

            JsonNode json = MessageCodec.JSON.readTree("{\"n\":[1,2.5,null,\"ü\"]}");
            assertThat(adb.call("bob", "notes", "recordPut", id, "/a/b", json))
                    .hasToString(success("{\"key\":\"b\"," + record + "," + value + "}"));
            assertThat(adb.call("bob", "notes", "recordGet", id, List.of("a", "b")))
                    .hasToString(success("{\"key\":\"b\"," + record + ",\"seq\":2," + value + "}"));
            assertThat(adb.call("bob", "notes", "recordList", id, "/"))
                    .hasToString(
                            success(
                                    "{\"records\":[{\"key\":\"a/b\","
                                            + record
                                            + ",\"seq\":2,"
                                            + value
                                            + "}]}"));
            assertThat(adb.call("bob", "notes", "recordDelete", id, "/a/b"))
                    .hasToString(success("null"));
            assertThat(adb.call("bob", "notes", "recordGet", id, "/a/b"))
                    .hasToString(notFound("a,b", "/a/b"));
            assertThat(adb.call("bob", "mail", "recordGet", id, "/a/b"))
                    .hasToString(failure("Not authorized to access " + id, -32003));
            assertThat(adb.end()).isEqualTo(143);
        }
    }

    @Test
    void unknownMethodsAndMisfitParamsHaveTheirCodes() throws Exception {
        try (AdbProcess adb = AdbProcess.start(dir)) {
            adb.call("init", Map.of("serverDbId", ""));
            String id =
                    adb.call("bob", "notes", "dbGetOrCreate", "main", Map.of())
                            .at("/result/dbId")
                            .asText();

            JsonNode unknown = adb.call("bob", "notes", "recordJoin", id);
            JsonNode misfit = adb.call("bob", "notes", "recordPut", id, "/a", "text");

            assertThat(unknown.at("/error/code").asInt()).isEqualTo(-32601);
            assertThat(misfit.at("/error/code").asInt()).isEqualTo(-32001);
        }
    }

    @Test
    void batchIsAllOrNothingAndSaysWhatWasInTheWay() throws Exception {
        try (AdbProcess adb = AdbProcess.start(dir)) {
            adb.call("init", Map.of("serverDbId", ""));
            String id = adb.call("bob", "notes", "dbCreate").at("/result/dbId").asText();
            Map<String, Object> put =
                    Map.of("op", "put", "path", "/a", "value", Map.of("n", 1), "expect", 0);
            Map<String, Object> delete = Map.of("op", "delete", "path", List.of("b"));

            assertThat(adb.call("bob", "notes", "batch", id, List.of(put, delete)))
                    .hasToString(success("{\"seq\":2}"));
            String conflict = "{\"path\":\"/a\",\"expected\":%d,\"found\":2}";
            assertThat(adb.call("bob", "notes", "batch", id, List.of(put, delete)))
                    .hasToString(
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"message\":\"Conflict: /a was"
                                    + " expected absent and is at 2: read it again\",\"code\":-32003,"
                                    + "\"data\":{\"conflicts\":["
                                    + conflict.formatted(0)
                                    + "]}}}");
            for (Object expect :
                    List.of(List.of(Map.of("path", "/a", "seq", 9)), Map.of("/a", 9))) {
                assertThat(
                                adb.call(
                                                "bob",
                                                "notes",
                                                "batch",
                                                id,
                                                List.of(delete),
                                                Map.of("expect", expect))
                                        .at("/error/data/conflicts/0"))
                        .hasToString(conflict.formatted(9));
            }
            assertThat(adb.call("bob", "mail", "batch", id, List.of(put)))
                    .hasToString(failure("Not authorized to access " + id, -32003));
            for (Object bad : List.of(Map.of("op", "put", "path", "/a"), Map.of("op", "x"), 7)) {
                assertThat(adb.call("bob", "notes", "batch", id, List.of(bad)).at("/error/code"))
                        .hasToString("-32001");
            }
            assertThat(records(adb, id)).containsOnlyKeys("/a");
        }
    }

    @Test
    void pastIsReadComparedAndRestored() throws Exception {
        try (AdbProcess adb = AdbProcess.start(dir)) {
            adb.call("init", Map.of("serverDbId", ""));
            String id =
                    adb.call("bob", "notes", "dbGetOrCreate", "main").at("/result/dbId").asText();
            String copy = adb.call("bob", "notes", "dbCreate").at("/result/dbId").asText();
            adb.call("bob", "notes", "recordPut", id, "/t/a", Map.of("n", 1));
            adb.call("bob", "notes", "recordPut", id, "/t/a", Map.of("n", 2));
            adb.call("bob", "notes", "recordDelete", id, "/t/a");
            adb.call("bob", "notes", "recordPut", copy, "/t/a", Map.of("n", 2));

            requirePastIsRead(adb, id);
            requirePastIsCompared(adb, id, copy);
            requireVersionsAreListed(adb, id);
            assertThat(adb.call("bob", "notes", "restore", id, "/t/a", 2))
                    .hasToString(success(record("a", id, 5, 1)));
            assertThat(adb.call("bob", "notes", "restore", id, "/t/a", 1))
                    .hasToString(success("null"));
            JsonNode stat = adb.call("bob", "notes", "stat", "main").path("result");
            assertThat(stat.path("records").asInt()).isZero();
            assertThat(stat.path("versions").asInt()).isEqualTo(5);
            assertThat(stat.path("seq").asInt()).isEqualTo(6);
            assertThat(stat.path("viewLag").asInt()).isZero();
            requireReadersOfThePastArePermitted(adb, id, copy);
        }
    }

    private static void requirePastIsRead(AdbProcess adb, String id) throws IOException {
        String one = record("a", id, 2, 1);
        assertThat(adb.call("bob", "notes", "recordGet", id, "/t/a", Map.of("at", 2)))
                .hasToString(success(one));
        assertThat(adb.call("bob", "notes", "recordList", id, "/t", Map.of("at", 2)))
                .hasToString(success("{\"records\":[" + one + "]}"));
        Map<String, String> early = Map.of("at", "2001-01-01T00:00:00Z");
        assertThat(adb.call("bob", "notes", "recordGet", id, "/t/a", early))
                .hasToString(notFound("t,a", "/t/a"));
    }

    private static void requirePastIsCompared(AdbProcess adb, String id, String copy)
            throws IOException {
        String left = "{\"left\":" + record("t/a", id, 2, 1);
        assertThat(adb.call("bob", "notes", "recordDiff", id, Map.of("left", 2)))
                .hasToString(success("[" + left + "}]"));
        Map<String, Object> sides =
                Map.of("left", 2, "right", Map.of("dbId", copy), "tableIds", List.of("t"));
        assertThat(adb.call("bob", "notes", "recordDiff", "main", sides))
                .hasToString(
                        success("[" + left + ",\"right\":" + record("t/a", copy, 2, 2) + "}]"));
        Map<String, Object> same = Map.of("left", 3, "right", copy);
        assertThat(adb.call("bob", "notes", "recordDiff", id, same)).hasToString(success("[]"));
    }

    private static void requireVersionsAreListed(AdbProcess adb, String id) throws IOException {
        JsonNode versions =
                adb.call("bob", "notes", "recordHistory", id, "/t/a").at("/result/versions");
        assertThat(versions.findValuesAsText("seq")).containsExactly("4", "3", "2");
        assertThat(versions.at("/0/deleted").asBoolean()).isTrue();
        assertThat(versions.at("/0").has("value")).isFalse();
        assertThat(versions.at("/1/value")).hasToString("{\"n\":2}");
        String time = versions.at("/2/time").asText();
        assertThat(Instant.parse(time)).isBefore(Instant.now().plusSeconds(60));
    }

    private static void requireReadersOfThePastArePermitted(AdbProcess adb, String id, String other)
            throws IOException {
        String denied = failure("Not authorized to access " + id, -32003);
        String mail = adb.call("bob", "mail", "dbCreate").at("/result/dbId").asText();
        Map<String, Object> theirs = Map.of("left", Map.of("dbId", id));
        assertThat(adb.call("bob", "mail", "recordDiff", mail, theirs)).hasToString(denied);
        assertThat(adb.call("bob", "mail", "recordHistory", id, "/t/a")).hasToString(denied);
        assertThat(adb.call("bob", "mail", "restore", id, "/t/a", 2)).hasToString(denied);
        assertThat(adb.call("bob", "mail", "stat", id)).hasToString(denied);
        for (Object bad : List.of("yesterday", -1, 1.5, true, Map.of())) {
            assertThat(
                            adb.call("bob", "notes", "recordGet", other, "/t/a", Map.of("at", bad))
                                    .at("/error/code"))
                    .hasToString("-32001");
        }
    }

    @Test
    void killLosesNoAcknowledgedRecord() throws Exception {
        rounds(3);
    }

    @Test
    @Tag("slow")
    void killLosesNoAcknowledgedRecordInManyRounds() throws Exception {
        rounds(50);
    }

    private void rounds(int count) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var acknowledged = new ConcurrentHashMap<String, String>();
        String server = "";
        for (int round = 0; round < count; round++) {
            try (AdbProcess adb = AdbProcess.start(dir)) {
                adb.call("init", Map.of("serverDbId", server));
                server = adb.call("getConfig").at("/result/serverDbId").asText();
                String id =
                        adb.call("bob", "notes", "dbGetOrCreate", "main", Map.of())
                                .at("/result/dbId")
                                .asText();
                assertThat(records(adb, id)).as("seed %d", seed).containsAllEntriesOf(acknowledged);
                writeAndKill(adb, id, acknowledged, 5 + random.nextInt(60));
            }
        }
        assertThat(acknowledged).isNotEmpty();
        requireSameFromTheLogAlone(server, acknowledged);
    }

    private void requireSameFromTheLogAlone(String server, Map<String, String> acknowledged)
            throws Exception {
        Map<String, String> before;
        try (AdbProcess adb = AdbProcess.start(dir)) {
            before = main(adb, server);
        }
        try (Stream<Path> views = Files.list(dir.resolve("data/views"))) {
            for (Path view : views.toList()) {
                Files.delete(view);
            }
        }
        try (AdbProcess adb = AdbProcess.start(dir)) {
            assertThat(main(adb, server)).isEqualTo(before).containsAllEntriesOf(acknowledged);
        }
    }

    private static Map<String, String> main(AdbProcess adb, String server) throws IOException {
        adb.call("init", Map.of("serverDbId", server));
        JsonNode main = adb.call("bob", "notes", "dbGetOrCreate", "main", Map.of());
        return records(adb, main.at("/result/dbId").asText());
    }

    /// Puts from three threads until the process is dead, and kills it after some answers.
    private static void writeAndKill(
            AdbProcess adb, String id, Map<String, String> acknowledged, int answers)
            throws InterruptedException {
        int enough = acknowledged.size() + answers;
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 3; i++) {
            threads.add(Thread.ofVirtual().start(() -> writeUntilDead(adb, id, acknowledged)));
        }
        while (acknowledged.size() < enough) {
            Thread.sleep(1);
        }
        adb.kill();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void writeUntilDead(
            AdbProcess adb, String id, Map<String, String> acknowledged) {
        try {
            while (true) {
                String path = "/r/" + UUID.randomUUID();
                JsonNode value = put(adb, id, path).path("result").path("value");
                assertThat(value.isObject()).isTrue();
                acknowledged.put(path, value.toString());
            }
        } catch (IOException e) {
            // It is dead.
        }
    }

    private static JsonNode put(AdbProcess adb, String id, String path) throws IOException {
        return adb.call("bob", "notes", "recordPut", id, path, Map.of("of", path));
    }

    private static Map<String, String> records(AdbProcess adb, String id) throws IOException {
        var found = new ConcurrentHashMap<String, String>();
        for (JsonNode one : adb.call("bob", "notes", "recordList", id, "/").at("/result/records")) {
            found.put(one.path("path").asText(), one.path("value").toString());
        }
        return found;
    }

    private static String record(String key, String id, long seq, int n) {
        return "{\"key\":\"%s\",\"path\":\"/t/a\",\"url\":\"hyper://%s/t/a\",\"seq\":%d,\"value\":{\"n\":%d}}"
                .formatted(key, id, seq, n);
    }

    private static String success(String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}";
    }

    private static String notFound(String names, String path) {
        return failure("Not found: " + names, -32003)
                .replace("}}", ",\"data\":{\"notFound\":\"" + path + "\"}}}");
    }

    private static String failure(String message, int code) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"message\":\"%s\",\"code\":%d}}"
                .formatted(message, code);
    }
}
