package cloud.atek.adb;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;

/// Definitions as rows of a chain, so that a view that is made anew has them.
///
/// The row key is that of the bytes `00 kind 00` and the name: no path begins with a zero. The body
/// is the definition as JSON in UTF-8.
final class DefinitionRow {

    private DefinitionRow() {}

    /// @param kind `index` or `view`
    static RowKey key(String kind, String name) {
        return RowKey.of(Hash.of(("\0" + kind + "\0" + name).getBytes(StandardCharsets.UTF_8)));
    }

    static Event.Put put(RowKey key, String type, Object definition) {
        try {
            byte[] body = MessageCodec.JSON.writeValueAsBytes(definition);
            return new Event.Put(key, null, type, Bytes.owning(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree is always writable", e);
        }
    }
}
