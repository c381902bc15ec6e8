package cloud.atek.datachain;

/// Where a row belongs: to a collection of another row.
///
/// @param parent that row
/// @param collection a number that tells the parent's collections apart
public record Place(RowKey parent, long collection) {}
