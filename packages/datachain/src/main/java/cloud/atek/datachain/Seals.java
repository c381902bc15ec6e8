package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.SealCheck;
import cloud.atek.datachain.log.SealedRange;
import java.util.function.Consumer;

/// The seals of a chain's compacted segments: its own key signed them.
///
/// @param id of the chain
/// @param forgotten gets what each segment remembers of what was removed from it
record Seals(VerifyKey id, Consumer<Forgotten> forgotten) implements SealCheck {

    @Override
    public boolean good(SealedRange range, Bytes seal) {
        return seal.size() == Signature.BYTES && id.verifies(range.message(), new Signature(seal));
    }

    @Override
    public void remembered(SealedRange range, Bytes memo) {
        Forgotten read = Forgotten.read(memo);
        if (read.horizon() > range.last() || read.whole() < range.first()) {
            throw new IllegalArgumentException(
                    "horizon %d and whole %d in a segment of %d to %d"
                            .formatted(read.horizon(), read.whole(), range.first(), range.last()));
        }
        forgotten.accept(read);
    }
}
