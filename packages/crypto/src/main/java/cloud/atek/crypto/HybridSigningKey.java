package cloud.atek.crypto;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.signers.MLDSASigner;

/// The private half of a key that signs with ML-DSA-65 and Ed25519 at once, so that it holds as
/// long as one of the two does. It never prints. Thread-safe.
///
/// Held as 64 bytes: the ML-DSA seed, then the Ed25519 seed. Bouncy Castle's ML-DSA is used and not
/// the JDK's, since the JDK of today cannot sign under a context and the standard wants one.
public final class HybridSigningKey {

    public static final int SEED_BYTES = HybridParts.ML_DSA_SEED_BYTES + SigningKey.SEED_BYTES;

    private final Secret seed;
    private final SigningKey ed25519;
    private final MLDSAPrivateKeyParameters mlDsa;
    private final HybridVerifyKey verifyKey;

    /// Keeps `seed`, which must not be wiped as long as this is used: see [#wipe].
    public HybridSigningKey(Secret seed) {
        if (seed.size() != SEED_BYTES) {
            throw new IllegalArgumentException(
                    "a hybrid private key has " + SEED_BYTES + " bytes, not " + seed.size());
        }
        this.seed = seed;
        byte[] raw = seed.raw();
        this.ed25519 =
                new SigningKey(
                        Secret.owning(
                                Arrays.copyOfRange(
                                        raw, HybridParts.ML_DSA_SEED_BYTES, SEED_BYTES)));
        byte[] mlDsaSeed = Arrays.copyOf(raw, HybridParts.ML_DSA_SEED_BYTES);
        this.mlDsa = new MLDSAPrivateKeyParameters(MLDSAParameters.ml_dsa_65, mlDsaSeed);
        Arrays.fill(mlDsaSeed, (byte) 0);
        this.verifyKey = HybridVerifyKey.of(mlDsa.getPublicKey(), ed25519.verifyKey());
    }

    public static HybridSigningKey random() {
        return new HybridSigningKey(Secret.random(SEED_BYTES));
    }

    /// Signs `message` as it is under `context`, which says what the signature is for, such as
    /// `atek.cloud/datachain/commit/2`: no signature is good under another one. The same message
    /// and context always give the same signature.
    ///
    /// @param context 1 to 255 printable ASCII letters
    public HybridSignature sign(String context, byte[] message) {
        byte[] text = HybridParts.signedText(context, message);
        return new HybridSignature(
                Bytes.owning(
                        ByteBuffer.allocate(HybridSignature.BYTES)
                                .put((byte) HybridSignature.VERSION)
                                .put(mlDsaSignature(text))
                                .put(ed25519.sign(text).value().raw())
                                .array()));
    }

    public HybridVerifyKey verifyKey() {
        return verifyKey;
    }

    /// A copy of the seed, for who stores the key; he wipes it.
    public Secret seed() {
        return Secret.copyOf(seed.raw());
    }

    /// Overwrites the seeds and the expanded key; nothing can be signed afterwards.
    public void wipe() {
        seed.wipe();
        ed25519.wipe();
        mlDsa.destroy();
    }

    @Override
    public String toString() {
        return "HybridSigningKey[of " + verifyKey + "]";
    }

    private byte[] mlDsaSignature(byte[] text) {
        var signer = new MLDSASigner();
        signer.init(true, new ParametersWithContext(mlDsa, HybridParts.label()));
        signer.update(text, 0, text.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("ML-DSA did not sign", e);
        }
    }
}
