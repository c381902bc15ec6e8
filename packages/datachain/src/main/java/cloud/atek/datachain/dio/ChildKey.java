package cloud.atek.datachain.dio;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Names rows by what they are under: so two who make the same one meet in a conflict.
final class ChildKey {

    private static final byte[] CONTEXT =
            "atek.cloud/datachain/child/1\n".getBytes(StandardCharsets.US_ASCII);

    private ChildKey() {}

    /// Of the row of a place that `name` stands for. The hash is over the context, the key of the
    /// parent (16 bytes), the collection (8 bytes, big-endian) and the name.
    static RowKey of(Place place, Bytes name) {
        byte[] collection = ByteBuffer.allocate(8).putLong(place.collection()).array();
        return RowKey.of(Hash.of(CONTEXT, place.parent().toArray(), collection, name.toArray()));
    }

    /// A row at such a key that is somewhere else is not the one that is meant.
    static <T> Loaded<T> in(Place place, Loaded<T> loaded) {
        return loaded instanceof Loaded.Found<T>(Dao<T> row) && !place.equals(row.place())
                ? new Loaded.Unreadable<>(
                        row.key(),
                        Loaded.Why.OTHER_TYPE,
                        "the row " + row.key() + " is not in its collection any more")
                : loaded;
    }
}
