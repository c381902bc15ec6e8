package cloud.atek.adb;

import cloud.atek.api.adb.IndexConfig;
import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Definitions of indexes as rows of a chain, so that a view that is made anew has them.
///
/// The row key is that of the bytes `00 "index" 00` and the index's name: no path begins with a
/// zero. The body is the definition as JSON in UTF-8.
final class IndexEvents {

    static final String TYPE = "atek.cloud/adb/index";

    private IndexEvents() {}

    static RowKey row(String name) {
        return RowKey.of(Hash.of(("\0index\0" + name).getBytes(StandardCharsets.UTF_8)));
    }

    static Event put(IndexConfig index) {
        try {
            byte[] body = MessageCodec.JSON.writeValueAsBytes(index);
            return new Event.Put(row(index.name()), null, TYPE, Bytes.owning(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree is always writable", e);
        }
    }

    static Event drop(String name) {
        return new Event.Tombstone(row(name));
    }

    /// @throws IOException when the definition is not one that this version knows
    static IndexConfig read(byte[] body) throws IOException {
        return MessageCodec.JSON.readValue(body, IndexConfig.class);
    }
}
