package cloud.atek.datachain.pipe;

import cloud.atek.datachain.Event;

/// What came of changing the form of a row.
public sealed interface Transformed {

    record Good(Event.Put put) implements Transformed {}

    /// A key is missing; nothing is wrong with the row.
    ///
    /// @param message a whole sentence for a person; no secret is in it
    record Locked(String message) implements Transformed {}

    /// The row is not what it was written as, by accident or on purpose.
    ///
    /// @param message a whole sentence for a person; no secret is in it
    record Damaged(String message) implements Transformed {}
}
