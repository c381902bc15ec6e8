package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.trust.ChangeSignature;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A commit as it stands in the log.
///
/// @param hash of its head, as the leaf of a Merkle tree. It covers the events by their root and
///   the hash of the commit before it: so one good signature proves everything up to here
/// @param authors the signatures that came with the change, see [ChangeText]
/// @param signature by the chain's key
public record SignedCommit(
        Commit commit, Hash hash, List<ChangeSignature> authors, Signature signature) {

    /// Goes before what is signed, so that no signature of ours can be taken for something else.
    private static final byte[] CONTEXT =
            "atek.cloud/datachain/commit/1\n".getBytes(StandardCharsets.US_ASCII);

    public SignedCommit {
        authors = List.copyOf(authors);
    }

    /// Tells whether the key of chain `id` signed this.
    public boolean signedBy(VerifyKey id) {
        return id.verifies(message(id, hash), signature);
    }

    /// What is signed: the context, the chain, the commit. The chain is in it so that a commit
    /// cannot be replayed in another one.
    static byte[] message(VerifyKey id, Hash hash) {
        ByteBuffer out = ByteBuffer.allocate(CONTEXT.length + VerifyKey.BYTES + Hash.BYTES);
        out.put(CONTEXT);
        id.value().putInto(out);
        hash.value().putInto(out);
        return out.array();
    }
}
