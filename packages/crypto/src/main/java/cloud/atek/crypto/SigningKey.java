package cloud.atek.crypto;

import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// The private half of an Ed25519 key (RFC 8032), held as its 32-byte seed. It never prints.
/// Thread-safe.
public final class SigningKey {

    public static final int SEED_BYTES = 32;

    private final Secret seed;
    private final VerifyKey verifyKey;

    /// Keeps `seed`, and is dead when it is wiped.
    public SigningKey(Secret seed) {
        if (seed.size() != SEED_BYTES) {
            throw new IllegalArgumentException(
                    "a private key has " + SEED_BYTES + " bytes, not " + seed.size());
        }
        this.seed = seed;
        var point = new byte[VerifyKey.BYTES];
        Ed25519.generatePublicKey(seed.raw(), 0, point, 0);
        this.verifyKey = new VerifyKey(Bytes.owning(point));
    }

    public static SigningKey random() {
        return new SigningKey(Secret.random(SEED_BYTES));
    }

    /// Signs `message` as it is; the same message always gives the same signature.
    public Signature sign(byte[] message) {
        var signature = new byte[Signature.BYTES];
        byte[] publicKey = verifyKey.value().raw();
        Ed25519.sign(seed.raw(), 0, publicKey, 0, null, message, 0, message.length, signature, 0);
        return new Signature(Bytes.owning(signature));
    }

    public VerifyKey verifyKey() {
        return verifyKey;
    }

    /// A copy of the seed, for who stores the key; he wipes it.
    public Secret seed() {
        return Secret.copyOf(seed.raw());
    }

    /// Overwrites the seed; nothing can be signed afterwards.
    public void wipe() {
        seed.wipe();
    }

    @Override
    public String toString() {
        return "SigningKey[of " + verifyKey.hex() + "]";
    }
}
