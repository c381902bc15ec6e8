package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.seal.ReadKey;
import org.jspecify.annotations.Nullable;

/// How the body of a row stands in its event: as it is, made smaller, sealed, or both (first made
/// smaller, then sealed).
///
/// @param wrappedKey the data key of a sealed body, wrapped by a read key of the row's reader
///   group, [ReadKey#WRAPPED_BYTES] bytes; null when the body is not sealed
public record Encoding(Compression compression, @Nullable Bytes wrappedKey) {

    public static final Encoding PLAIN = new Encoding(Compression.NONE, null);

    /// How a body is made smaller.
    public enum Compression {
        NONE,
        /// Raw DEFLATE (RFC 1951) after the length of the body (4 bytes, big-endian).
        DEFLATE
    }

    public Encoding {
        if (wrappedKey != null && wrappedKey.size() != ReadKey.WRAPPED_BYTES) {
            throw new IllegalArgumentException(
                    "a wrapped key has "
                            + ReadKey.WRAPPED_BYTES
                            + " bytes, not "
                            + wrappedKey.size());
        }
    }

    public boolean sealed() {
        return wrappedKey != null;
    }
}
