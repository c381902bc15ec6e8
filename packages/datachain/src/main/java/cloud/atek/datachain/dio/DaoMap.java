package cloud.atek.datachain.dio;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/// A collection of rows under a row, each found by a name. It is declared as [DaoVec] is.
///
/// Each entry is one row: its key is the hash of the parent, the collection and the name, and its
/// body is the name and the value. So neither inserting nor deleting writes the parent; two who
/// insert different names are not in each other's way, and two who insert the same one are.
///
/// ```
/// offset size  body of an entry, big-endian
///      0    4  length of the name
///      4    n  name
///      +       value
/// ```
///
/// Who knows the parent and guesses a name can tell whether there is such an entry, sealed or not.
///
/// @param collection a number that no other collection of the same parents has, for ever
/// @param names how names are written; two are the same when their bytes are
/// @param format of the values; the rows are of its type with `/entry` behind it
public record DaoMap<K, V>(long collection, RowFormat<K> names, RowFormat<V> format) {

    private static final int LENGTH_BYTES = 4;

    /// A name and what it stands for.
    public record Entry<K, V>(K name, V value) {}

    public Place of(RowKey parent) {
        return new Place(parent, collection);
    }

    /// The key of the row that an entry has, there or not.
    public RowKey keyOf(RowKey parent, K name) {
        return ChildKey.of(of(parent), names.write(name));
    }

    public Loaded<Entry<K, V>> find(Dio dio, RowKey parent, K name) throws IOException {
        RowKey key = keyOf(parent, name);
        Loaded<Entry<K, V>> found = ChildKey.in(of(parent), dio.load(key, entries()));
        return found instanceof Loaded.Found<Entry<K, V>>(var row)
                        && !names.write(row.value().name()).equals(names.write(name))
                ? new Loaded.Unreadable<>(
                        key,
                        Loaded.Why.MALFORMED,
                        "the row " + key + " has another name inside than its key says")
                : found;
    }

    /// Writes an entry, a new one or in place of the one that the unit sees.
    public Dao<Entry<K, V>> insert(DioMut unit, RowKey parent, K name, V value) {
        return unit.storeAt(keyOf(parent, name), of(parent), entries(), new Entry<>(name, value));
    }

    /// Deletes an entry and nothing else.
    ///
    /// @return false when there is none
    public boolean delete(DioMut unit, RowKey parent, K name) {
        return unit.delete(keyOf(parent, name));
    }

    /// All entries, in no order that says anything, in memory. [Dio#children] of [#of] goes through
    /// many.
    ///
    /// @throws UnreadableRowException when one of them is not readable
    public Map<K, Dao<Entry<K, V>>> all(Dio dio, RowKey parent) throws IOException {
        var all = new LinkedHashMap<K, Dao<Entry<K, V>>>();
        for (RowKey key : dio.children(of(parent)).toList()) {
            Dao<Entry<K, V>> row = dio.load(key, entries()).require();
            if (!keyOf(parent, row.value().name()).equals(key)) {
                throw new UnreadableRowException(
                        "the row " + key + " has another name inside than its key says");
            }
            all.put(row.value().name(), row);
        }
        return all;
    }

    public long size(Dio dio, RowKey parent) {
        return dio.children(of(parent)).count();
    }

    /// The format of the rows.
    public RowFormat<Entry<K, V>> entries() {
        return RowFormat.of(format.type() + "/entry", this::write, this::read);
    }

    private Bytes write(Entry<K, V> entry) {
        Bytes name = names.write(entry.name());
        Bytes value = format.write(entry.value());
        ByteBuffer out = ByteBuffer.allocate(LENGTH_BYTES + name.size() + value.size());
        out.putInt(name.size());
        name.putInto(out);
        value.putInto(out);
        return Bytes.owning(out.array());
    }

    private Entry<K, V> read(Bytes body) {
        ByteBuffer in = body.toBuffer();
        if (in.remaining() < LENGTH_BYTES) {
            throw new UnreadableRowException("an entry of " + in.remaining() + " bytes");
        }
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new UnreadableRowException("an entry with a name of " + length + " bytes");
        }
        Bytes name = take(in, length);
        return new Entry<>(names.read(name), format.read(take(in, in.remaining())));
    }

    private static Bytes take(ByteBuffer in, int size) {
        var bytes = new byte[size];
        in.get(bytes);
        return Bytes.owning(bytes);
    }
}
