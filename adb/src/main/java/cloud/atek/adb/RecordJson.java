package cloud.atek.adb;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Records as text, within the limits.
public final class RecordJson {

    private RecordJson() {}

    /// @throws InvalidRecordException when `value` is beyond a limit
    public static byte[] write(ObjectNode value) {
        requireShape(value, 1);
        byte[] bytes;
        try {
            bytes = MessageCodec.JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree is always writable", e);
        }
        if (bytes.length > Limits.RECORD_BYTES_MAX) {
            throw new InvalidRecordException(
                    "A record of %,d bytes is too large: at most %,d fit"
                            .formatted(bytes.length, Limits.RECORD_BYTES_MAX));
        }
        return bytes;
    }

    /// Reads what [#write] wrote.
    public static ObjectNode read(String json) {
        try {
            return (ObjectNode) MessageCodec.JSON.readTree(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("what was stored is JSON", e);
        }
    }

    private static void requireShape(JsonNode node, int depth) {
        if (depth > Limits.DEPTH_MAX) {
            throw new InvalidRecordException(
                    "A record nests too deep: at most " + Limits.DEPTH_MAX + " levels fit");
        }
        if (node.isObject() && node.size() > Limits.MEMBERS_MAX) {
            throw new InvalidRecordException(
                    "An object of %,d members is too large: at most %,d fit"
                            .formatted(node.size(), Limits.MEMBERS_MAX));
        }
        for (JsonNode child : node) {
            if (child.isContainerNode()) {
                requireShape(child, depth + 1);
            }
        }
    }
}
