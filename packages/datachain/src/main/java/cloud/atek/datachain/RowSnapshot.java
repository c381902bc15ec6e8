package cloud.atek.datachain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows as they were at one sequence, until it is closed. One thread at a time for a table and
/// all its snapshots, closing too.
final class RowSnapshot implements RowView, AutoCloseable {

    private final RowTable table;
    private final RowStore store;
    private final Overlay overlay;
    private final long sequence;
    private boolean closed;

    RowSnapshot(RowTable table, RowStore store, Overlay overlay, long sequence) {
        this.table = table;
        this.store = store;
        this.overlay = overlay;
        this.sequence = sequence;
    }

    /// Of the last commit that is seen.
    long sequence() {
        return sequence;
    }

    /// Goes through all rows that were there or were remembered as removed.
    RowWalk walk() {
        requireOpen();
        return new RowWalk(store, this);
    }

    @Override
    public long sequenceOf(RowKey key) {
        requireOpen();
        int row = store.rows().find(key);
        return row == RowSlots.NONE ? Edit.ABSENT : Math.max(Edit.ABSENT, sequence(row));
    }

    @Override
    public @Nullable Row find(RowKey key) {
        requireOpen();
        int row = store.rows().find(key);
        return row == RowSlots.NONE || sequence(row) <= 0 ? null : row(row);
    }

    @Override
    public List<Row> children(@Nullable Place place, @Nullable RowKey after, int limit) {
        requireOpen();
        int at = store.places().find(place);
        int number = after == null ? store.places().first(at) : behind(at, place, after);
        var found = new ArrayList<Row>();
        for (number = seen(number);
                number != RowSlots.NONE && found.size() < limit;
                number = seen(store.rows().behind(number))) {
            found.add(row(store.rows().rowOf(number)));
        }
        return found;
    }

    /// The first row or stand-in from `number` on, in its list, that was there at this sequence; or
    /// 0.
    int seen(int number) {
        requireOpen();
        int at = number;
        while (at != RowSlots.NONE && number(store.rows().rowOf(at)) != at) {
            // A row that is here now and was not came later, and so did all behind it.
            at = store.rows().standsIn(at) ? store.rows().behind(at) : RowSlots.NONE;
        }
        return at;
    }

    /// The number of a row that the table knows, or 0. A row that this sees keeps it.
    int rowNumber(RowKey key) {
        requireOpen();
        return store.rows().find(key);
    }

    /// What stands for a row in the list where it was at this sequence, or 0 when it was not known.
    int number(int row) {
        if (unchanged(row)) {
            return row;
        }
        Overlay.Version version = overlay.at(row, sequence);
        return version == null ? RowSlots.NONE : version.number();
    }

    /// Of the commit that had put the row, negative when it had removed it, 0 when there was none.
    long sequence(int row) {
        if (unchanged(row)) {
            return store.rows().sequence(row);
        }
        Overlay.Version version = overlay.at(row, sequence);
        return version == null ? 0 : version.sequence();
    }

    /// The rules of a row that was there.
    int authority(int row) {
        Overlay.Version version = unchanged(row) ? null : overlay.at(row, sequence);
        return version == null ? store.rows().authority(row) : version.authority();
    }

    /// Doing it twice does nothing.
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            table.closed(sequence);
        }
    }

    private boolean unchanged(int row) {
        return Math.abs(store.rows().sequence(row)) <= sequence;
    }

    private Row row(int row) {
        return store.row(row, number(row), sequence(row), authority(row));
    }

    private int behind(int at, @Nullable Place place, RowKey after) {
        int row = store.rows().find(after);
        if (row == RowSlots.NONE || sequence(row) <= 0 || store.rows().place(number(row)) != at) {
            throw new IllegalArgumentException("the row " + after + " is not in " + place);
        }
        return store.rows().behind(number(row));
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the snapshot of " + sequence + " is closed");
        }
    }
}
