package cloud.atek.crypto;

import cloud.atek.crypto.internal.Entropy;
import java.security.MessageDigest;
import java.util.Arrays;

/// Bytes that must not be seen: they never print, compare in constant time, and can be wiped.
///
/// Thread-safe as long as nobody wipes it while another thread reads.
public final class Secret implements AutoCloseable {

    private final byte[] bytes;
    private volatile boolean wiped;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Secret copyOf(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    /// Takes the array without a copy, so that [#wipe] leaves no second one behind.
    public static Secret owning(byte[] bytes) {
        return new Secret(bytes);
    }

    /// Fresh from the system's random source.
    public static Secret random(int size) {
        var bytes = new byte[size];
        Entropy.fill(bytes);
        return new Secret(bytes);
    }

    public int size() {
        return bytes.length;
    }

    /// A copy, which the caller wipes.
    ///
    /// @throws IllegalStateException after [#wipe]
    public byte[] toArray() {
        return raw().clone();
    }

    /// Overwrites the bytes with zeros; nothing can be read from here afterwards.
    public void wipe() {
        wiped = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public void close() {
        wipe();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret that && MessageDigest.isEqual(bytes, that.bytes);
    }

    /// The same for all secrets of one size: a hash code must not tell anything of the bytes.
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "Secret[" + bytes.length + " bytes]";
    }

    byte[] raw() {
        if (wiped) {
            throw new IllegalStateException("this secret was wiped");
        }
        return bytes;
    }
}
