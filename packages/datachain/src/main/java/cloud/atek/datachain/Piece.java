package cloud.atek.datachain;

import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.log.LogCursor;
import cloud.atek.datachain.log.SegmentMaker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Segments that follow each other and become one. One thread, one compaction.
final class Piece {

    /// A piece that would lose less of its size, in percent, is left alone.
    static final int SAVED_PERCENT_MIN = 10;

    /// So many segments are joined even when nothing can be removed from them.
    static final int JOINED_MIN = 16;

    /// Header, memo and seal of a segment, without authors.
    private static final int OVERHEAD_BYTES = 64 + 41 + 89;

    private final long bytesMax;
    private final List<SegmentPlan> plans = new ArrayList<>();

    /// Those whom the memo must name.
    private final Set<KeyName> authors = new HashSet<>();

    private long planned;

    /// @param bytesMax size of a piece when it is written, about; a single segment may be larger
    Piece(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// Tells whether the next segment fits, too.
    boolean fits(SegmentPlan next) {
        long more = next.authors().stream().filter(one -> !authors.contains(one)).count();
        return plans.isEmpty()
                || (authors.size() + more <= Limits.MEMO_AUTHORS_MAX
                        && planned + next.bytes() + more * Forgotten.ENTRY_BYTES <= bytesMax);
    }

    void add(SegmentPlan next) {
        plans.add(next);
        authors.addAll(next.authors());
        planned = bytesAfter();
    }

    boolean isEmpty() {
        return plans.isEmpty();
    }

    List<SegmentPlan> plans() {
        return plans;
    }

    /// Tells whether it is worth the work or has to be done, and its memo has room for all authors.
    boolean pays() {
        if (authors.size() > Limits.MEMO_AUTHORS_MAX) {
            return false;
        }
        long before = plans.stream().mapToLong(plan -> plan.range().bytes()).sum();
        long saved = before - bytesAfter();
        return plans.size() >= JOINED_MIN
                || saved * 100 >= before * SAVED_PERCENT_MIN
                || plans.stream().anyMatch(SegmentPlan::isForced);
    }

    /// Leaves it alone.
    ///
    /// @param anchored rows of which a put stays, whose tombstones must stay too; gets more
    void abandon(Set<RowKey> anchored) {
        plans.forEach(plan -> plan.abandon(anchored));
    }

    /// Decides what is left of it.
    void settle(Set<RowKey> anchored) {
        plans.forEach(plan -> plan.settle(anchored));
    }

    /// Known when it was settled.
    ///
    /// @param whole from where on nothing is removed
    Forgotten memo(long whole) {
        return plans.stream()
                .map(SegmentPlan::memo)
                .reduce(new Forgotten(0, whole, Map.of()), Forgotten::and);
    }

    /// Gives `maker` all frames of this piece.
    void copy(Log log, SegmentMaker maker, Pace pace) throws IOException {
        for (SegmentPlan plan : plans) {
            try (LogCursor cursor = log.read(plan.range().first())) {
                while (maker.next() <= plan.range().last()) {
                    Frame frame = cursor.next().orElseThrow();
                    pace.keep(frame.size());
                    copy(frame, plan, maker);
                }
            }
        }
    }

    private static void copy(Frame frame, SegmentPlan plan, SegmentMaker maker) throws IOException {
        if (frame.kind() != Frame.COMMIT) {
            maker.append(frame);
            return;
        }
        if (plan.removes(frame.sequence())) {
            ByteBuffer head = frame.body().toBuffer();
            maker.prune(CommitHead.read(head).hash());
            return;
        }
        BitSet kept = plan.kept(frame.sequence());
        maker.append(kept == null ? frame : pruned(frame, kept));
    }

    private static Frame pruned(Frame frame, BitSet kept) {
        return new Frame(
                frame.sequence(),
                frame.synced(),
                frame.kind(),
                CommitCodec.prune(frame.body(), kept::get).orElseThrow());
    }

    private long bytesAfter() {
        return OVERHEAD_BYTES
                + (long) authors.size() * Forgotten.ENTRY_BYTES
                + plans.stream().mapToLong(SegmentPlan::bytes).sum();
    }
}
