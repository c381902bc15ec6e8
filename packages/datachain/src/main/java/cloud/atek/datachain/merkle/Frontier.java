package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A growing tree in memory of its logarithm: the complete subtrees at its right edge, one for each
/// bit of its size, the largest first. One thread at a time.
public final class Frontier implements Leaves {

    private final List<Hash> edge = new ArrayList<>();
    private final Consumer<Hash> stored;
    private long size;

    /// An empty tree that keeps nothing but its edge.
    public Frontier() {
        this(_ -> {});
    }

    /// @param stored gets every subtree when it is complete, in the order of [Subtrees#position]
    Frontier(Consumer<Hash> stored) {
        this.stored = stored;
    }

    /// A tree of `size` leaves with this edge.
    ///
    /// @param edge roots of its complete subtrees, the largest first
    /// @throws IllegalArgumentException when a tree of this size has another number of them
    Frontier(long size, List<Hash> edge, Consumer<Hash> stored) {
        this(stored);
        if (Long.bitCount(size) != edge.size()) {
            throw new IllegalArgumentException(
                    "a tree of " + size + " leaves has no edge of " + edge.size());
        }
        this.size = size;
        this.edge.addAll(edge);
    }

    /// In leaves.
    public long size() {
        return size;
    }

    @Override
    public void add(Hash leaf) {
        Hash subtree = leaf;
        stored.accept(subtree);
        for (long full = size; (full & 1) == 1; full >>= 1) {
            subtree = Subtrees.parent(edge.removeLast(), subtree);
            stored.accept(subtree);
        }
        edge.add(subtree);
        size++;
    }

    @Override
    public Hash root() {
        if (edge.isEmpty()) {
            return Subtrees.EMPTY_ROOT;
        }
        Hash root = edge.getLast();
        for (int i = edge.size() - 2; i >= 0; i--) {
            root = Subtrees.parent(edge.get(i), root);
        }
        return root;
    }
}
