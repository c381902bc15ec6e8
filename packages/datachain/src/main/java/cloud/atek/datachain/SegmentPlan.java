package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import cloud.atek.datachain.log.Frame;
import cloud.atek.datachain.log.SegmentRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is to become of each commit of one segment. One thread, one compaction.
///
/// A tombstone goes only when nothing of its row stays before it: for else the row would rise
/// again. Whether it does is known only when it is known which of the segments before this one are
/// written anew: so the tombstones that could go are settled last.
final class SegmentPlan {

    /// Of a frame of removed commits besides their hashes.
    private static final int RUN_BYTES = 33;

    private final SegmentRange range;
    private final BitSet removed = new BitSet();
    private final Map<Long, BitSet> partial = new HashMap<>();
    private final List<Tombstone> tombstones = new ArrayList<>();

    /// Rows that are to be forgotten and were put here, and those of them that stay all the same.
    private final Set<RowKey> forgotten = new HashSet<>();

    private final Set<RowKey> held = new HashSet<>();

    /// The counters of authors of removed commits.
    private final Map<KeyName, Long> counters = new HashMap<>();

    /// Of removed commits with tombstones, by their sequence: these may stay in the end.
    private final Map<Long, Origin> open = new HashMap<>();

    /// Highest sequence of a tombstone that is forgotten.
    private long horizon;

    /// The highest of earlier compactions.
    private long whole;

    private long bytes;
    private boolean inRun;
    private long events;
    private boolean forced;

    /// One that can go.
    ///
    /// @param alone size of the frame when nothing else of the commit stays
    /// @param more most bytes that it adds to a commit of which something else stays
    record Tombstone(RowKey row, long sequence, int ordinal, int alone, int more) {}

    SegmentPlan(SegmentRange range) {
        this.range = range;
    }

    SegmentRange range() {
        return range;
    }

    /// About as many will be left, without what every segment has and without the memo.
    long bytes() {
        return bytes;
    }

    /// How many events are removed. Known when it was settled.
    long events() {
        return events;
    }

    /// How many commits are removed that were there. Known when it was settled.
    int commits() {
        return removed.cardinality();
    }

    /// What must be known of all that was removed here, now and earlier. Known when it was settled.
    Forgotten memo() {
        return new Forgotten(horizon, whole, counters);
    }

    /// Authors of removed commits, and of some that may stay.
    Set<KeyName> authors() {
        var all = new HashSet<>(counters.keySet());
        open.values().forEach(origin -> all.add(Objects.requireNonNull(origin.author())));
        return all;
    }

    /// Takes what was known of what earlier compactions removed.
    void remember(Forgotten earlier) {
        horizon = Math.max(horizon, earlier.horizon());
        whole = Math.max(whole, earlier.whole());
        earlier.counters().forEach(this::remember);
    }

    /// Commits that are gone already.
    void gone(int count) {
        leaves(count);
    }

    /// A commit that stays as it is.
    void keep(Frame frame) {
        frame(frame.size());
    }

    /// A commit that goes, whole.
    void remove(Commit commit) {
        removed.set(index(commit.sequence()));
        events += commit.events().size();
        leaves(1);
        Origin origin = commit.origin();
        if (origin.author() == null || origin.counter() == 0) {
            return;
        }
        if (commit.events().stream().anyMatch(Event.Tombstone.class::isInstance)) {
            open.put(commit.sequence(), origin);
        } else {
            remember(origin.author(), origin.counter());
        }
    }

    /// A commit of which some events go.
    ///
    /// @param kept ordinals of those that stay
    /// @param size that the frame has then
    void prune(Commit commit, BitSet kept, int size) {
        partial.put(commit.sequence(), kept);
        events += commit.events().size() - kept.cardinality();
        frame(size);
    }

    /// Something must go from here, however little that saves.
    void force() {
        forced = true;
    }

    boolean isForced() {
        return forced;
    }

    /// A put of a row that is to be forgotten.
    void forget(RowKey row, boolean kept) {
        forgotten.add(row);
        if (kept) {
            held.add(row);
        }
    }

    /// A tombstone that is planned to go.
    void forget(Tombstone one) {
        tombstones.add(one);
    }

    /// Leaves all as it is.
    ///
    /// @param anchored rows of which a put stays, whose tombstones must stay too; gets more
    void abandon(Set<RowKey> anchored) {
        anchored.addAll(forgotten);
    }

    /// Decides what was open.
    void settle(Set<RowKey> anchored) {
        anchored.addAll(held);
        for (Tombstone one : tombstones) {
            if (anchored.contains(one.row)) {
                restore(one);
            } else {
                horizon = Math.max(horizon, one.sequence);
            }
        }
        open.forEach((sequence, origin) -> {
            if (removes(sequence)) {
                remember(Objects.requireNonNull(origin.author()), origin.counter());
            }
        });
    }

    boolean removes(long sequence) {
        return removed.get(index(sequence));
    }

    /// Ordinals of the events that stay of this commit, all others go; null when none goes.
    @Nullable BitSet kept(long sequence) {
        return partial.get(sequence);
    }

    private void remember(KeyName author, long counter) {
        counters.merge(author, counter, Math::max);
    }

    private void frame(int size) {
        bytes += size;
        inRun = false;
    }

    private void leaves(int count) {
        bytes += (inRun ? 0 : RUN_BYTES) + (long) count * Hash.BYTES;
        inRun = true;
    }

    private void restore(Tombstone one) {
        events--;
        if (removes(one.sequence)) {
            removed.clear(index(one.sequence));
            partial.put(one.sequence, new BitSet());
            bytes += one.alone;
        } else {
            bytes += one.more;
        }
        BitSet kept = partial.get(one.sequence);
        if (kept == null) {
            throw new IllegalStateException("commit " + one.sequence + " lost nothing");
        }
        kept.set(one.ordinal);
    }

    private int index(long sequence) {
        return Math.toIntExact(sequence - range.first());
    }
}
