package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The Merkle tree of RFC 9162, section 2.1, over the events of one commit: its root stands in the
/// commit's head. It grows from the left, by events or by complete subtrees of which only the hash
/// is left. One thread at a time.
final class EventTree {

    private static final byte[] NODE = {1};

    private final List<Subtree> edge = new ArrayList<>();
    private int size;

    /// A complete subtree of `2^level` events.
    record Subtree(int level, Hash hash) {

        Subtree beside(Subtree right) {
            return new Subtree(
                    level + 1, Hash.of(NODE, hash.value().toArray(), right.hash.value().toArray()));
        }
    }

    /// The leaf of one event.
    ///
    /// @param written all of it, its length included; not moved
    static Hash leaf(ByteBuffer written) {
        return Hash.ofLeaf(written);
    }

    /// In events.
    int size() {
        return size;
    }

    /// Tells whether a complete subtree of `level` can begin here.
    boolean fits(int level) {
        return size % (1 << level) == 0;
    }

    void add(Subtree next) {
        size += 1 << next.level;
        Subtree grown = next;
        while (!edge.isEmpty() && edge.getLast().level == grown.level) {
            grown = edge.removeLast().beside(grown);
        }
        edge.add(grown);
    }

    /// Of at least one event.
    Hash root() {
        Hash root = edge.getLast().hash;
        for (int i = edge.size() - 2; i >= 0; i--) {
            root = new Subtree(0, edge.get(i).hash).beside(new Subtree(0, root)).hash;
        }
        return root;
    }
}
