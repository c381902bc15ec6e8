package cloud.atek.crypto;

/// An Ed25519 signature.
///
/// @param value 64 bytes
public record Signature(Bytes value) {

    public static final int BYTES = 64;

    public Signature {
        if (value.size() != BYTES) {
            throw new IllegalArgumentException(
                    "a signature has " + BYTES + " bytes, not " + value.size());
        }
    }

    @Override
    public String toString() {
        return value.hex();
    }
}
