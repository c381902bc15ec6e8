package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.TagKey;
import cloud.atek.datachain.trust.ChangeSignature;
import java.util.List;

/// A commit as it stands in the log.
///
/// @param hash of its head, as the leaf of a Merkle tree. It covers the events by their root and
///   the hash of the commit before it: so who knows one hash to be good knows everything up to here
/// @param authors the signatures that came with the change, see [ChangeText]
/// @param tag by which the chain's owner knows his own commits again; everybody else looks at
///   signed checkpoints, which come a little later
public record SignedCommit(Commit commit, Hash hash, List<ChangeSignature> authors, Bytes tag) {

    private static final String TAG_USE = "atek.cloud/datachain/commit/1";

    public SignedCommit {
        authors = List.copyOf(authors);
    }

    /// The key of the tags in the chain of `owner`.
    static TagKey tagKey(SigningKey owner) {
        return TagKey.of(owner, TAG_USE);
    }

    boolean taggedBy(TagKey key) {
        return key.verifies(hash.value(), tag);
    }
}
