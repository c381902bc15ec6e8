package cloud.atek.host.cli.adb;

import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.RetentionConfig;
import cloud.atek.api.adb.ViewConfig;
import cloud.atek.host.export.ExportLines;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// One line of an import, read and checked.
sealed interface ImportLine {

    /// @param history whether records come with what they were
    record Head(boolean history) implements ImportLine {}

    record Value(KeyPath path, ObjectNode value) implements ImportLine {}

    /// A record of a history that was deleted.
    record Gone(KeyPath path) implements ImportLine {}

    record Index(IndexConfig config) implements ImportLine {}

    record View(ViewConfig config) implements ImportLine {}

    record Retention(RetentionConfig config) implements ImportLine {}

    record Blob(BlobLine blob) implements ImportLine {}

    /// @param records how many there are to be
    /// @param blobs how many there are to be
    record End(long records, long blobs) implements ImportLine {}

    /// @param pointer JSON pointer to what is wrong; empty for the line
    record Bad(String pointer, String message) implements ImportLine {}

    Set<String> MEMBERS = Set.of("path", "value", "seq", "time", "deleted");

    static ImportLine read(byte[] line) {
        JsonNode json;
        try {
            json = MessageCodec.JSON.readTree(line);
        } catch (IOException e) {
            return new Bad("", BrokenLine.of(line));
        }
        if (!json.isObject()) {
            return new Bad(
                    "", "want an object such as {\"path\": [\"notes\", \"1\"], \"value\": {}}");
        }
        if (json.has("atek")) {
            return head(json);
        }
        if (json.path("end").asBoolean()) {
            return new End(json.path("records").asLong(), json.path("blobs").asLong());
        }
        for (Setting setting : SETTINGS) {
            if (json.has(setting.member())) {
                return setting.read(json.path(setting.member()));
            }
        }
        return record(json);
    }

    List<Setting> SETTINGS =
            List.of(
                    new Setting("index", json -> new Index(IndexConfig.from(json))),
                    new Setting("view", json -> new View(ViewConfig.from(json))),
                    new Setting("retention", json -> new Retention(RetentionConfig.from(json))),
                    new Setting("blob", json -> new Blob(BlobLine.of(json))));

    /// A line with one member that is no record.
    record Setting(String member, Function<JsonNode, ImportLine> reader) {
        private ImportLine read(JsonNode json) {
            try {
                return reader.apply(json);
            } catch (IllegalArgumentException e) {
                return new Bad("/" + member, String.valueOf(e.getMessage()));
            }
        }
    }

    private static ImportLine head(JsonNode json) {
        if (!json.path("atek").asText().equals(ExportLines.MARK)) {
            return new Bad("/atek", "want \"%s\"".formatted(ExportLines.MARK));
        }
        if (json.path("version").asInt() != ExportLines.VERSION) {
            return new Bad(
                    "/version",
                    "this is version %s, and %d is known: use a newer atek"
                            .formatted(json.path("version"), ExportLines.VERSION));
        }
        return new Head(json.path("history").asBoolean());
    }

    private static ImportLine record(JsonNode json) {
        for (var member : json.properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                return new Bad(
                        "/" + member.getKey().replace("~", "~0").replace("/", "~1"),
                        "a record has no such member: want path and value");
            }
        }
        if (!json.has("path")) {
            return new Bad("/path", "want the path of a record, [\"notes\", \"1\"]");
        }
        KeyPath path;
        try {
            path = MessageCodec.JSON.treeToValue(json.path("path"), KeyPath.class);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return new Bad("/path", "want a list of names, none empty, 1,024 bytes in all");
        }
        if (path.isRoot()) {
            return new Bad("/path", "want at least one name");
        }
        if (json.path("deleted").asBoolean()) {
            return new Gone(path);
        }
        return json.path("value") instanceof ObjectNode value
                ? new Value(path, value)
                : new Bad("/value", "want an object");
    }
}
