package cloud.atek.datachain.pipe;

import cloud.atek.datachain.RowKey;

/// Why a validator does not want one edit of a change.
///
/// @param reason a whole sentence for a person
public record Objection(RowKey row, String reason) {}
