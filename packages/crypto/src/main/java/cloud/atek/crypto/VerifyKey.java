package cloud.atek.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The public half of an Ed25519 key (RFC 8032).
///
/// Whoever holds one holds a good one: a canonical point of the prime-order group, so that no two
/// encodings mean the same key and no small-order key accepts everything. Thread-safe.
public final class VerifyKey {

    public static final int BYTES = 32;

    private final Bytes value;
    private final Ed25519.PublicPoint point;

    /// @throws IllegalArgumentException when `value` is not such a point
    public VerifyKey(Bytes value) {
        if (value.size() != BYTES) {
            throw new IllegalArgumentException(
                    "a public key has " + BYTES + " bytes, not " + value.size());
        }
        Ed25519.PublicPoint found = Ed25519.validatePublicKeyFullExport(value.raw(), 0);
        if (found == null) {
            throw new IllegalArgumentException("not an Ed25519 public key: " + value.hex());
        }
        this.value = value;
        this.point = found;
    }

    /// Reads 64 hex digits.
    ///
    /// @throws IllegalArgumentException when `hex` is not a key
    public static VerifyKey ofHex(String hex) {
        return new VerifyKey(Bytes.ofHex(hex));
    }

    /// Tells whether `signature` was made over exactly `message` by the private half of this key.
    public boolean verifies(byte[] message, Signature signature) {
        return Ed25519.verify(signature.value().raw(), 0, point, message, 0, message.length);
    }

    public Bytes value() {
        return value;
    }

    public String hex() {
        return value.hex();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyKey that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return hex();
    }
}
