package cloud.atek.datachain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the newest content of every row stands, who may do what with it, and where it belongs: 48
/// bytes of heap a row, and no object each. Bodies are not here.
///
/// Removed rows are remembered until [#forgetRemoved]. One thread at a time.
final class RowTable implements RowView {

    private final RowSlots rows;
    private final Places places;
    private final Authorities authorities = new Authorities();

    RowTable() {
        var hash = new KeyedHash();
        rows = new RowSlots(hash);
        places = new Places(hash, rows);
    }

    /// Does what an event of commit `sequence` says. Sequences never fall.
    void apply(Event event, long sequence) {
        switch (event) {
            case Event.Put put -> set(put.key(), put.place(), put.authority(), sequence);
            case Event.Tombstone(RowKey key) -> remove(key, sequence);
        }
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
        return row == RowSlots.NONE || rows.sequence(row) < 0 ? null : row(row);
    }

    @Override
    public List<Row> children(@Nullable Place place, @Nullable RowKey after, int limit) {
        var found = new ArrayList<Row>();
        int row = after == null ? places.firstRow(places.find(place)) : behind(place, after);
        while (row != RowSlots.NONE && found.size() < limit) {
            found.add(row(row));
            row = rows.behind(row);
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

    /// Forgets the rows that were removed before `sequence`.
    void forgetRemoved(long sequence) {
        int row = places.firstRow(Places.REMOVED);
        while (row != RowSlots.NONE && -rows.sequence(row) < sequence) {
            places.remove(row);
            rows.remove(row);
            row = places.firstRow(Places.REMOVED);
        }
    }

    /// Of heap, counted from the arrays; without the rules, of which there are few.
    long bytes() {
        return rows.bytes() + places.bytes();
    }

    private void set(RowKey key, @Nullable Place place, Authority authority, long sequence) {
        int row = rows.find(key);
        int rules = authorities.take(authority);
        int to = places.intern(place);
        if (row == RowSlots.NONE) {
            row = rows.add(key);
            places.append(to, row);
        } else {
            authorities.release(rows.authority(row));
            move(row, to);
        }
        rows.authority(row, rules);
        rows.sequence(row, sequence);
    }

    private void remove(RowKey key, long sequence) {
        int row = rows.find(key);
        if (row == RowSlots.NONE) {
            row = rows.add(key);
        } else {
            authorities.release(rows.authority(row));
            places.remove(row);
        }
        places.append(Places.REMOVED, row);
        rows.authority(row, Authorities.INHERIT);
        rows.sequence(row, -sequence);
    }

    private void move(int row, int to) {
        if (rows.place(row) != to) {
            places.remove(row);
            places.append(to, row);
        }
    }

    private int behind(@Nullable Place place, RowKey after) {
        int row = rows.find(after);
        int at = places.find(place);
        if (row == RowSlots.NONE || rows.sequence(row) < 0 || rows.place(row) != at) {
            throw new IllegalArgumentException("the row " + after + " is not in " + place);
        }
        return rows.behind(row);
    }

    private Row row(int row) {
        return new Row(
                rows.key(row),
                rows.sequence(row),
                places.place(rows.place(row)),
                authorities.authority(rows.authority(row)));
    }
}
