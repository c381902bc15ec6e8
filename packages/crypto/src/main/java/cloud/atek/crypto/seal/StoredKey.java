package cloud.atek.crypto.seal;

import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;

/// A key as a ring keeps it: a code and the bytes of the key.
///
/// @param code 1 signing, 2 hybrid, 3 read, 4 person
record StoredKey(byte code, Secret secret) {

    private static final byte SIGNING = 1;
    private static final byte HYBRID = 2;
    private static final byte READ = 3;
    private static final byte PERSON = 4;

    /// Shares no bytes with `key`.
    static StoredKey of(RingKey key) {
        return switch (key) {
            case RingKey.Signing(SigningKey it) -> new StoredKey(SIGNING, it.seed());
            case RingKey.Hybrid(HybridSigningKey it) -> new StoredKey(HYBRID, it.seed());
            case RingKey.Read(ReadKey it) -> new StoredKey(READ, it.secret());
            case RingKey.Person(RecipientKey it) -> new StoredKey(PERSON, it.seed());
        };
    }

    /// The bytes of a key; -1 for a code that is none of ours.
    static int size(byte code) {
        return switch (code) {
            case SIGNING -> SigningKey.SEED_BYTES;
            case HYBRID -> HybridSigningKey.SEED_BYTES;
            case READ -> ReadKey.BYTES;
            case PERSON -> RecipientKey.SEED_BYTES;
            default -> -1;
        };
    }

    /// Shares no bytes with this.
    RingKey key() {
        Secret copy = Secret.owning(secret.toArray());
        return switch (code) {
            case SIGNING -> new RingKey.Signing(new SigningKey(copy));
            case HYBRID -> new RingKey.Hybrid(new HybridSigningKey(copy));
            case READ -> new RingKey.Read(new ReadKey(copy));
            case PERSON -> new RingKey.Person(new RecipientKey(copy));
            default -> throw new IllegalStateException("no key has the code " + code);
        };
    }
}
