package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Hash;

/// The arithmetic of RFC 9162, section 2.1: how leaves make subtrees and where those are stored.
///
/// A complete subtree is named by its level, 0 for a leaf, and its index among those of its level,
/// from the left and from 0. Complete subtrees never change again. They are stored in the order in
/// which they become complete:
///
/// ```
/// position  0   1   2       3   4   5       6      7 …
/// level     0   0   1       0   0   1       2      0
/// leaves    0   1   0 to 1  2   3   2 to 3  0 to 3 4
/// ```
final class Subtrees {

    static final Hash EMPTY_ROOT = Hash.of();

    private static final byte[] NODE = {1};

    private Subtrees() {}

    static Hash parent(Hash left, Hash right) {
        return Hash.of(NODE, left.value().toArray(), right.value().toArray());
    }

    /// How many subtrees are complete in a tree of `leaves`.
    static long stored(long leaves) {
        return 2 * leaves - Long.bitCount(leaves);
    }

    /// Where a complete subtree is stored, from 0.
    static long position(int level, long index) {
        long lastLeaf = ((index + 1) << level) - 1;
        return stored(lastLeaf) + level;
    }

    /// Leaves of the left subtree: the largest power of two below `leaves`, which is at least 2.
    static long left(long leaves) {
        return Long.highestOneBit(leaves - 1);
    }
}
