package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;

/// Tells good seals of compacted segments from bad ones. The log knows no keys.
@FunctionalInterface
public interface SealCheck {

    /// Whether `seal` is a signature over [SealedRange#message] of whoever may compact. Called by
    /// the thread that reads; `seal` may be anything.
    boolean good(SealedRange range, Bytes seal);
}
