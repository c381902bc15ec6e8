package cloud.atek.host.cli.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.host.export.ExportLines;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/// A blob as an export tells of it; its content stands beside, under its hash.
///
/// @param type media type
/// @param size in bytes
/// @param hash SHA-256 of the content, 64 hex digits
record BlobLine(KeyPath path, String type, long size, String hash) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern TYPE = Pattern.compile("[!-~][ -~]{0,199}");

    BlobLine {
        if (path.isRoot()) {
            throw new IllegalArgumentException("want a path of at least one name");
        }
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("want a type such as image/png");
        }
        if (size < 0) {
            throw new IllegalArgumentException("want a size in bytes");
        }
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("want a hash of 64 hex digits");
        }
    }

    /// @param told as `blobList` and `blobStat` tell it
    static BlobLine told(JsonNode told) {
        return new BlobLine(
                ExportLines.blobPath(told),
                told.path("type").asText(),
                told.path("size").asLong(),
                told.path("hash").asText());
    }

    /// @throws IllegalArgumentException with what was wanted
    static BlobLine of(JsonNode json) {
        KeyPath path;
        try {
            path = MessageCodec.JSON.treeToValue(json.path("path"), KeyPath.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("want a path, a list of names", e);
        }
        if (path == null || !json.path("size").isIntegralNumber()) {
            throw new IllegalArgumentException("want path, type, size and hash");
        }
        return new BlobLine(
                path,
                json.path("type").asText(),
                json.path("size").asLong(),
                json.path("hash").asText());
    }

    ObjectNode toJson() {
        ObjectNode line = MessageCodec.JSON.createObjectNode();
        ObjectNode blob = line.putObject("blob");
        blob.set("path", MessageCodec.JSON.valueToTree(path));
        blob.put("type", type).put("size", size).put("hash", hash);
        return line;
    }
}
