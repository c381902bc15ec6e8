package cloud.atek.datachain.dio;

import cloud.atek.datachain.Authority;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.RowKey;
import org.jspecify.annotations.Nullable;

/// A row with its value, as a unit of work saw it. A value itself: [DioMut#update] writes another.
///
/// @param sequence of the commit that put it, [Edit#ABSENT] when it is new. Of a row that the unit
///   wrote, that of the commit before: the one that this replaces
/// @param place where it belongs, or null for a row of its own
/// @param authority its own rules
public record Dao<T>(
        RowFormat<T> format,
        RowKey key,
        T value,
        long sequence,
        @Nullable Place place,
        Authority authority) {}
