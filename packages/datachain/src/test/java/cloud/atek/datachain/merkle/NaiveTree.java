package cloud.atek.datachain.merkle;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/// The definitions of RFC 9162, section 2.1, as they stand there: slow, and sharing no code with
/// what they judge.
final class NaiveTree {

    private NaiveTree() {}

    /// MTH, over leaves that are hashed already.
    static Hash root(List<Hash> leaves) {
        int n = leaves.size();
        if (n == 0) {
            return sha256();
        }
        if (n == 1) {
            return leaves.getFirst();
        }
        int k = split(n);
        return node(root(leaves.subList(0, k)), root(leaves.subList(k, n)));
    }

    /// PATH.
    static List<Hash> path(int m, List<Hash> leaves) {
        int n = leaves.size();
        if (n == 1) {
            return List.of();
        }
        int k = split(n);
        return m < k
                ? plus(path(m, leaves.subList(0, k)), root(leaves.subList(k, n)))
                : plus(path(m - k, leaves.subList(k, n)), root(leaves.subList(0, k)));
    }

    /// PROOF.
    static List<Hash> proof(int m, List<Hash> leaves) {
        return subproof(m, leaves, true);
    }

    private static List<Hash> subproof(int m, List<Hash> leaves, boolean known) {
        int n = leaves.size();
        if (m == n) {
            return known ? List.of() : List.of(root(leaves));
        }
        int k = split(n);
        return m <= k
                ? plus(subproof(m, leaves.subList(0, k), known), root(leaves.subList(k, n)))
                : plus(subproof(m - k, leaves.subList(k, n), false), root(leaves.subList(0, k)));
    }

    private static int split(int n) {
        int k = 1;
        while (k * 2 < n) {
            k *= 2;
        }
        return k;
    }

    private static Hash node(Hash left, Hash right) {
        return sha256(new byte[] {1}, left.value().toArray(), right.value().toArray());
    }

    static Hash leaf(byte[] data) {
        return sha256(new byte[] {0}, data);
    }

    private static Hash sha256(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return new Hash(Bytes.owning(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Hash> plus(List<Hash> list, Hash last) {
        var longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }
}
