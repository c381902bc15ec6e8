package cloud.atek.crypto.seal;

import cloud.atek.crypto.Bytes;
import java.nio.ByteBuffer;

/// Names a key without telling anything of it. As it is derived from the key, no two keys have the
/// same, and what is sealed names the one key that opens it.
///
/// @param value 16 bytes
public record KeyId(Bytes value) {

    public static final int BYTES = 16;

    public KeyId {
        if (value.size() != BYTES) {
            throw new IllegalArgumentException(
                    "a key id has " + BYTES + " bytes, not " + value.size());
        }
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
