package cloud.atek.datachain.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.HybridSigningKey;
import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConversationTest {

    private static final VerifyKey CHAIN = SigningKey.random().verifyKey();
    private static final Bytes BINDING = bytes("the exporter of a session");

    private final SigningKey alice = SigningKey.random();
    private final HybridSigningKey bob = HybridSigningKey.random();
    private final Conversation conversation = new Conversation(CHAIN, BINDING);

    @Test
    void keysOfBothKindsAreProven() {
        assertThat(conversation.proven()).isEmpty();

        Challenge first = conversation.challenge();
        assertThat(conversation.prove(KeyProof.sign(first, alice)))
                .isEqualTo(Conversation.Verdict.PROVEN);
        Challenge second = conversation.challenge();
        assertThat(conversation.prove(KeyProof.sign(second, bob)))
                .isEqualTo(Conversation.Verdict.PROVEN);

        assertThat(conversation.proven())
                .containsExactly(
                        new PublicKey.Ed25519(alice.verifyKey()),
                        new PublicKey.Hybrid(bob.verifyKey()));
    }

    @Test
    void answerCountsOnce() {
        KeyProof proof = KeyProof.sign(conversation.challenge(), alice);
        conversation.prove(proof);

        assertThat(conversation.prove(proof)).isEqualTo(Conversation.Verdict.WRONG);
        assertThat(conversation.proven()).hasSize(1);
    }

    @Test
    void wrongAnswerSpendsTheChallengeToo() {
        Challenge asked = conversation.challenge();
        var wrong = new KeyProof.Ed25519(alice.verifyKey(), alice.sign(new byte[1]));

        assertThat(conversation.prove(wrong)).isEqualTo(Conversation.Verdict.WRONG);
        assertThat(conversation.challenge()).isNotEqualTo(asked);
        assertThat(conversation.prove(KeyProof.sign(asked, alice)))
                .isEqualTo(Conversation.Verdict.WRONG);
        assertThat(conversation.proven()).isEmpty();
    }

    /// What travels is the nonce: who sits between can pass it on, and the answer is good for his
    /// own connection only.
    @Test
    void answerForAnotherConnectionChainOrKeyIsWrong() {
        VerifyKey otherChain = SigningKey.random().verifyKey();
        for (int i = 0; i < 3; i++) {
            Bytes nonce = conversation.challenge().nonce();
            KeyProof proof =
                    switch (i) {
                        case 0 -> KeyProof.sign(new Challenge(CHAIN, nonce, bytes("other")), alice);
                        case 1 -> KeyProof.sign(new Challenge(otherChain, nonce, BINDING), bob);
                        default ->
                                new KeyProof.Ed25519(
                                        SigningKey.random().verifyKey(),
                                        alice.sign(conversation.challenge().text()));
                    };
            assertThat(conversation.prove(proof)).isEqualTo(Conversation.Verdict.WRONG);
        }
        assertThat(conversation.proven()).isEmpty();
    }

    @Test
    void challengesAreNeverTheSame() {
        assertThat(new Conversation(CHAIN, BINDING).challenge())
                .isNotEqualTo(conversation.challenge());
        assertThatThrownBy(() -> new Challenge(CHAIN, Bytes.EMPTY, BINDING))
                .hasMessage("a nonce has 32 bytes, not 0");
    }

    @Test
    void keysOfOneConnectionAreBounded() {
        for (int i = 0; i < Conversation.KEYS_MAX; i++) {
            prove(SigningKey.random());
        }

        assertThat(prove(alice)).isEqualTo(Conversation.Verdict.TOO_MANY);
        assertThat(conversation.proven()).hasSize(Conversation.KEYS_MAX);
    }

    private Conversation.Verdict prove(SigningKey key) {
        return conversation.prove(KeyProof.sign(conversation.challenge(), key));
    }

    private static Bytes bytes(String text) {
        return Bytes.owning(text.getBytes(StandardCharsets.UTF_8));
    }
}
