package cloud.atek.adb;

import cloud.atek.datachain.Candidate;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Voter;
import cloud.atek.datachain.compact.Vote;
import java.util.Map;

/// Drops from a chain what was purged, whatever its retention. Thread-safe.
final class PurgeVoter implements Voter {

    private volatile Map<RowKey, Long> purged = Map.of();
    private volatile long seen;

    /// Before each compaction.
    ///
    /// @param rows the newest commit that purged each
    void know(Map<RowKey, Long> rows) {
        purged = Map.copyOf(rows);
        seen = 0;
    }

    /// The newest commit that the compaction looked at; what an open snapshot sees it leaves alone.
    long seen() {
        return seen;
    }

    @Override
    public Vote vote(Candidate candidate) {
        seen = candidate.sequence();
        Long until = purged.get(candidate.event().key());
        boolean gone =
                until != null
                        && candidate.event() instanceof Event.Put
                        && candidate.sequence() <= until;
        return gone ? Vote.FORCE_DROP : Vote.ABSTAIN;
    }
}
