package cloud.atek.adb;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Records as text, within the limits.
public final class RecordJson {

    private RecordJson() {}

    /// @throws InvalidRecordException when `value` is beyond a limit
    public static byte[] write(ObjectNode value) {
        new RecordShape().require(value);
        byte[] bytes;
        try {
            bytes = MessageCodec.JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree is always writable", e);
        }
        if (bytes.length > Limits.RECORD_BYTES_MAX) {
            throw RecordShape.tooLarge();
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
}
