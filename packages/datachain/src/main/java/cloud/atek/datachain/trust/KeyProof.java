package cloud.atek.datachain.trust;

import cloud.atek.crypto.HybridSignature;
import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.HybridVerifyKey;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;

/// The answer to a [Challenge] by who holds a key.
public sealed interface KeyProof {

    record Ed25519(VerifyKey signer, Signature signature) implements KeyProof {

        @Override
        public PublicKey key() {
            return new PublicKey.Ed25519(signer);
        }

        @Override
        public boolean answers(Challenge challenge) {
            return signer.verifies(challenge.text(), signature);
        }
    }

    record Hybrid(HybridVerifyKey signer, HybridSignature signature) implements KeyProof {

        @Override
        public PublicKey key() {
            return new PublicKey.Hybrid(signer);
        }

        @Override
        public boolean answers(Challenge challenge) {
            return signer.verifies(Challenge.CONTEXT, challenge.text(), signature);
        }
    }

    /// Whose holder this proves.
    PublicKey key();

    /// Tells whether this was made for `challenge`.
    boolean answers(Challenge challenge);

    static KeyProof sign(Challenge challenge, SigningKey key) {
        return new Ed25519(key.verifyKey(), key.sign(challenge.text()));
    }

    static KeyProof sign(Challenge challenge, HybridSigningKey key) {
        return new Hybrid(key.verifyKey(), key.sign(Challenge.CONTEXT, challenge.text()));
    }
}
