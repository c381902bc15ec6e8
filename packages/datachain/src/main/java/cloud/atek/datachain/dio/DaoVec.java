package cloud.atek.datachain.dio;

import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// A collection of rows under a row, in the order in which they were made. It is declared once,
/// beside the format of the parents:
///
/// ```java
/// static final DaoVec<Line> LINES = new DaoVec<>(1, Line.FORMAT);
/// ```
///
/// Nothing of it stands in the parent: adding and removing rows does not write the parent, and two
/// who add rows at a time are not in each other's way.
///
/// @param collection a number that no other collection of the same parents has, for ever
public record DaoVec<T>(long collection, RowFormat<T> format) {

    public Place of(RowKey parent) {
        return new Place(parent, collection);
    }

    /// Adds a new row at the end.
    public Dao<T> push(DioMut unit, RowKey parent, T value) {
        return unit.storeIn(of(parent), format, value);
    }

    /// All rows in their order, in memory. [Dio#children] of [#of] goes through many, in the order
    /// in which they came as far as compaction left it.
    ///
    /// @throws UnreadableRowException when one of them is not readable
    public List<Dao<T>> all(Dio dio, RowKey parent) throws IOException {
        var all = new ArrayList<Dao<T>>();
        for (RowKey key : keys(dio, parent)) {
            all.add(dio.load(key, format).require());
        }
        return all;
    }

    public long size(Dio dio, RowKey parent) {
        return dio.children(of(parent)).count();
    }

    /// Deletes all rows.
    public void clear(DioMut unit, RowKey parent) {
        keys(unit, parent).forEach(unit::delete);
    }

    /// Deletes the rows that are not `good`.
    ///
    /// @throws UnreadableRowException when one of them is not readable; what was deleted until then
    ///   stays deleted in this unit
    public void retain(DioMut unit, RowKey parent, Predicate<Dao<T>> good) throws IOException {
        for (Dao<T> row : all(unit, parent)) {
            if (!good.test(row)) {
                unit.delete(row.key());
            }
        }
    }

    /// By their keys, which rise: the order in which the log has them is lost to compaction.
    private List<RowKey> keys(Dio dio, RowKey parent) {
        return dio.children(of(parent)).sorted().toList();
    }
}
