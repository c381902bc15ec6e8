package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridVerifyKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.trust.ChangeSignature;
import cloud.atek.datachain.trust.PublicKey;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// The name of a signing key, short enough to stand in every rule and every commit. Ordered by its
/// written form.
///
/// @param kind of the key
/// @param value 32 bytes: an Ed25519 key itself, or the hash of a hybrid one
public record KeyName(Kind kind, Bytes value) implements Comparable<KeyName> {

    /// What the name stands for.
    public enum Kind {
        /// Ed25519: the name is the public key.
        ED25519(1),
        /// Ed25519 with ML-DSA-65: the name is [HybridVerifyKey#id]; a row of the chain has the
        /// key.
        HYBRID(2);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /// One byte for the kind, then the value.
    public static final int BYTES = 33;

    public KeyName {
        if (value.size() != BYTES - 1) {
            throw new IllegalArgumentException(
                    "the name of a key has 32 bytes, not " + value.size());
        }
    }

    public static KeyName of(PublicKey key) {
        return switch (key) {
            case PublicKey.Ed25519(var one) -> of(one);
            case PublicKey.Hybrid(var one) -> of(one);
        };
    }

    /// Of the key that made `signature`, or should have.
    static KeyName of(ChangeSignature signature) {
        return switch (signature) {
            case ChangeSignature.Ed25519(var key, _) -> of(key);
            case ChangeSignature.Hybrid(var id, _) -> new KeyName(Kind.HYBRID, id.value());
        };
    }

    public static KeyName of(VerifyKey key) {
        return new KeyName(Kind.ED25519, key.value());
    }

    public static KeyName of(HybridVerifyKey key) {
        return new KeyName(Kind.HYBRID, key.id().value());
    }

    /// @throws MalformedCommitException when the kind is not one we know
    static KeyName read(ByteBuffer in) {
        int code = in.get();
        var value = new byte[Hash.BYTES];
        in.get(value);
        for (Kind kind : Kind.values()) {
            if (kind.code == code) {
                return new KeyName(kind, Bytes.owning(value));
            }
        }
        throw new MalformedCommitException("a key of kind " + code + ", which we do not know");
    }

    void write(ByteBuffer out) {
        out.put((byte) kind.code);
        value.putInto(out);
    }

    @Override
    public int compareTo(KeyName other) {
        int kinds = kind.compareTo(other.kind);
        return kinds != 0 ? kinds : Arrays.compareUnsigned(value.toArray(), other.value.toArray());
    }

    /// `ed25519:` or `hybrid:` and 64 hex digits.
    @Override
    public String toString() {
        return (kind == Kind.ED25519 ? "ed25519:" : "hybrid:") + value.hex();
    }
}
