package cloud.atek.crypto;

/// A signature of two halves, ML-DSA-65 and Ed25519, which only counts when both are good.
///
/// ```
/// offset size
///      0    1  version, 1
///      1 3309  ML-DSA-65 signature (FIPS 204)
///   3310   64  Ed25519 signature (RFC 8032)
/// ```
///
/// @param encoded the 3374 bytes above
public record HybridSignature(Bytes encoded) {

    public static final int VERSION = 1;
    public static final int BYTES = 1 + HybridParts.ML_DSA_SIGNATURE_BYTES + Signature.BYTES;

    /// @throws IllegalArgumentException when `encoded` has another size or version
    public HybridSignature {
        HybridParts.requireShape("a hybrid signature", encoded, BYTES, VERSION);
    }

    byte[] mlDsa() {
        return HybridParts.slice(encoded, 1, HybridParts.ML_DSA_SIGNATURE_BYTES);
    }

    Signature ed25519() {
        return new Signature(
                Bytes.owning(HybridParts.slice(encoded, BYTES - Signature.BYTES, Signature.BYTES)));
    }

    @Override
    public String toString() {
        return "HybridSignature[" + BYTES + " bytes]";
    }
}
