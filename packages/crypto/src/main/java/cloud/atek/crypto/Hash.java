package cloud.atek.crypto;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A SHA-256 hash. The JDK's own is used: on hardware with SHA instructions it is the fastest.
///
/// @param value 32 bytes
public record Hash(Bytes value) {

    public static final int BYTES = 32;

    public static final Hash ZERO = new Hash(Bytes.owning(new byte[BYTES]));

    public Hash {
        if (value.size() != BYTES) {
            throw new IllegalArgumentException(
                    "a hash has " + BYTES + " bytes, not " + value.size());
        }
    }

    /// The hash of all parts, one after the other.
    public static Hash of(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Hash(Bytes.owning(digest.digest()));
    }

    /// The hash of what remains in `bytes`, as the leaf of a Merkle tree: a zero byte goes first,
    /// so that no leaf can pass for an inner node (RFC 9162, section 2.1.1). `bytes` is not moved.
    public static Hash ofLeaf(ByteBuffer bytes) {
        MessageDigest digest = sha256();
        digest.update((byte) 0);
        digest.update(bytes.duplicate());
        return new Hash(Bytes.owning(digest.digest()));
    }

    public static Hash ofHex(String hex) {
        return new Hash(Bytes.ofHex(hex));
    }

    public String hex() {
        return value.hex();
    }

    @Override
    public String toString() {
        return hex();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
