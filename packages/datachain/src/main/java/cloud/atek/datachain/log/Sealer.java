package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;

/// Signs compacted segments. The log knows no keys.
@FunctionalInterface
public interface Sealer {

    /// A signature over [SealedRange#message], 1 to [LogLimits#SEAL_BYTES_MAX] bytes.
    Bytes seal(SealedRange range);
}
