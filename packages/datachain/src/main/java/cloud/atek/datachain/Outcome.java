package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import java.time.Instant;
import java.util.List;

/// What became of a change.
public sealed interface Outcome {

    /// It is on disk, whole.
    ///
    /// @param sequence the number of its commit, from 1
    record Committed(long sequence, Instant time, Hash hash) implements Outcome {}

    /// Nothing was changed.
    ///
    /// @param reasons every one of them, at least one
    record Refused(List<Reason> reasons) implements Outcome {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /// Why a change was refused.
    sealed interface Reason {

        /// The row is not what was expected.
        ///
        /// @param expected the sequence that was expected, [Edit#ABSENT] for no row
        /// @param found the sequence that the row comes from, [Edit#ABSENT] when there is none
        record Conflict(RowKey key, long expected, long found) implements Reason {}

        /// Two edits of one row in one change.
        record Twice(RowKey key) implements Reason {}

        /// @param bytes its written size; [Limits#EVENT_BYTES_MAX] fit
        record EventTooLarge(RowKey key, long bytes) implements Reason {}

        /// @param bytes its written size; [Limits#COMMIT_BYTES_MAX] fit
        record CommitTooLarge(long bytes) implements Reason {}

        /// @param events their number; [Limits#EVENTS_MAX] fit
        record TooManyEvents(int events) implements Reason {}
    }
}
