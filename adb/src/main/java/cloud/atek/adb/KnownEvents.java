package cloud.atek.adb;

import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.rpc.MessageCodec;
import java.io.IOException;

/// From which commit on every state of a database is known: a row of the chain, put before each
/// compaction. Holes in the log before that row are what this compaction and earlier ones took.
final class KnownEvents {

    static final String TYPE = "atek.cloud/adb/known";
    static final RowKey ROW = DefinitionRow.key("known", "");

    private KnownEvents() {}

    /// @param from sequence of a commit
    record Known(long from) {}

    static Event.Put put(long from) {
        return DefinitionRow.put(ROW, TYPE, new Known(from));
    }

    /// @throws IOException when this version does not know its form
    static long read(Event.Put row) throws IOException {
        return MessageCodec.JSON.readValue(row.body().toArray(), Known.class).from();
    }
}
