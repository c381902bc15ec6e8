package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// What the next commit of a chain depends on: the end of the chain and the sequence of every row.
/// One thread at a time.
final class ChainState {

    private final RowIndex rows = new RowIndex();
    private long sequence;
    private Hash hash = Hash.ZERO;
    private Instant time = Instant.EPOCH;

    long sequence() {
        return sequence;
    }

    Hash hash() {
        return hash;
    }

    /// `now`, or the time of the last commit when the clock went back.
    Instant notBefore(Instant now) {
        return now.isBefore(time) ? time : now;
    }

    long sequenceOf(RowKey key) {
        return rows.find(key);
    }

    void apply(Commit commit, Hash itsHash) {
        commit.events().forEach(event -> rows.apply(event, commit.sequence()));
        sequence = commit.sequence();
        time = commit.time();
        hash = itsHash;
    }

    /// Why `change` cannot be committed now; nothing when it can.
    List<Outcome.Reason> objections(Change change) {
        var reasons = new ArrayList<Outcome.Reason>();
        var seen = new HashSet<RowKey>();
        for (Edit edit : change.edits()) {
            RowKey key = edit.event().key();
            if (!seen.add(key)) {
                reasons.add(new Outcome.Reason.Twice(key));
            }
            long found = rows.find(key);
            if (edit.expect() != Edit.ANY && edit.expect() != found) {
                reasons.add(new Outcome.Reason.Conflict(key, edit.expect(), found));
            }
            long size = EventCodec.size(edit.event());
            if (size > Limits.EVENT_BYTES_MAX) {
                reasons.add(new Outcome.Reason.EventTooLarge(key, size));
            }
        }
        addSizeObjections(change, reasons);
        return reasons;
    }

    private static void addSizeObjections(Change change, List<Outcome.Reason> reasons) {
        if (change.edits().size() > Limits.EVENTS_MAX) {
            reasons.add(new Outcome.Reason.TooManyEvents(change.edits().size()));
        }
        long size = CommitCodec.size(change.edits().stream().map(Edit::event).toList());
        if (size > Limits.COMMIT_BYTES_MAX) {
            reasons.add(new Outcome.Reason.CommitTooLarge(size));
        }
    }
}
