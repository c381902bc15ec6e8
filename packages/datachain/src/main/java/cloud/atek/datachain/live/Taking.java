package cloud.atek.datachain.live;

import cloud.atek.datachain.Outcome;
import java.util.List;

/// What became of a wish for a message.
public sealed interface Taking {

    record Taken(Message message) implements Taking {}

    /// There is none that nobody else works on.
    record Empty() implements Taking {}

    /// The chain did not take the lease.
    record Refused(List<Outcome.Reason> reasons) implements Taking {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
