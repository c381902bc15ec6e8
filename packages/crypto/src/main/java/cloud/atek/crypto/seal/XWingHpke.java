package cloud.atek.crypto.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.jspecify.annotations.Nullable;

/// The one suite of HPKE that is used here, by Bouncy Castle; see [Recipient].
final class XWingHpke {

    static final int KEM_BYTES = 1120;

    private static final String INFO = "atek.cloud/crypto/recipient/1";

    private XWingHpke() {}

    static AsymmetricCipherKeyPair keyPair(byte[] seed) {
        return suite().deserializePrivateKey(seed, null);
    }

    static byte[] publicKey(AsymmetricCipherKeyPair pair) {
        return suite().serializePublicKey(pair.getPublic());
    }

    static byte[] header(byte[] wrapped, int size, byte[] context) {
        return ByteBuffer.allocate(size + context.length)
                .put(wrapped, 0, size)
                .put(context)
                .array();
    }

    /// Puts the KEM's ciphertext and the sealed `body` into `out`.
    static void seal(AsymmetricKeyParameter to, byte[] header, byte[] body, ByteBuffer out) {
        try {
            byte[][] sealed = suite().seal(to, info(), header, body, null, null, null);
            out.put(sealed[1]).put(sealed[0]);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("HPKE did not seal", e);
        }
    }

    /// The body, or null when these bytes were not sealed for `pair` under `header`.
    static byte @Nullable [] open(
            AsymmetricCipherKeyPair pair, byte[] header, byte[] kem, byte[] sealed) {
        try {
            return suite().open(kem, pair, info(), header, sealed, null, null, null);
        } catch (InvalidCipherTextException | IllegalStateException e) {
            // The second one is an X25519 point of small order, which only a forger sends.
            return null;
        }
    }

    /// One for each use: it is not said to be thread-safe.
    private static HPKE suite() {
        return new HPKE(
                HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }

    private static byte[] info() {
        return INFO.getBytes(StandardCharsets.US_ASCII);
    }
}
