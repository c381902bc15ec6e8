package cloud.atek.datachain;

import cloud.atek.datachain.compact.Vote;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.PrunedRun;
import cloud.atek.datachain.log.SegmentRange;
import cloud.atek.datachain.merkle.Frontier;
import java.io.IOException;
import java.util.ArrayList;
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
        BitSet kept = new BitSet();
        List<Commit.Item.Kept> tombstones = vote(commit, kept, plan);
        if (kept.cardinality() == commit.events().size()) {
            plan.keep(frame);
        } else if (kept.isEmpty()) {
            plan.remove(commit);
        } else {
            plan.prune(commit, kept, size(frame, kept));
        }
        if (!tombstones.isEmpty()) {
            var first = new BitSet();
            first.set(tombstones.getFirst().ordinal());
            int alone = size(frame, first);
            int more = EventCodec.BYTES_MIN + Items.splitBytes(commit.head().events());
            for (Commit.Item.Kept one : tombstones) {
                plan.forget(
                        new SegmentPlan.Tombstone(
                                one.event().key(), commit.sequence(), one.ordinal(), alone, more));
            }
        }
    }

    /// Of a frame of which only some events stay.
    private static int size(Frame frame, BitSet kept) {
        int body = CommitCodec.prune(frame.body(), kept::get).orElseThrow().size();
        return frame.size() - frame.body().size() + body;
    }

    /// Finds out which events stay.
    ///
    /// @param kept gets their ordinals
    /// @return tombstones of rows that are to be forgotten, which can go
    private List<Commit.Item.Kept> vote(Commit commit, BitSet kept, SegmentPlan plan) {
        List<Commit.Item.Kept> events = events(commit);
        List<Past.Known> known = past.known(events);
        var tombstones = new ArrayList<Commit.Item.Kept>();
        for (int i = 0; i < events.size(); i++) {
            Commit.Item.Kept one = events.get(i);
            Vote vote = ballot.vote(one.event(), commit.sequence(), commit.time(), known.get(i));
            boolean keeps = vote.keeps();
            if (vote == Vote.FORCE_DROP) {
                plan.force();
            }
            kept.set(one.ordinal(), keeps);
            if (past.forgets(known.get(i))) {
                switch (one.event()) {
                    case Event.Put put -> plan.forget(put.key(), keeps);
                    case Event.Tombstone _ when !keeps -> tombstones.add(one);
                    case Event.Tombstone _ -> {}
                }
            }
        }
        return tombstones;
    }

    private static List<Commit.Item.Kept> events(Commit commit) {
        return commit.items().stream()
                .filter(Commit.Item.Kept.class::isInstance)
                .map(Commit.Item.Kept.class::cast)
                .toList();
    }
}
