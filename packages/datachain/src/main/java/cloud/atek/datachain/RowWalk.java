package cloud.atek.datachain;

import org.jspecify.annotations.Nullable;

/// A way through all that a snapshot sees: list by list, each in its order. Between two steps the
/// table may change. One thread at a time for it, the snapshot and the table.
final class RowWalk {

    private final RowStore store;
    private final RowSnapshot snapshot;
    private int place;
    private int row;

    RowWalk(RowStore store, RowSnapshot snapshot) {
        this.store = store;
        this.snapshot = snapshot;
    }

    /// Goes to the next row; false behind the last.
    boolean next() {
        // By the row, not by where it stood at the last step: a stand-in may be there by now.
        int number =
                row == RowSlots.NONE
                        ? RowSlots.NONE
                        : snapshot.seen(store.rows().behind(snapshot.number(row)));
        while (number == RowSlots.NONE && place < store.places().last()) {
            place++;
            number = snapshot.seen(store.places().first(place));
        }
        row = number == RowSlots.NONE ? RowSlots.NONE : store.rows().rowOf(number);
        return row != RowSlots.NONE;
    }

    RowKey key() {
        return store.rows().key(row);
    }

    /// Negative for a removed row.
    long sequence() {
        return snapshot.sequence(row);
    }

    /// The number of the place, [Places#TOP], or [Places#REMOVED].
    int place() {
        return place;
    }

    /// The number of the rules.
    int authority() {
        return snapshot.authority(row);
    }

    Authority rules() {
        return store.authorities().authority(authority());
    }

    /// Null for the rows without a place and for the removed ones.
    @Nullable Place whereabouts() {
        return store.places().place(place);
    }
}
