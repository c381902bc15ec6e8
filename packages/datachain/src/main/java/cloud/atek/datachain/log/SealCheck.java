package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;

/// Tells good seals of compacted segments from bad ones. The log knows no keys. One thread calls
/// it, the one that reads.
@FunctionalInterface
public interface SealCheck {

    /// Whether `seal` is a signature over [SealedRange#message] of whoever may compact. Called by
    /// the thread that reads; `seal` may be anything.
    boolean good(SealedRange range, Bytes seal);

    /// Gets the memo that stands before a good seal.
    ///
    /// @param memo what [SegmentMaker#finish] was given for this range
    /// @throws IllegalArgumentException when it makes no sense: that is damage
    default void remembered(SealedRange range, Bytes memo) {}
}
