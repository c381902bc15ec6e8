package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Hash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Makes roots and proofs from stored subtrees, each in a number of reads that is about the
/// logarithm of the tree.
///
/// @param nodes those of a tree that is at least as large as every size that is asked for
record Proofs(Nodes nodes) {

    /// RFC 9162, section 2.1.1, MTH(D_size).
    Hash root(long size) throws IOException {
        return size == 0 ? Subtrees.EMPTY_ROOT : subtree(0, size);
    }

    /// The roots of the complete subtrees in a tree of `size`, the largest first.
    List<Hash> edge(long size) throws IOException {
        var edge = new ArrayList<Hash>();
        long start = 0;
        for (long left = size; left > 0; left -= Long.highestOneBit(left)) {
            edge.add(subtree(start, Long.highestOneBit(left)));
            start += Long.highestOneBit(left);
        }
        return edge;
    }

    /// RFC 9162, section 2.1.3.1, PATH(index, D_size).
    ///
    /// @param index from 0, below `size`
    InclusionProof inclusion(long index, long size) throws IOException {
        var path = new ArrayList<Hash>();
        long start = 0;
        for (long leaves = size; leaves > 1; ) {
            long left = Subtrees.left(leaves);
            if (index - start < left) {
                path.add(subtree(start + left, leaves - left));
                leaves = left;
            } else {
                path.add(subtree(start, left));
                start += left;
                leaves -= left;
            }
        }
        return new InclusionProof(index, size, path.reversed());
    }

    /// RFC 9162, section 2.1.4.1, PROOF(first, D_second).
    ///
    /// @param first not above `second`; the proof from 0 is empty
    ConsistencyProof consistency(long first, long second) throws IOException {
        var path = new ArrayList<Hash>();
        if (first > 0) {
            addSubproof(first, second, path);
        }
        return new ConsistencyProof(first, second, path.reversed());
    }

    /// Adds SUBPROOF(first, D_second, true), from the root downwards.
    private void addSubproof(long first, long second, List<Hash> path) throws IOException {
        long start = 0;
        long leaves = second;
        while (first - start != leaves) {
            long left = Subtrees.left(leaves);
            if (first - start <= left) {
                path.add(subtree(start + left, leaves - left));
                leaves = left;
            } else {
                path.add(subtree(start, left));
                start += left;
                leaves -= left;
            }
        }
        // Who verifies knows the root of the older tree, but no other subtree of it.
        if (start > 0) {
            path.add(subtree(start, leaves));
        }
    }

    /// The hash over `leaves` leaves from `start` on, which is where a subtree so large may begin.
    private Hash subtree(long start, long leaves) throws IOException {
        if (Long.bitCount(leaves) == 1) {
            int level = Long.numberOfTrailingZeros(leaves);
            return nodes.read(Subtrees.position(level, start >> level));
        }
        long left = Subtrees.left(leaves);
        return Subtrees.parent(subtree(start, left), subtree(start + left, leaves - left));
    }
}
