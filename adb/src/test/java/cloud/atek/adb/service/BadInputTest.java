package cloud.atek.adb.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.rpc.Surrogates;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is wrong is told with its place, nothing of it is written, and the process, with the heap
/// it has in production, lives on.
class BadInputTest {

    private static final int CALL_BYTES = 16 << 20;

    /// Not a @TempDir: a socket's path is short.
    private final Path dir;

    private final AdbProcess adb;
    private String id = "";

    BadInputTest() throws Exception {
        this.dir = Files.createTempDirectory(Path.of("/tmp"), "adb");
        this.adb = AdbProcess.start(dir);
    }

    @BeforeEach
    void create() throws IOException {
        adb.call("init", Map.of("serverDbId", ""));
        id =
                adb.call("bob", "notes", "dbCreate", Map.of("access", "private"))
                        .at("/result/dbId")
                        .asText();
    }

    @AfterEach
    void delete() throws IOException {
        adb.close();
        try (Stream<Path> paths = Files.walk(dir)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @Test
    void badRecordsAreRefusedWithTheirPlace() throws IOException {
        String deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);
        String wide =
                IntStream.rangeClosed(0, 10_000)
                        .mapToObj(i -> "\"k" + i + "\":1")
                        .collect(Collectors.joining(",", "{\"w\":{", "}}"));

        refused("{\"a\":{\"b\":1,\"b\":2}}", -32700, "not JSON at /params/2/a/b: this member");
        refused("{\"a\":[1,1e999999]}", -32003, "The number is too large");
        refused("{\"a\":[1,-1e400]}", -32003, "at /a/1");
        refused("{\"a\":{\"b/c\":\"x\\ud800\"}}", -32003, "lone surrogate, at /a/b~1c");
        refused("{\"a\":\"\\udc00\\udc00\"}", -32003, "lone surrogate, at /a");
        refused("{\"a\\udc00\":1}", -32700, "not JSON at /params/2");
        refused(deep, -32003, "The record nests deeper than 64 levels, at /a/a/a");
        refused("{\"a\":".repeat(100_000), -32700, "nests deeper than 128 levels");
        refused("[".repeat(100_000), -32700, "nests deeper than 128 levels");
        refused(wide, -32003, "The object has 10,001 members, and 10,000 fit, at /w");
        refused("{\"a\":" + "9".repeat(401) + "}", -32700, "/params/2/a: a number has more than");
        refused("{\"a\":\"" + "x".repeat(1 << 20) + "\"}", -32003, "at most 1,048,576 bytes fit");
        refused("{\"a\":\"" + "\\u0001".repeat(200_000) + "\"}", -32003, "1,048,576 bytes fit");
        refused("{\"a\":[" + "0,".repeat(300_000) + "0]}", -32700, "more than 250000 values");
        refused("{\"a\":NaN}", -32700, "not JSON at /params/2/a");
        refused("{\"a\":01}", -32700, "not JSON at /params/2/a");
        refused("{\"a\":1} // note", -32700, "not JSON");
        refused("\"text\"", -32001, "Parameter 3 must be object");
        refused("[]", -32001, "Parameter 3 must be object");
        refused("null", -32001, "Parameter 3 is missing");

        assertThat(records()).isEmpty();
        assertThat(put("\"/a\"", "{\"a\":1}").at("/result/path").asText()).isEqualTo("/a");
        assertThat(adb.call("bob", "notes", "recordGet", id, "/a").at("/result/seq").asInt())
                .as("nothing was written before it")
                .isEqualTo(2);
    }

    @Test
    void badPathsAndOptionsAreRefused() throws IOException {
        for (String bad : List.of("\"/a\\u0000b\"", "[\"a\",\"b\\u0000\"]", "[\"\"]")) {
            refusedPath(bad, -32001, "a path has an empty name or a NUL in it");
        }
        refusedPath("\"/a\\ud800\"", -32003, "A path has a name that is not Unicode");
        refusedPath("7", -32001, "Parameter 2 does not fit: a path is a string or an array");
        refusedPath("[\"a\",7]", -32001, "a path is a string or an array of strings");
        refusedPath("\"/\"", -32003, "A record wants a path");
        refusedPath("\"" + "x".repeat(1025) + "\"", -32001, "at most 1024 fit");
        assertThat(message(adb.call("bob", "notes", "recordGet", 7, "/a")))
                .isEqualTo("Parameter 1 must be string");
        assertThat(message(list(Map.of("limit", "5"))))
                .isEqualTo("Parameter 3.limit must be number");
        assertThat(message(list(Map.of("limit", 1.5))))
                .isEqualTo("Parameter 3.limit must be number");
        assertThat(message(list(Map.of("reverse", "yes"))))
                .isEqualTo("Parameter 3.reverse must be boolean");
        assertThat(message(list(Map.of("gt", 5)))).isEqualTo("Parameter 3.gt must be string");
        assertThat(message(list(List.of()))).isEqualTo("Parameter 3 must be object");
        assertThat(message(list(Map.of("limit", -1)))).startsWith("limit is -1");
        assertThat(list(Map.of("limit", -1, "x", 1)).at("/error/code").asInt()).isEqualTo(-32003);
        String odd = message(adb.call("bob", "notes", "dbDescribe", "x\ud83d\ude00"));
        assertThat(Surrogates.firstLone(odd)).isEqualTo(-1);
        String half =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"dbDescribe\",\"params\":[\"\\ud800\"]}";
        assertThat(message(adb.post("bob", "notes", half.getBytes(UTF_8))))
                .isEqualTo("Invalid database ID: \ufffd");
        assertThat(records()).isEmpty();
    }

    @Test
    void hostileCallsAtATimeStayWithinTheHeap() throws Exception {
        var calls = new ArrayList<Callable<JsonNode>>();
        for (int round = 0; round < 2; round++) {
            for (String part : List.of("{},", "[],", "{\"a\":1},", "\"ab\",", "0,", "123456789,")) {
                String many = part.repeat(CALL_BYTES / part.length() - 100);
                calls.add(() -> put("\"/a\"", "{\"a\":[" + many + "0]}"));
                String some = part.repeat(90_000 / part.length() * 2);
                calls.add(() -> put("\"/a\"", "{\"a\":[" + some + "0],\"b\":1e999}"));
            }
            calls.add(() -> put("\"/a\"", "{\"a\":\"" + "x".repeat(CALL_BYTES - 300) + "\"}"));
        }

        try (var threads = Executors.newFixedThreadPool(4)) {
            for (Future<JsonNode> answer : threads.invokeAll(calls)) {
                assertThat(answer.get().has("error")).isTrue();
            }
        }
        assertThat(records()).isEmpty();
    }

    private void refused(String value, int code, String message) throws IOException {
        JsonNode answer = put("\"/a\"", value);

        assertThat(message(answer)).contains(message);
        assertThat(answer.at("/error/code").asInt()).as(answer.toString()).isEqualTo(code);
    }

    private void refusedPath(String path, int code, String message) throws IOException {
        JsonNode answer = put(path, "{\"a\":1}");

        assertThat(message(answer)).contains(message);
        assertThat(answer.at("/error/code").asInt()).as(answer.toString()).isEqualTo(code);
    }

    private JsonNode put(String path, String value) throws IOException {
        String call =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"recordPut\",\"params\":[\"%s\",%s,"
                        .formatted(id, path);
        return adb.post("bob", "notes", (call + value + "]}").getBytes(UTF_8));
    }

    private JsonNode list(Object options) throws IOException {
        return adb.call("bob", "notes", "recordList", id, "/", options);
    }

    private JsonNode records() throws IOException {
        return adb.call("bob", "notes", "recordList", id, "/").at("/result/records");
    }

    private static String message(JsonNode answer) {
        return answer.at("/error/message").asText();
    }
}
