package cloud.atek.datachain;

import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.Log;
import cloud.atek.datachain.log.LogCursor;
import cloud.atek.datachain.log.SegmentMaker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Segments that follow each other and become one. One thread, one compaction.
final class Piece {

    /// A piece that would lose less of its size, in percent, is left alone.
    static final int SAVED_PERCENT_MIN = 10;

    /// So many segments are joined even when nothing can be removed from them.
    static final int JOINED_MIN = 16;

    /// Header, memo and seal of a segment.
    private static final int OVERHEAD_BYTES = 64 + 41 + 89;

    private final long bytesMax;
    private final List<SegmentPlan> plans = new ArrayList<>();

    /// @param bytesMax size of a piece when it is written, about; a single segment may be larger
    Piece(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// Tells whether the next segment fits, too.
    boolean fits(SegmentPlan next) {
        return plans.isEmpty() || bytesAfter() + next.bytes() <= bytesMax;
    }

    void add(SegmentPlan next) {
        plans.add(next);
    }

    boolean isEmpty() {
        return plans.isEmpty();
    }

    List<SegmentPlan> plans() {
        return plans;
    }

    /// Tells whether it is worth the work.
    boolean pays() {
        long before = plans.stream().mapToLong(plan -> plan.range().bytes()).sum();
        long saved = before - bytesAfter();
        return plans.size() >= JOINED_MIN || saved * 100 >= before * SAVED_PERCENT_MIN;
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
        return OVERHEAD_BYTES + plans.stream().mapToLong(SegmentPlan::bytes).sum();
    }
}
