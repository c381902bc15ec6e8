package cloud.atek.datachain.live;

import cloud.atek.datachain.Outcome;
import java.util.List;
import java.util.Optional;

/// Tells a change that came too late from one that will never be taken.
final class Conflicts {

    private Conflicts() {}

    /// Why a change was refused, if that was for more than that somebody else was quicker.
    static Optional<List<Outcome.Reason>> others(Outcome outcome) {
        return outcome instanceof Outcome.Refused(var reasons)
                        && !reasons.stream().allMatch(Outcome.Reason.Conflict.class::isInstance)
                ? Optional.of(reasons)
                : Optional.empty();
    }
}
