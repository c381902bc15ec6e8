package cloud.atek.datachain;

import cloud.atek.crypto.SigningKey;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.trust.ChangeSignature;
import cloud.atek.datachain.trust.Conversation;
import java.util.List;

/// Who wants a change, and how he shows it.
public sealed interface Author {

    /// The chain itself: whoever has it open holds its key.
    Author OWNER = new Owner();

    /// Somebody who shows nothing. He may write where everyone may, and publish keys.
    Author ANONYMOUS = new Anonymous();

    record Owner() implements Author {}

    record Anonymous() implements Author {}

    /// Somebody who signed the change, see [ChangeText]. Good in every chain.
    ///
    /// @param chain whose change he signed
    /// @param counter see [ChangeText#counter]
    /// @param signatures his own and perhaps those of others, whose keys the events need too
    record Signed(VerifyKey chain, KeyName author, long counter, List<ChangeSignature> signatures)
            implements Author {
        public Signed {
            signatures = List.copyOf(signatures);
            if (counter < 1) {
                throw new IllegalArgumentException("the counter of an author begins with 1");
            }
        }
    }

    /// Somebody who proved his keys on his connection. Good in centralized chains. His first key
    /// stands in the commit.
    record Proven(Conversation conversation) implements Author {}

    /// The author who signs `change` with one Ed25519 key.
    ///
    /// @param counter see [ChangeText#counter]
    static Signed signed(VerifyKey chain, Change change, long counter, SigningKey key) {
        ChangeText text = ChangeText.of(chain, KeyName.of(key.verifyKey()), counter, change);
        return text.signed(text.sign(key));
    }
}
