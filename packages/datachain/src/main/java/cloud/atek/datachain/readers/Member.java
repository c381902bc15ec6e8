package cloud.atek.datachain.readers;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.seal.KeyId;
import cloud.atek.crypto.seal.Recipient;
import java.nio.charset.StandardCharsets;

/// A member of a reader group: a person, or one device of a person. His public key stands in the
/// group, so that whoever rotates it needs nothing else.
///
/// @param label what people call him, 1 to [ReaderLimits#LABEL_BYTES_MAX] bytes of UTF-8 without
///   control characters. Anybody can read it
/// @param wrapped the group's read key, wrapped for him: [Recipient#WRAPPED_BYTES] bytes
public record Member(Recipient recipient, String label, Bytes wrapped) {

    public Member {
        requireLabel(label);
        if (wrapped.size() != Recipient.WRAPPED_BYTES) {
            throw new IllegalArgumentException(
                    "a key wrapped for a member has "
                            + Recipient.WRAPPED_BYTES
                            + " bytes, not "
                            + wrapped.size());
        }
        if (!KeyId.namedIn(wrapped).equals(recipient.id())) {
            throw new IllegalArgumentException(
                    "the key of the member "
                            + recipient.id()
                            + " is wrapped for "
                            + KeyId.namedIn(wrapped));
        }
    }

    public KeyId id() {
        return recipient.id();
    }

    static void requireLabel(String label) {
        byte[] utf8 = label.getBytes(StandardCharsets.UTF_8);
        if (utf8.length < 1 || utf8.length > ReaderLimits.LABEL_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a label of "
                            + utf8.length
                            + " bytes, want 1 to "
                            + ReaderLimits.LABEL_BYTES_MAX);
        }
        boolean unpaired = !new String(utf8, StandardCharsets.UTF_8).equals(label);
        if (unpaired || label.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a label with characters that are not text");
        }
    }
}
