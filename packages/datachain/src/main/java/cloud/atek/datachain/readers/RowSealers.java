package cloud.atek.datachain.readers;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.seal.DataKey;
import cloud.atek.crypto.seal.KeyId;
import cloud.atek.crypto.seal.ReadKey;
import cloud.atek.crypto.seal.Sealer;
import cloud.atek.datachain.RowKey;
import java.util.LinkedHashMap;

/// The data keys that rows were sealed with lately, at most [ReaderLimits#SEALERS_MAX]. One thread
/// at a time; what it gives out may be used by many.
final class RowSealers {

    /// A sealer with fewer bodies left is given up: more threads than this never hold it at once.
    private static final int SPARE_BODIES = 1 << 16;

    /// @param readKey that `wrapped` is wrapped under
    /// @param wrapped the data key of `sealer`
    record Kept(KeyId readKey, Sealer sealer, Bytes wrapped) {}

    /// The one used least lately first.
    private final LinkedHashMap<RowKey, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    /// The row's sealer, or a new one with a new data key when it has none under `current`.
    Kept of(RowKey row, ReadKey current) {
        Kept known = kept.get(row);
        if (known != null
                && known.readKey().equals(current.id())
                && known.sealer().left() > SPARE_BODIES) {
            return known;
        }
        Sealer sealer = DataKey.random().sealer();
        Bytes wrapped = Bytes.owning(current.wrap(sealer.key()));
        var fresh = new Kept(current.id(), sealer, wrapped);
        kept.put(row, fresh);
        if (kept.size() > ReaderLimits.SEALERS_MAX) {
            // Not wiped: another thread may be sealing with it.
            kept.pollFirstEntry();
        }
        return fresh;
    }

    void wipe() {
        kept.values().forEach(it -> it.sealer().key().wipe());
        kept.clear();
    }
}
