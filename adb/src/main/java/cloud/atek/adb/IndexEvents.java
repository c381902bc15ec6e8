package cloud.atek.adb;

import cloud.atek.api.adb.IndexConfig;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.rpc.MessageCodec;
import java.io.IOException;

/// Definitions of indexes as rows of a chain; see [DefinitionRow].
final class IndexEvents {

    static final String TYPE = "atek.cloud/adb/index";

    private IndexEvents() {}

    static RowKey row(String name) {
        return DefinitionRow.key("index", name);
    }

    static Event put(IndexConfig index) {
        return DefinitionRow.put(row(index.name()), TYPE, index);
    }

    static Event drop(String name) {
        return new Event.Tombstone(row(name));
    }

    /// @throws IOException when the definition is not one that this version knows
    static IndexConfig read(byte[] body) throws IOException {
        return MessageCodec.JSON.readValue(body, IndexConfig.class);
    }
}
