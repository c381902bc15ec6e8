package cloud.atek.datachain.dio;

import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.seal.RecipientKey;
import cloud.atek.datachain.ChangeText;
import cloud.atek.datachain.KeyName;
import cloud.atek.datachain.trust.ChangeSignature;
import cloud.atek.datachain.trust.Conversation;
import cloud.atek.datachain.trust.KeyProof;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The private keys of one person: those that sign, of which every one signs every change, and
/// those that open reader groups. It never prints them, and does not wipe them.
///
/// @param hybrid they sign first; the chain must have them, see [DioMut#publish]
public record Keys(
        List<HybridSigningKey> hybrid, List<SigningKey> signing, List<RecipientKey> reading) {

    public static final Keys NONE = new Keys(List.of(), List.of(), List.of());

    public Keys {
        hybrid = List.copyOf(hybrid);
        signing = List.copyOf(signing);
        reading = List.copyOf(reading);
    }

    public Keys with(HybridSigningKey key) {
        return new Keys(and(hybrid, key), signing, reading);
    }

    public Keys with(SigningKey key) {
        return new Keys(hybrid, and(signing, key), reading);
    }

    public Keys with(RecipientKey key) {
        return new Keys(hybrid, signing, and(reading, key));
    }

    @Override
    public String toString() {
        return "Keys[%d hybrid, %d signing, %d reading]"
                .formatted(hybrid.size(), signing.size(), reading.size());
    }

    /// The key that stands in commits, or null when none signs.
    @Nullable KeyName author() {
        if (!hybrid.isEmpty()) {
            return KeyName.of(hybrid.getFirst().verifyKey());
        }
        return signing.isEmpty() ? null : KeyName.of(signing.getFirst().verifyKey());
    }

    ChangeSignature[] sign(ChangeText text) {
        return Stream.concat(hybrid.stream().map(text::sign), signing.stream().map(text::sign))
                .toArray(ChangeSignature[]::new);
    }

    /// Proves every key that signs.
    void prove(Conversation conversation) {
        hybrid.forEach(key -> prove(conversation, KeyProof.sign(conversation.challenge(), key)));
        signing.forEach(key -> prove(conversation, KeyProof.sign(conversation.challenge(), key)));
    }

    private static void prove(Conversation conversation, KeyProof proof) {
        Conversation.Verdict verdict = conversation.prove(proof);
        if (verdict != Conversation.Verdict.PROVEN) {
            throw new IllegalArgumentException("a key was not taken: " + verdict);
        }
    }

    private static <T> List<T> and(List<T> some, T more) {
        var all = new ArrayList<>(some);
        all.add(more);
        return all;
    }
}
