package cloud.atek.adb;

import cloud.atek.api.adb.ViewConfig;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.rpc.MessageCodec;
import java.io.IOException;

/// Definitions of views that callers made, as rows of a chain; see [DefinitionRow].
final class MappingEvents {

    static final String TYPE = "atek.cloud/adb/view";

    private MappingEvents() {}

    static Event put(ViewConfig view) {
        return DefinitionRow.put(row(view.name()), TYPE, view);
    }

    static Event drop(String name) {
        return new Event.Tombstone(row(name));
    }

    /// @throws IOException when the definition is not one that this version knows
    static ViewConfig read(byte[] body) throws IOException {
        return MessageCodec.JSON.readValue(body, ViewConfig.class);
    }

    private static RowKey row(String name) {
        return DefinitionRow.key("view", name);
    }
}
