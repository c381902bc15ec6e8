package cloud.atek.crypto.seal;

import cloud.atek.crypto.Secret;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.jspecify.annotations.Nullable;

/// The private half of a [Recipient], held as its X-Wing seed of 32 bytes. Thread-safe. It never
/// prints.
public final class RecipientKey {

    public static final int SEED_BYTES = 32;

    private final Secret seed;
    private final AsymmetricCipherKeyPair pair;
    private final Recipient recipient;

    /// Keeps `seed`; see [#wipe].
    public RecipientKey(Secret seed) {
        if (seed.size() != SEED_BYTES) {
            throw new IllegalArgumentException(
                    "a recipient key has " + SEED_BYTES + " bytes, not " + seed.size());
        }
        this.seed = seed;
        this.pair = XWingHpke.keyPair(seed.toArray());
        this.recipient = Recipient.ofPublicKey(XWingHpke.publicKey(pair));
    }

    public static RecipientKey random() {
        return new RecipientKey(Secret.random(SEED_BYTES));
    }

    public Recipient recipient() {
        return recipient;
    }

    public Opened<DataKey> unwrapDataKey(byte[] wrapped, byte[] context) {
        return unwrap(wrapped, KeyKind.DATA, context).map(DataKey::new);
    }

    public Opened<ReadKey> unwrapReadKey(byte[] wrapped, byte[] context) {
        return unwrap(wrapped, KeyKind.READ, context).map(ReadKey::new);
    }

    /// A copy of the seed, for who stores the key; he wipes it.
    public Secret seed() {
        return Secret.owning(seed.toArray());
    }

    /// Overwrites the seed. What the algorithm made of it lives on until this object is gone, so
    /// drop it too; it must not be used again.
    public void wipe() {
        seed.wipe();
    }

    @Override
    public String toString() {
        return "RecipientKey[of " + recipient.id() + "]";
    }

    private Opened<Secret> unwrap(byte[] wrapped, KeyKind kind, byte[] context) {
        Opened.Refused<Secret> refused =
                Wrapping.refusal(
                        wrapped, Recipient.VERSION, kind, recipient.id(), Recipient.WRAPPED_BYTES);
        if (refused != null) {
            return refused;
        }
        if (ByteBuffer.wrap(wrapped).getInt(2 + KeyId.BYTES) != Checksum.of(context)) {
            return Opened.refused(
                    Opened.Reason.WRONG_HEADER, "the key is wrapped for another context");
        }
        byte @Nullable [] raw =
                XWingHpke.open(
                        pair,
                        XWingHpke.header(wrapped, Recipient.KEM_AT, context),
                        Arrays.copyOfRange(wrapped, Recipient.KEM_AT, Recipient.SECRET_AT),
                        Arrays.copyOfRange(wrapped, Recipient.SECRET_AT, wrapped.length));
        return raw == null
                ? Opened.refused(Opened.Reason.DAMAGED, "the wrapped key is damaged")
                : new Opened.Good<>(Secret.owning(raw));
    }
}
