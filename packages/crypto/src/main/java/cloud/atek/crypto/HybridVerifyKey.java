package cloud.atek.crypto;

import java.nio.ByteBuffer;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.signers.MLDSASigner;

/// The public half of a [HybridSigningKey]. Thread-safe.
///
/// ```
/// offset size
///      0    1  version, 1
///      1 1952  ML-DSA-65 public key (FIPS 204)
///   1953   32  Ed25519 public key (RFC 8032)
/// ```
public final class HybridVerifyKey {

    public static final int VERSION = 1;
    public static final int BYTES = 1 + HybridParts.ML_DSA_KEY_BYTES + VerifyKey.BYTES;

    /// What a look at a signature tells. A foreign message, context or key spoils both halves; one
    /// bad half alone means that somebody broke, or swapped, the other.
    public enum Verdict {
        GOOD,
        BAD_ED25519,
        BAD_ML_DSA,
        BAD
    }

    private final Bytes encoded;
    private final VerifyKey ed25519;
    private final MLDSAPublicKeyParameters mlDsa;

    /// Reads the 1985 bytes above.
    ///
    /// @throws IllegalArgumentException when `encoded` has another size or version, or holds a weak
    ///   Ed25519 key
    public HybridVerifyKey(Bytes encoded) {
        HybridParts.requireShape("a hybrid public key", encoded, BYTES, VERSION);
        this.encoded = encoded;
        this.ed25519 =
                new VerifyKey(
                        Bytes.owning(
                                HybridParts.slice(
                                        encoded, BYTES - VerifyKey.BYTES, VerifyKey.BYTES)));
        // Every 1952 bytes are an ML-DSA-65 key: FIPS 204 has nothing more to check.
        byte[] key = HybridParts.slice(encoded, 1, HybridParts.ML_DSA_KEY_BYTES);
        this.mlDsa = new MLDSAPublicKeyParameters(MLDSAParameters.ml_dsa_65, key);
    }

    static HybridVerifyKey of(byte[] mlDsa, VerifyKey ed25519) {
        return new HybridVerifyKey(
                Bytes.owning(
                        ByteBuffer.allocate(BYTES)
                                .put((byte) VERSION)
                                .put(mlDsa)
                                .put(ed25519.value().raw())
                                .array()));
    }

    /// Tells whether both halves of `signature` were made over exactly `message` under exactly
    /// `context` by the private half of this key.
    public boolean verifies(String context, byte[] message, HybridSignature signature) {
        return check(context, message, signature) == Verdict.GOOD;
    }

    /// As [#verifies], with the reason.
    public Verdict check(String context, byte[] message, HybridSignature signature) {
        byte[] text = HybridParts.signedText(context, message);
        boolean old = ed25519.verifies(text, signature.ed25519());
        boolean quantum = mlDsaVerifies(text, signature.mlDsa());
        if (old) {
            return quantum ? Verdict.GOOD : Verdict.BAD_ML_DSA;
        }
        return quantum ? Verdict.BAD_ED25519 : Verdict.BAD;
    }

    public Bytes encoded() {
        return encoded;
    }

    /// The SHA-256 of [#encoded]: 32 bytes that stand for the key where 1985 are too many.
    public Hash id() {
        return Hash.of(encoded.raw());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HybridVerifyKey that && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return encoded.hashCode();
    }

    @Override
    public String toString() {
        return "hybrid:" + id().hex();
    }

    private boolean mlDsaVerifies(byte[] text, byte[] signature) {
        var verifier = new MLDSASigner();
        verifier.init(false, new ParametersWithContext(mlDsa, HybridParts.label()));
        verifier.update(text, 0, text.length);
        return verifier.verifySignature(signature);
    }
}
