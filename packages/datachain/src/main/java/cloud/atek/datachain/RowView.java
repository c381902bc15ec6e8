package cloud.atek.datachain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a chain at one sequence: the newest, or that of a snapshot. One thread at a time for
/// a table and all its snapshots.
interface RowView {

    /// A row that is there.
    ///
    /// @param sequence of the commit that put it last
    /// @param place where it belongs, or null for a row of its own
    /// @param authority its own rules
    record Row(RowKey key, long sequence, @Nullable Place place, Authority authority) {}

    /// The sequence of the commit that put the row last, or [Edit#ABSENT] when there is no such
    /// row.
    long sequenceOf(RowKey key);

    /// The row, or null when there is none or it was removed.
    @Nullable Row find(RowKey key);

    /// The rows of one place, in the order in which they came there. A row that is put again where
    /// it is keeps its turn; one that was away, or removed, comes last.
    ///
    /// @param place null for the rows that have none
    /// @param after the last row of the page before; null for the first page
    /// @param limit most rows to return
    /// @throws IllegalArgumentException when `after` is not in `place`: in the newest rows that can
    ///   happen from one page to the next, in a snapshot never
    List<Row> children(@Nullable Place place, @Nullable RowKey after, int limit);
}
