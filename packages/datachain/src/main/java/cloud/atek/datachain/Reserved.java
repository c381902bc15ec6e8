package cloud.atek.datachain;

import cloud.atek.crypto.HybridVerifyKey;
import java.util.Set;

/// The types of rows that mean something to the chain itself. All begin with [#PREFIX]; others that
/// do are refused.
public final class Reserved {

    public static final String PREFIX = "atek.cloud/datachain/";

    /// The genesis, in the row [#CHAIN_ROW] alone.
    public static final String CHAIN = PREFIX + "chain";

    /// A hybrid public key, in the row named by its hash. Anyone may publish one; it stays.
    public static final String KEY = PREFIX + "key";

    /// A reader group.
    public static final String READERS = PREFIX + "readers";

    /// A lease on something, or the renewal of one.
    public static final String LEASE = PREFIX + "lease";

    /// Those that are put like any other row.
    static final Set<String> USABLE = Set.of(READERS, LEASE);

    public static final RowKey CHAIN_ROW = new RowKey(0, 1);

    private Reserved() {}

    /// The row that publishes a hybrid key, so that signatures can name it by its hash.
    public static Event.Put key(HybridVerifyKey key) {
        return new Event.Put(rowOf(key), null, KEY, key.encoded());
    }

    static RowKey rowOf(HybridVerifyKey key) {
        return RowKey.of(key.id());
    }

    static boolean plainAtTheTop(Event.Put put) {
        return put.place() == null
                && put.authority().equals(Authority.INHERIT)
                && put.encoding().equals(Encoding.PLAIN);
    }
}
