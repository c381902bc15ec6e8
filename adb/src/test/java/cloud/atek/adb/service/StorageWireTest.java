package cloud.atek.adb.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Views, merges and upkeep as they go over the socket.
class StorageWireTest {

    /// Not a @TempDir: a socket's path is short.
    private final Path dir;

    private final AdbProcess adb;

    StorageWireTest() throws Exception {
        this.dir = Files.createTempDirectory(Path.of("/tmp"), "adb");
        this.adb = AdbProcess.start(dir);
        adb.call("init", Map.of("serverDbId", ""));
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
    void viewsAndMergesHaveTheirShapes() throws IOException {
        String id = call("dbGetOrCreate", "main").path("dbId").asText();
        String other = call("dbGetOrCreate", "other").path("dbId").asText();
        call("recordPut", id, "/b/1", Map.of("t", List.of("x", "y"), "n", 1));
        call("recordPut", other, "/b/0", Map.of("n", 2));
        var view = Map.of("name", "v", "path", "/b", "key", List.of("/t"), "value", List.of("/n"));
        assertThat(call("viewDefine", "main", view).at("/view/name")).hasToString("\"v\"");
        awaitTrue("viewList", "/0/ready");

        assertThat(call("viewGet", "main", "v", Map.of("prefix", List.of("y"))))
                .hasToString(
                        "{\"entries\":[{\"key\":[\"y\"],\"path\":\"/b/1\",\"url\":\"hyper://"
                                + id
                                + "/b/1\",\"seq\":2,\"value\":[1]}]}");
        assertThat(call("viewGet", "main", "v", Map.of("limit", 1)).path("next").isTextual())
                .isTrue();
        JsonNode merged = call("recordMerge", List.of(id, "other"), "/b", Map.of("limit", 1));
        assertThat(merged.at("/records/0/url").asText()).isEqualTo("hyper://" + other + "/b/0");
        assertThat(merged.path("next").isTextual()).isTrue();
        call("viewDrop", "main", "v");
        assertThat(call("viewList", "main")).isEmpty();
        assertThat(adb.call("bob", "mail", "recordMerge", List.of(id), "/").at("/error/message"))
                .hasToString("\"Not authorized to access " + id + "\"");
    }

    @Test
    void upkeepHasItsShapes() throws IOException {
        String id = call("dbGetOrCreate", "main").path("dbId").asText();
        call("recordPut", id, "/b/1", Map.of("n", 1));
        call("recordPut", id, "/b/1", Map.of("n", 2));
        call("dbConfigure", id, Map.of("retention", Map.of("days", 7)));
        assertThat(call("dbGetConfig", id).path("retention")).hasToString("{\"days\":7}");
        assertThat(call("purge", id, "/b", Map.of("below", true)))
                .hasToString("{\"seq\":5,\"records\":1,\"versions\":2}");
        assertThat(call("compact", id).fieldNames())
                .toIterable()
                .containsExactly("bytesBefore", "bytesAfter");
        assertThat(call("rebuild", id).fieldNames()).toIterable().containsExactly("done", "total");
        long end = System.nanoTime() + 10_000_000_000L;
        while (call("stat", id).has("building")) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(call("stat", id).path("records").asInt()).isZero();
    }

    private JsonNode call(String method, Object... params) throws IOException {
        JsonNode answer = adb.call("bob", "notes", method, params);
        assertThat(answer.has("error")).as(answer.toString()).isFalse();
        return answer.path("result");
    }

    private void awaitTrue(String method, String place) throws IOException {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!call(method, "main").at(place).asBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
