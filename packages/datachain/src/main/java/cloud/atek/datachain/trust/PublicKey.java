package cloud.atek.datachain.trust;

import cloud.atek.crypto.HybridVerifyKey;
import cloud.atek.crypto.VerifyKey;

/// The public half of a key that signs changes.
public sealed interface PublicKey {

    record Ed25519(VerifyKey key) implements PublicKey {}

    record Hybrid(HybridVerifyKey key) implements PublicKey {}
}
