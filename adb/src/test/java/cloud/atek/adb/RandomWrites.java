package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.KeyPath;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Commits of one to four records, the same ones for the same random numbers.
record RandomWrites(RandomJson json) {

    /// One is below another, one sorts between the two, and some are longer than one byte a
    /// character.
    private static final List<String> FOLDERS = List.of("/a", "/a/b", "/a!", "/ü", "/c/d");

    RandomWrites(RandomGenerator random) {
        this(new RandomJson(random));
    }

    RandomGenerator random() {
        return json.random();
    }

    String folder() {
        return random().nextInt(4) == 0 ? "/" : json.one(FOLDERS);
    }

    String path() {
        String folder = json.one(FOLDERS);
        return random().nextInt(4) == 0 ? folder : folder + "/" + random().nextInt(12);
    }

    /// What one commit writes: a value for each path, or nothing to delete it.
    Map<String, @Nullable JsonNode> next() {
        var writes = new LinkedHashMap<String, @Nullable JsonNode>();
        for (int i = random().nextInt(1, 5); i > 0; i--) {
            writes.put(path(), random().nextInt(4) == 0 ? null : object());
        }
        return writes;
    }

    static List<BatchOperation> operations(Map<String, @Nullable JsonNode> writes) {
        return writes.entrySet().stream()
                .map(one -> {
                    KeyPath path = KeyPath.parse(one.getKey());
                    return one.getValue() instanceof ObjectNode value
                            ? BatchOperation.put(path, value)
                            : BatchOperation.delete(path);
                })
                .toList();
    }

    /// As it is read back: 1e2 may come as 100.0.
    private ObjectNode object() {
        return RecordJson.read(new String(RecordJson.write(json.object()), StandardCharsets.UTF_8));
    }
}
