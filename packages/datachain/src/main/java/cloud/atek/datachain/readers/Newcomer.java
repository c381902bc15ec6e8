package cloud.atek.datachain.readers;

import cloud.atek.crypto.seal.Recipient;

/// Somebody who is to become a member of a reader group.
///
/// @param label as in [Member]
public record Newcomer(Recipient recipient, String label) {

    public Newcomer {
        Member.requireLabel(label);
    }
}
