package cloud.atek.datachain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the newest content of every row stands, who may do what with it, and where it belongs: 48
/// bytes of heap a row, and no object each. Bodies are not here.
///
/// Removed rows are remembered until [#forgetRemoved]. One thread at a time.
final class RowTable implements RowView {

    private final RowStore store;
    private final RowSlots rows;
    private final Places places;
    private final Overlay overlay;
    private long newest;
    private long horizon;

    RowTable() {
        this(RowStore.empty(), 0);
    }

    /// @param newest the sequence of the last commit that is in `store`
    RowTable(RowStore store, long newest) {
        this.store = store;
        this.rows = store.rows();
        this.places = store.places();
        this.overlay = new Overlay(store);
        this.newest = newest;
    }

    /// Does what an event of commit `sequence` says. Sequences never fall.
    void apply(Event event, long sequence) {
        if (sequence < newest || sequence <= overlay.newestSnapshot()) {
            throw new IllegalArgumentException("commit " + sequence + " comes too late");
        }
        newest = sequence;
        switch (event) {
            case Event.Put put -> set(put.key(), put.place(), put.authority(), sequence);
            case Event.Tombstone(RowKey key) -> remove(key, sequence);
        }
    }

    /// The rows as they are now, whatever is applied later. The caller closes it.
    ///
    /// @param sequence of the last commit, which may have touched no row; or that of a snapshot
    ///   that is open
    RowSnapshot snapshot(long sequence) {
        if (sequence < newest && !overlay.isOpen(sequence)) {
            throw new IllegalArgumentException(
                    "no snapshot of " + sequence + ": the rows are at " + newest);
        }
        overlay.open(sequence);
        return new RowSnapshot(this, store, overlay, sequence);
    }

    /// The sequence of the oldest open snapshot, [Long#MAX_VALUE] when there is none.
    long oldestSnapshot() {
        return overlay.oldestSnapshot();
    }

    @Override
    public long sequenceOf(RowKey key) {
        int row = rows.find(key);
        return row == RowSlots.NONE ? Edit.ABSENT : Math.max(Edit.ABSENT, rows.sequence(row));
    }

    /// The sequence of the commit that put or removed the row last, 0 when none is remembered.
    long newestOf(RowKey key) {
        int row = rows.find(key);
        return row == RowSlots.NONE ? 0 : Math.abs(rows.sequence(row));
    }

    @Override
    public @Nullable Row find(RowKey key) {
        int row = rows.find(key);
        return row == RowSlots.NONE || rows.sequence(row) < 0 ? null : store.row(row);
    }

    @Override
    public List<Row> children(@Nullable Place place, @Nullable RowKey after, int limit) {
        var found = new ArrayList<Row>();
        int row = after == null ? places.firstRow(places.find(place)) : behind(place, after);
        while (row != RowSlots.NONE && found.size() < limit) {
            found.add(store.row(row));
            row = places.rowBehind(row);
        }
        return found;
    }

    /// How many rows are in a place.
    ///
    /// @param place null for the rows that have none
    int childCount(@Nullable Place place) {
        return places.count(places.find(place));
    }

    /// Tells whether rows are placed under `parent`, which need not be there itself.
    boolean hasChildren(RowKey parent) {
        return places.hasChildren(parent);
    }

    /// How many removed rows are remembered.
    int removedCount() {
        return places.count(Places.REMOVED);
    }

    /// How many rows are known, removed ones too.
    int size() {
        return rows.size();
    }

    /// How many rows open snapshots see in an older content.
    int overlaid() {
        return overlay.size();
    }

    /// Forgets the rows that were removed before `sequence`; those that open snapshots are in the
    /// way of, when these close.
    void forgetRemoved(long sequence) {
        horizon = Math.max(horizon, sequence);
        int row = places.firstRow(Places.REMOVED);
        while (row != RowSlots.NONE && forgettable(row)) {
            places.remove(row);
            rows.remove(row);
            row = places.firstRow(Places.REMOVED);
        }
    }

    /// Of heap, counted from the arrays; without the rules, of which there are few, and what
    /// snapshots keep.
    long bytes() {
        return rows.bytes() + places.bytes();
    }

    /// Ends one use of a snapshot.
    void closed(long sequence) {
        overlay.close(sequence);
        forgetRemoved(horizon);
    }

    private boolean forgettable(int row) {
        long removed = -rows.sequence(row);
        return removed < horizon && removed > overlay.newestSnapshot() && !overlay.holds(row);
    }

    private void set(RowKey key, @Nullable Place place, Authority authority, long sequence) {
        int row = rows.find(key);
        int rules = store.authorities().take(authority);
        int to = places.intern(place);
        if (row == RowSlots.NONE) {
            row = rows.add(key);
            places.append(to, row);
        } else {
            overlay.supersede(row, sequence);
            if (rows.place(row) != to) {
                overlay.leave(row);
                places.append(to, row);
            }
        }
        rows.authority(row, rules);
        rows.sequence(row, sequence);
    }

    private void remove(RowKey key, long sequence) {
        int row = rows.find(key);
        if (row == RowSlots.NONE) {
            row = rows.add(key);
        } else {
            overlay.supersede(row, sequence);
            overlay.leave(row);
        }
        places.append(Places.REMOVED, row);
        rows.authority(row, Authorities.INHERIT);
        rows.sequence(row, -sequence);
    }

    private int behind(@Nullable Place place, RowKey after) {
        int row = rows.find(after);
        int at = places.find(place);
        if (row == RowSlots.NONE || rows.sequence(row) < 0 || rows.place(row) != at) {
            throw new IllegalArgumentException("the row " + after + " is not in " + place);
        }
        return places.rowBehind(row);
    }
}
