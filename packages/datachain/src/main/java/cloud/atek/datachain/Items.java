package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The events of a commit as they are written, and what is left of those that were removed.
///
/// ```
/// offset size  removed events, big-endian
///      0    4  length of what follows, 34
///      4    1  kind, 3
///      5    1  level: 2^level events were here, the first with an ordinal that this divides
///      6   32  root of the Merkle tree over them
/// ```
///
/// Two that are the halves of a larger complete subtree are always one: so there is one form only.
final class Items {

    private static final int PRUNED = 3;
    private static final int PRUNED_LENGTH = 2 + Hash.BYTES;
    private static final int LENGTH_BYTES = 4;

    /// `2^16` is the largest power of two in [Limits#EVENTS_MAX].
    private static final int LEVEL_MAX = 16;

    private Items() {}

    /// @param ordinal of its first event
    /// @param written the event with its length; null for removed ones
    private record Raw(int ordinal, EventTree.Subtree subtree, @Nullable ByteBuffer written) {

        boolean pruned() {
            return written == null;
        }

        /// Tells whether this and `next` are the halves of a complete subtree.
        boolean half(Raw next) {
            int level = subtree.level();
            return level == next.subtree.level()
                    && ordinal % (2 << level) == 0
                    && ordinal + (1 << level) == next.ordinal;
        }

        Commit.Item read() {
            return written == null
                    ? new Commit.Item.Pruned(ordinal, subtree.level(), subtree.hash())
                    : new Commit.Item.Kept(ordinal, EventCodec.read(written.duplicate()));
        }
    }

    /// The most bytes by which what is left of removed events grows when one more event of a commit
    /// stays.
    ///
    /// @param events of the commit
    static int splitBytes(int events) {
        int levels = Integer.SIZE - Integer.numberOfLeadingZeros(events - 1);
        return levels * (LENGTH_BYTES + PRUNED_LENGTH);
    }

    /// Reads what stands behind `head`, and moves behind it.
    ///
    /// @throws MalformedCommitException when it does not have the root that `head` says
    static List<Commit.Item> read(CommitHead head, ByteBuffer in) {
        return scan(head, in).stream().map(Raw::read).toList();
    }

    /// What stands behind `head`, and behind that the signatures, without those events that `keep`
    /// does not want.
    ///
    /// @return nothing when no event would be left
    static @Nullable Bytes prune(CommitHead head, ByteBuffer in, IntPredicate keep) {
        var left = new ArrayList<Raw>();
        for (Raw raw : scan(head, in)) {
            if (raw.pruned() || !keep.test(raw.ordinal())) {
                addPruned(left, new Raw(raw.ordinal(), raw.subtree(), null));
            } else {
                left.add(raw);
            }
        }
        return left.stream().allMatch(Raw::pruned) ? null : written(head, left, in);
    }

    private static List<Raw> scan(CommitHead head, ByteBuffer in) {
        var tree = new EventTree();
        var all = new ArrayList<Raw>();
        while (tree.size() < head.events()) {
            Raw raw = scanOne(tree.size(), in);
            requireFit(head, tree, all, raw);
            tree.add(raw.subtree());
            all.add(raw);
        }
        if (!tree.root().equals(head.eventsRoot())) {
            throw new MalformedCommitException("the events are not those that the head tells");
        }
        return all;
    }

    private static Raw scanOne(int ordinal, ByteBuffer in) {
        int start = in.position();
        int length = in.getInt();
        if (length < 1 || length > in.remaining()) {
            throw new MalformedCommitException("an event of " + length + " bytes");
        }
        int kind = in.get();
        if (kind == PRUNED && length == PRUNED_LENGTH) {
            int level = in.get();
            var hash = new byte[Hash.BYTES];
            in.get(hash);
            var subtree = new EventTree.Subtree(level, new Hash(Bytes.owning(hash)));
            return new Raw(ordinal, subtree, null);
        }
        in.position(start + LENGTH_BYTES + length);
        ByteBuffer written = in.slice(start, LENGTH_BYTES + length);
        return new Raw(ordinal, new EventTree.Subtree(0, EventTree.leaf(written)), written);
    }

    private static void requireFit(CommitHead head, EventTree tree, List<Raw> all, Raw next) {
        int level = next.subtree().level();
        boolean fits =
                level >= 0
                        && level <= LEVEL_MAX
                        && tree.fits(level)
                        && tree.size() + (1 << level) <= head.events();
        if (!fits) {
            throw new MalformedCommitException("removed events of level " + level + " do not fit");
        }
        if (!all.isEmpty() && next.pruned() && all.getLast().pruned() && all.getLast().half(next)) {
            throw new MalformedCommitException("removed events in two halves");
        }
    }

    private static void addPruned(List<Raw> left, Raw next) {
        Raw grown = next;
        while (!left.isEmpty() && left.getLast().pruned() && left.getLast().half(grown)) {
            Raw half = left.removeLast();
            grown = new Raw(half.ordinal(), half.subtree().beside(grown.subtree()), null);
        }
        left.add(grown);
    }

    private static Bytes written(CommitHead head, List<Raw> items, ByteBuffer rest) {
        int size = CommitHead.BYTES + rest.remaining();
        for (Raw item : items) {
            ByteBuffer event = item.written();
            size += event == null ? LENGTH_BYTES + PRUNED_LENGTH : event.remaining();
        }
        ByteBuffer out = ByteBuffer.allocate(size).put(head.toArray());
        for (Raw item : items) {
            ByteBuffer event = item.written();
            if (event == null) {
                out.putInt(PRUNED_LENGTH).put((byte) PRUNED).put((byte) item.subtree().level());
                item.subtree().hash().value().putInto(out);
            } else {
                out.put(event.duplicate());
            }
        }
        return Bytes.owning(out.put(rest.duplicate()).array());
    }
}
