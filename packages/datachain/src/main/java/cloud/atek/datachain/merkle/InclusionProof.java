package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Hash;
import java.util.List;

/// Proves that a leaf stands at its place in a tree (RFC 9162, section 2.1.3).
///
/// @param index of the leaf, from 0: one less than the sequence of its commit
/// @param size of the tree, in leaves
/// @param path hashes of the subtrees beside the way from the leaf to the root
public record InclusionProof(long index, long size, List<Hash> path) {

    public InclusionProof {
        path = List.copyOf(path);
    }

    /// Tells whether this proves `leaf` to be in the tree of `root` (section 2.1.3.2).
    public Verdict verify(Hash leaf, Hash root) {
        if (index < 0 || index >= size) {
            return Verdict.refused(Verdict.Reason.OUTSIDE);
        }
        long at = index;
        long last = size - 1;
        Hash subtree = leaf;
        for (Hash beside : path) {
            if (last == 0) {
                return Verdict.refused(Verdict.Reason.WRONG_LENGTH);
            }
            if ((at & 1) == 1 || at == last) {
                subtree = Subtrees.parent(beside, subtree);
                int levels = Long.numberOfTrailingZeros(at);
                at >>= levels;
                last >>= levels;
            } else {
                subtree = Subtrees.parent(subtree, beside);
            }
            at >>= 1;
            last >>= 1;
        }
        if (last != 0) {
            return Verdict.refused(Verdict.Reason.WRONG_LENGTH);
        }
        return subtree.equals(root) ? Verdict.holds() : Verdict.refused(Verdict.Reason.WRONG_ROOT);
    }
}
