package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridSignature;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.TagKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.trust.ChangeSignature;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The signatures and the tag at the end of a commit as bytes.
///
/// ```
/// offset size  signatures, big-endian
///      0    1  number, 1 to SIGNATURES_MAX
///      1       each of them
///
/// offset size  signature
///      0    1  kind
///      1    2  length of the value
///      3    n  value
///
/// kind  value
///    2  Ed25519 by another key over the change: public key, 32 bytes; signature, 64 bytes
///    3  hybrid over the change: id of the key, 32 bytes; signature, 3374 bytes
///    4  tag of the chain over the hash of the commit, 32 bytes; one, the last
/// ```
final class SignatureCodec {

    private static final byte ED25519 = 2;
    private static final byte HYBRID = 3;
    private static final byte TAG = 4;
    private static final int HEAD_BYTES = 3;

    private SignatureCodec() {}

    /// What stands at the end of a commit.
    record Signatures(List<ChangeSignature> authors, Bytes tag) {}

    /// Written size of those of the authors and of the tag.
    static int size(List<ChangeSignature> authors) {
        int size = 1 + HEAD_BYTES + TagKey.BYTES;
        for (ChangeSignature one : authors) {
            size += HEAD_BYTES + length(one);
        }
        return size;
    }

    static void write(List<ChangeSignature> authors, Bytes tag, ByteBuffer out) {
        out.put((byte) (authors.size() + 1));
        for (ChangeSignature one : authors) {
            switch (one) {
                case ChangeSignature.Ed25519(VerifyKey key, Signature signature) -> {
                    out.put(ED25519).putShort((short) length(one));
                    key.value().putInto(out);
                    signature.value().putInto(out);
                }
                case ChangeSignature.Hybrid(Hash key, HybridSignature signature) -> {
                    out.put(HYBRID).putShort((short) length(one));
                    key.value().putInto(out);
                    signature.encoded().putInto(out);
                }
            }
        }
        out.put(TAG).putShort((short) TagKey.BYTES);
        tag.putInto(out);
    }

    /// Reads what is left in `in`, all of it.
    static Signatures read(ByteBuffer in) {
        int count = in.get();
        if (count < 1 || count > Limits.SIGNATURES_MAX) {
            throw new MalformedCommitException(
                    count + " signatures, want 1 to " + Limits.SIGNATURES_MAX);
        }
        var authors = new ArrayList<ChangeSignature>();
        for (int i = 1; i < count; i++) {
            authors.add(readAuthor(in));
        }
        int kind = in.get();
        int length = in.getShort();
        if (kind != TAG || length != TagKey.BYTES || length != in.remaining()) {
            throw new MalformedCommitException(
                    "a last signature of kind " + kind + " and length " + length);
        }
        return new Signatures(authors, take(in, TagKey.BYTES));
    }

    private static ChangeSignature readAuthor(ByteBuffer in) {
        int kind = in.get();
        int length = in.getShort();
        if (kind == ED25519 && length == VerifyKey.BYTES + Signature.BYTES) {
            var key = new VerifyKey(take(in, VerifyKey.BYTES));
            return new ChangeSignature.Ed25519(key, new Signature(take(in, Signature.BYTES)));
        }
        if (kind == HYBRID && length == Hash.BYTES + HybridSignature.BYTES) {
            var key = new Hash(take(in, Hash.BYTES));
            return new ChangeSignature.Hybrid(
                    key, new HybridSignature(take(in, HybridSignature.BYTES)));
        }
        throw new MalformedCommitException("a signature of kind " + kind + " and length " + length);
    }

    private static int length(ChangeSignature one) {
        return switch (one) {
            case ChangeSignature.Ed25519 _ -> VerifyKey.BYTES + Signature.BYTES;
            case ChangeSignature.Hybrid _ -> Hash.BYTES + HybridSignature.BYTES;
        };
    }

    private static Bytes take(ByteBuffer in, int size) {
        var bytes = new byte[size];
        in.get(bytes);
        return Bytes.owning(bytes);
    }
}
