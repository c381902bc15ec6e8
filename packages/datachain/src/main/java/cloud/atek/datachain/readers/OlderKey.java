package cloud.atek.datachain.readers;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.seal.KeyId;
import cloud.atek.crypto.seal.ReadKey;

/// A read key that a reader group had before.
///
/// @param wrapped it, wrapped under the group's current read key: [ReadKey#WRAPPED_BYTES] bytes
public record OlderKey(KeyId id, Bytes wrapped) {

    public OlderKey {
        if (wrapped.size() != ReadKey.WRAPPED_BYTES) {
            throw new IllegalArgumentException(
                    "an older key has " + ReadKey.WRAPPED_BYTES + " bytes, not " + wrapped.size());
        }
    }
}
