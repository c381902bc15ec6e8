package cloud.atek.datachain;

/// What must be so of a row that a change does not write: what was read, or a lease that is held.
///
/// @param expect sequence of the commit that the row must come from, [Edit#ABSENT] when there must
///   be no such row
public record Guard(RowKey row, long expect) {

    public Guard {
        if (expect < Edit.ABSENT) {
            throw new IllegalArgumentException("no row can be guarded at " + expect);
        }
    }
}
