package cloud.atek.datachain.trust;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridSignature;
import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;

/// The signature of one key over one change.
public sealed interface ChangeSignature {

    /// Under what a hybrid key signs a change; the text itself begins with it too.
    String CONTEXT = "atek.cloud/datachain/change/1";

    record Ed25519(VerifyKey key, Signature signature) implements ChangeSignature {}

    /// @param key the id of the key, see [cloud.atek.crypto.HybridVerifyKey#id]: too large to stand
    ///   in every commit, it is published once as a row of the chain
    record Hybrid(Hash key, HybridSignature signature) implements ChangeSignature {}

    /// Signs `text`, the whole of it.
    static ChangeSignature of(byte[] text, SigningKey key) {
        return new Ed25519(key.verifyKey(), key.sign(text));
    }

    /// Signs `text`, the whole of it.
    static ChangeSignature of(byte[] text, HybridSigningKey key) {
        return new Hybrid(key.verifyKey().id(), key.sign(CONTEXT, text));
    }
}
