package cloud.atek.crypto;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/// Bytes as a value: they do not change, and equal bytes are equal. Not for secrets, see [Secret].
public final class Bytes {

    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = requireNonNull(bytes, "bytes");
    }

    public static Bytes copyOf(byte[] bytes) {
        return new Bytes(bytes.clone());
    }

    /// Takes the array without a copy: who gives it must never write to it again.
    public static Bytes owning(byte[] bytes) {
        return new Bytes(bytes);
    }

    /// Reads lower or upper case hex.
    ///
    /// @throws IllegalArgumentException when `hex` is something else
    public static Bytes ofHex(String hex) {
        return new Bytes(HexFormat.of().parseHex(hex));
    }

    public int size() {
        return bytes.length;
    }

    public byte[] toArray() {
        return bytes.clone();
    }

    /// The same bytes without a copy, for reading only.
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /// Copies all of it into `out`, which must have room.
    public void putInto(ByteBuffer out) {
        out.put(bytes);
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length <= 32 ? hex() : bytes.length + " bytes";
    }

    byte[] raw() {
        return bytes;
    }
}
