package cloud.atek.datachain.live;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Outcome;
import java.util.List;

/// What a caller hears in the end. However it ends, nothing of the request stays in the chain.
public sealed interface Reply {

    record Answered(Bytes body) implements Reply {}

    /// The service could not do it.
    ///
    /// @param message what it says
    record Failed(String message) implements Reply {}

    /// Nobody answered in time. What a server still does for it is not committed.
    record TimedOut() implements Reply {}

    /// The caller called it off, or somebody removed the request. What a server still does for it
    /// is not committed.
    record Cancelled() implements Reply {}

    /// The chain did not take the request.
    record Refused(List<Outcome.Reason> reasons) implements Reply {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
