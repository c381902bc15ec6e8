package cloud.atek.adb;

import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.rpc.MessageCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/// What is left of records that were purged: a row of the chain, each with a key of its own, so
/// that it stays for ever. Compaction drops what stands of the rows that it names up to its commit.
final class PurgeEvents {

    static final String TYPE = "atek.cloud/adb/purge";

    private PurgeEvents() {}

    /// @param by who purged, the user and the service
    /// @param versions puts and deletions that were purged
    /// @param rows 32 hex digits each, which tell nothing of a path to who does not know it
    record Purged(String by, long versions, List<String> rows) {

        List<RowKey> keys() {
            return rows.stream().map(Purged::key).toList();
        }

        private static RowKey key(String hex) {
            ByteBuffer in = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
            return new RowKey(in.getLong(), in.getLong());
        }
    }

    static Event.Put put(RowKey key, Purged purged) {
        return DefinitionRow.put(key, TYPE, purged);
    }

    /// @throws IOException when this version does not know its form
    static Purged read(Event.Put row) throws IOException {
        return MessageCodec.JSON.readValue(row.body().toArray(), Purged.class);
    }
}
