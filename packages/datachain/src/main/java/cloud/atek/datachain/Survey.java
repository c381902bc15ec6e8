package cloud.atek.datachain;

import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.PrunedRun;
import cloud.atek.datachain.log.SegmentRange;
import cloud.atek.datachain.merkle.Frontier;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/// Reads the segments of a chain in their order, checks that they hold what the chain signed, and
/// plans what stays of them. One thread, one compaction.
final class Survey {

    private final ChainParts chain;
    private final Past past;
    private final Ballot ballot;
    private final Pace pace;
    private final Frontier leaves = new Frontier();

    Survey(ChainParts chain, Past past, Pace pace) {
        this.chain = chain;
        this.past = past;
        this.ballot = new Ballot(past, chain.settings().compaction().voters());
        this.pace = pace;
    }

    /// Lets the history see what it wants to.
    void see(SegmentRange range) throws IOException {
        try (var cursor = new CommitCursor(chain.log().read(range.first()))) {
            long next = range.first();
            while (next <= Math.min(range.last(), past.sequence())) {
                next = see(Objects.requireNonNull(cursor.entry()));
            }
        }
    }

    private long see(CommitCursor.Entry entry) throws IOException {
        switch (entry) {
            case CommitCursor.Entry.Present(Frame frame, SignedCommit signed) -> {
                pace.keep(frame.size());
                for (Past.Known known : past.known(events(signed.commit()))) {
                    if (known.row() != RowSlots.NONE) {
                        past.history().see(known.row(), frame.sequence());
                    }
                }
                return frame.sequence() + 1;
            }
            case CommitCursor.Entry.Removed(PrunedRun run) -> {
                return run.last() + 1;
            }
        }
    }

    /// Plans for the segment that follows the one before.
    ///
    /// @throws DamagedLogException when it is not what the chain signed
    SegmentPlan plan(SegmentRange range) throws IOException {
        var plan = new SegmentPlan(range);
        var seals = new Seals(chain.key().verifyKey(), plan::remember);
        try (var cursor = new CommitCursor(chain.log().readChecked(range.first(), seals))) {
            while (leaves.size() < range.last()) {
                plan(Objects.requireNonNull(cursor.entry()), plan);
            }
            if (!leaves.root().equals(chain.tree().root(range.last()))) {
                throw new DamagedLogException(
                        cursor.where(), "the segment does not hold what was committed");
            }
        }
        return plan;
    }

    private void plan(CommitCursor.Entry entry, SegmentPlan plan) throws IOException {
        switch (entry) {
            case CommitCursor.Entry.Present(Frame frame, SignedCommit signed) -> {
                pace.keep(frame.size());
                leaves.add(signed.hash());
                if (frame.sequence() < past.sequence()) {
                    plan(frame, signed.commit(), plan);
                } else {
                    plan.keep(frame);
                }
            }
            case CommitCursor.Entry.Removed(PrunedRun run) -> {
                plan.gone(run.count());
                for (long one = run.first(); one <= run.last(); one++) {
                    leaves.add(run.leaf(one));
                }
            }
        }
    }

    private void plan(Frame frame, Commit commit, SegmentPlan plan) {
        BitSet kept = vote(commit, plan);
        if (kept.cardinality() == commit.events().size()) {
            plan.keep(frame);
        } else if (kept.isEmpty()) {
            plan.remove(commit);
        } else {
            int less =
                    CommitCodec.prune(frame.body(), kept::get).orElseThrow().size()
                            - frame.body().size();
            plan.prune(commit, kept, frame.size() + less);
        }
    }

    /// Ordinals of the events that stay.
    private BitSet vote(Commit commit, SegmentPlan plan) {
        List<Commit.Item.Kept> events = events(commit);
        List<Past.Known> known = past.known(events);
        var kept = new BitSet();
        for (int i = 0; i < events.size(); i++) {
            int ordinal = events.get(i).ordinal();
            Event event = events.get(i).event();
            Past.Known row = known.get(i);
            boolean keeps = ballot.keeps(event, commit.sequence(), commit.time(), row);
            kept.set(ordinal, keeps);
            if (past.forgets(row)) {
                plan.forget(event, commit.sequence(), ordinal, keeps);
            }
        }
        return kept;
    }

    private static List<Commit.Item.Kept> events(Commit commit) {
        return commit.items().stream()
                .filter(Commit.Item.Kept.class::isInstance)
                .map(Commit.Item.Kept.class::cast)
                .toList();
    }
}
