package cloud.atek.datachain.live;

import cloud.atek.datachain.Outcome;
import java.time.Instant;
import java.util.List;

/// What became of a wish for a lease.
public sealed interface Grant {

    /// It is his, and on disk.
    record Held(Lease lease) implements Grant {}

    /// Another has it. Nothing was changed.
    ///
    /// @param until when it may be asked for again, if its holder does not renew it
    record Taken(String holder, Instant until) implements Grant {}

    /// The chain did not take it, or, when it was to be renewed, nobody has it any more. Nothing
    /// was changed.
    record Refused(List<Outcome.Reason> reasons) implements Grant {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
