package cloud.atek.datachain.dio;

import cloud.atek.datachain.RowKey;
import java.util.Optional;

/// What came of loading a row.
public sealed interface Loaded<T> {

    record Found<T>(Dao<T> row) implements Loaded<T> {}

    record Absent<T>(RowKey key) implements Loaded<T> {}

    /// It is there, and nothing of it is given out.
    ///
    /// @param message a whole sentence for a person; no secret is in it
    record Unreadable<T>(RowKey key, Why why, String message) implements Loaded<T> {}

    /// Why a row cannot be read.
    enum Why {
        /// It is sealed, and this session has no key for it. Nothing is wrong with it.
        LOCKED,
        /// Its body is not what was sealed or compressed.
        DAMAGED,
        /// It is of another type, or belongs somewhere else.
        OTHER_TYPE,
        /// Its format cannot read it.
        MALFORMED
    }

    /// The row, which must be there and readable.
    ///
    /// @throws UnreadableRowException when it is not
    default Dao<T> require() {
        return switch (this) {
            case Found<T>(Dao<T> row) -> row;
            case Absent<T>(RowKey key) ->
                    throw new UnreadableRowException("there is no row " + key);
            case Unreadable<T>(_, _, String message) -> throw new UnreadableRowException(message);
        };
    }

    /// The row, or nothing when it is not there.
    ///
    /// @throws UnreadableRowException when it is there and not readable
    default Optional<Dao<T>> present() {
        return this instanceof Absent ? Optional.empty() : Optional.of(require());
    }
}
