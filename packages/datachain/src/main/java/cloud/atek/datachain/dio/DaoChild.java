package cloud.atek.datachain.dio;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import java.io.IOException;

/// One row under a row, or none. It is declared as [DaoVec] is. Its key is the hash of the parent
/// and the collection, so there is never a second one.
///
/// @param collection a number that no other collection of the same parents has, for ever
public record DaoChild<T>(long collection, RowFormat<T> format) {

    public Place of(RowKey parent) {
        return new Place(parent, collection);
    }

    /// The key of the row, there or not.
    public RowKey keyOf(RowKey parent) {
        return ChildKey.of(of(parent), Bytes.EMPTY);
    }

    public Loaded<T> load(Dio dio, RowKey parent) throws IOException {
        return ChildKey.in(of(parent), dio.load(keyOf(parent), format));
    }

    /// Writes the row, a new one or in place of the one that the unit sees.
    public Dao<T> store(DioMut unit, RowKey parent, T value) {
        return unit.storeAt(keyOf(parent), of(parent), format, value);
    }

    /// @return false when there is none
    public boolean delete(DioMut unit, RowKey parent) {
        return unit.delete(keyOf(parent));
    }
}
