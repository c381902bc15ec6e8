package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridVerifyKey;
import cloud.atek.datachain.trust.Verifier;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// The hybrid keys that rows of a chain publish; none ever goes. Thread-safe.
final class PublishedKeys implements Verifier.Keys {

    private final ConcurrentMap<RowKey, HybridVerifyKey> keys = new ConcurrentHashMap<>();

    void add(HybridVerifyKey key) {
        keys.put(Reserved.rowOf(key), key);
    }

    boolean isAt(RowKey row) {
        return keys.containsKey(row);
    }

    boolean full() {
        return keys.size() >= Limits.PUBLISHED_KEYS_MAX;
    }

    Collection<HybridVerifyKey> all() {
        return List.copyOf(keys.values());
    }

    @Override
    public @Nullable HybridVerifyKey find(Hash id) {
        HybridVerifyKey key = keys.get(RowKey.of(id));
        // A row key is half of the hash only.
        return key != null && key.id().equals(id) ? key : null;
    }

    /// These keys and those that `events` publish, since a change may bring the key that signs it.
    Verifier.Keys with(List<Event> events) {
        return id -> {
            HybridVerifyKey known = find(id);
            return known != null ? known : in(events, id);
        };
    }

    /// The key that `put` publishes, or null when it is none.
    static @Nullable HybridVerifyKey read(Event.Put put) {
        if (!put.type().equals(Reserved.KEY)) {
            return null;
        }
        try {
            var key = new HybridVerifyKey(put.body());
            return Reserved.rowOf(key).equals(put.key()) ? key : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable HybridVerifyKey in(List<Event> events, Hash id) {
        for (Event event : events) {
            if (event instanceof Event.Put put && put.key().equals(RowKey.of(id))) {
                HybridVerifyKey key = read(put);
                return key != null && key.id().equals(id) ? key : null;
            }
        }
        return null;
    }
}
