package cloud.atek.datachain;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The present rows of a chain. One thread at a time.
final class RowTable {

    private final Map<RowKey, Row> rows = new HashMap<>();
    private final Map<RowKey, Integer> children = new HashMap<>();

    /// A row that is there.
    record Row(RowKey key, long sequence, @Nullable Place place, Authority authority) {}

    /// The sequence of the commit that put the row last, or [Edit#ABSENT].
    long sequenceOf(RowKey key) {
        Row row = rows.get(key);
        return row == null ? Edit.ABSENT : row.sequence();
    }

    @Nullable Row find(RowKey key) {
        return rows.get(key);
    }

    /// Tells whether rows are placed under `key`, which need not be there itself.
    boolean hasChildren(RowKey key) {
        return children.containsKey(key);
    }

    void apply(Event event, long sequence) {
        Row before =
                switch (event) {
                    case Event.Put put -> {
                        count(put.place(), 1);
                        yield rows.put(
                                put.key(),
                                new Row(put.key(), sequence, put.place(), put.authority()));
                    }
                    case Event.Tombstone(RowKey key) -> rows.remove(key);
                };
        if (before != null) {
            count(before.place(), -1);
        }
    }

    private void count(@Nullable Place place, int more) {
        if (place != null) {
            int now = children.merge(place.parent(), more, Integer::sum);
            if (now == 0) {
                children.remove(place.parent());
            }
        }
    }
}
