package cloud.atek.datachain.compact;

import java.util.Collection;

/// What a voter says of one event when its chain is compacted. The strongest vote decides, and here
/// the stronger comes first.
public enum Vote {
    /// Something depends on the event: it stays whatever others say.
    FORCE_KEEP,

    /// It must go, unless something depends on it.
    FORCE_DROP,

    /// It is of use.
    KEEP,

    /// It is of no use.
    DROP,

    /// The voter has no opinion.
    ABSTAIN;

    /// Tells whether an event stays. One for which nobody spoke goes.
    public static boolean keeps(Collection<Vote> votes) {
        Vote strongest = ABSTAIN;
        for (Vote vote : votes) {
            strongest = strongest.or(vote);
        }
        return strongest.keeps();
    }

    /// The stronger of the two.
    public Vote or(Vote other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /// Tells whether the event stays when this is the strongest vote.
    public boolean keeps() {
        return this == FORCE_KEEP || this == KEEP;
    }
}
