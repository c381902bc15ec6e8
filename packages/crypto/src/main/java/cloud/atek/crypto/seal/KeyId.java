package cloud.atek.crypto.seal;

import cloud.atek.crypto.Bytes;
import java.nio.ByteBuffer;

/// Names a key without telling anything of it. As it is derived from the key, no two keys have the
/// same, and what is sealed names the one key that opens it.
///
/// @param value 16 bytes
public record KeyId(Bytes value) {

    public static final int BYTES = 16;

    private static final int NAMED_AT = 2;

    public KeyId {
        if (value.size() != BYTES) {
            throw new IllegalArgumentException(
                    "a key id has " + BYTES + " bytes, not " + value.size());
        }
    }

    /// Names the key that opens `wrapped`, which is a key wrapped by a [ReadKey] or for a
    /// [Recipient]: both say it in bytes 2 to 17. Nothing is checked but the size.
    ///
    /// @throws IllegalArgumentException when `wrapped` is too short to say it
    public static KeyId namedIn(Bytes wrapped) {
        if (wrapped.size() < NAMED_AT + BYTES) {
            throw new IllegalArgumentException(
                    "a wrapped key of " + wrapped.size() + " bytes names no key");
        }
        return read(wrapped.toBuffer().position(NAMED_AT));
    }

    static KeyId read(ByteBuffer from) {
        var bytes = new byte[BYTES];
        from.get(bytes);
        return new KeyId(Bytes.owning(bytes));
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
