package cloud.atek.datachain.trust;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Secret;
import cloud.atek.crypto.VerifyKey;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/// The chain's side of one connection, on which somebody proves his keys. They count as long as
/// this is used, and for this chain alone.
///
/// Thread-safe. Whoever holds the connection holds this, and drops it when the connection ends.
public final class Conversation {

    /// Most keys proven on one connection: bounds its memory.
    public static final int KEYS_MAX = 64;

    /// What an answer came to.
    public enum Verdict {
        /// The key counts from now on.
        PROVEN,
        /// It was made by another key, or for another challenge, chain or connection.
        WRONG,
        /// [#KEYS_MAX] keys were proven already.
        TOO_MANY
    }

    private final VerifyKey chain;
    private final Bytes binding;
    private final Set<PublicKey> proven = new LinkedHashSet<>();
    private Challenge open;

    /// @param binding what only the two ends of this connection share, such as the exporter of its
    ///   TLS session; of any length
    public Conversation(VerifyKey chain, Bytes binding) {
        this.chain = chain;
        this.binding = binding;
        this.open = fresh();
    }

    public VerifyKey chain() {
        return chain;
    }

    /// What the next answer must be made for. Its nonce goes to the other side.
    public synchronized Challenge challenge() {
        return open;
    }

    /// Takes an answer to [#challenge]. Good or bad, the challenge is spent: the next answer is to
    /// a new one, so none counts twice.
    public synchronized Verdict prove(KeyProof proof) {
        Challenge asked = open;
        open = fresh();
        if (!proof.answers(asked)) {
            return Verdict.WRONG;
        }
        if (proven.size() >= KEYS_MAX && !proven.contains(proof.key())) {
            return Verdict.TOO_MANY;
        }
        proven.add(proof.key());
        return Verdict.PROVEN;
    }

    /// All keys proven so far, in their order.
    public synchronized Set<PublicKey> proven() {
        return Collections.unmodifiableSet(new LinkedHashSet<>(proven));
    }

    private Challenge fresh() {
        return new Challenge(
                chain, Bytes.owning(Secret.random(Challenge.NONCE_BYTES).toArray()), binding);
    }
}
