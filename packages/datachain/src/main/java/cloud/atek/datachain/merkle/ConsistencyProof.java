package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Hash;
import java.util.List;

/// Proves that a tree only grew: that the older one is the beginning of the younger (RFC 9162,
/// section 2.1.4).
///
/// @param first size of the older tree, in leaves
/// @param second size of the younger tree
/// @param path hashes of subtrees; empty when the sizes are equal or the older tree is empty
public record ConsistencyProof(long first, long second, List<Hash> path) {

    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /// Tells whether this proves that the tree of `firstRoot` is the beginning of that of
    /// `secondRoot` (section 2.1.4.2).
    public Verdict verify(Hash firstRoot, Hash secondRoot) {
        if (first < 0 || first > second) {
            return Verdict.refused(Verdict.Reason.OUTSIDE);
        }
        if (first == 0 || first == second) {
            return verifyEmpty(firstRoot, secondRoot);
        }
        // The older tree is one complete subtree: the proof leaves out what the verifier knows.
        boolean complete = Long.bitCount(first) == 1;
        if (!complete && path.isEmpty()) {
            return Verdict.refused(Verdict.Reason.WRONG_LENGTH);
        }
        Hash start = complete ? firstRoot : path.getFirst();
        return climb(start, complete ? path : path.subList(1, path.size()), firstRoot, secondRoot);
    }

    private Verdict verifyEmpty(Hash firstRoot, Hash secondRoot) {
        if (!path.isEmpty()) {
            return Verdict.refused(Verdict.Reason.WRONG_LENGTH);
        }
        Hash wanted = first == 0 ? Subtrees.EMPTY_ROOT : secondRoot;
        if (!wanted.equals(firstRoot)) {
            return Verdict.refused(Verdict.Reason.WRONG_FIRST_ROOT);
        }
        boolean bothEmpty = second > 0 || secondRoot.equals(Subtrees.EMPTY_ROOT);
        return bothEmpty ? Verdict.holds() : Verdict.refused(Verdict.Reason.WRONG_ROOT);
    }

    private Verdict climb(Hash start, List<Hash> rest, Hash firstRoot, Hash secondRoot) {
        int skipped = Long.numberOfTrailingZeros(first);
        long at = (first - 1) >> skipped;
        long last = (second - 1) >> skipped;
        Hash older = start;
        Hash younger = start;
        for (Hash beside : rest) {
            if (last == 0) {
                return Verdict.refused(Verdict.Reason.WRONG_LENGTH);
            }
            if ((at & 1) == 1 || at == last) {
                older = Subtrees.parent(beside, older);
                younger = Subtrees.parent(beside, younger);
                int levels = Long.numberOfTrailingZeros(at);
                at >>= levels;
                last >>= levels;
            } else {
                younger = Subtrees.parent(younger, beside);
            }
            at >>= 1;
            last >>= 1;
        }
        if (last != 0) {
            return Verdict.refused(Verdict.Reason.WRONG_LENGTH);
        }
        if (!older.equals(firstRoot)) {
            return Verdict.refused(Verdict.Reason.WRONG_FIRST_ROOT);
        }
        return younger.equals(secondRoot)
                ? Verdict.holds()
                : Verdict.refused(Verdict.Reason.WRONG_ROOT);
    }
}
