package cloud.atek.datachain;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.Secret;
import java.nio.ByteBuffer;

/// The name of a row: 128 bits, random or given.
public record RowKey(long high, long low) implements Comparable<RowKey> {

    public static final int BYTES = 16;

    /// Unguessable and never the same twice.
    public static RowKey random() {
        return read(ByteBuffer.wrap(Secret.random(BYTES).toArray()));
    }

    /// The first 128 bits of a hash: the key of a row that has a name outside.
    public static RowKey of(Hash hash) {
        return read(hash.value().toBuffer());
    }

    /// By the bytes.
    @Override
    public int compareTo(RowKey other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    static RowKey read(ByteBuffer in) {
        return new RowKey(in.getLong(), in.getLong());
    }

    void write(ByteBuffer out) {
        out.putLong(high).putLong(low);
    }

    /// 16 bytes, big-endian.
    public byte[] toArray() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        write(out);
        return out.array();
    }

    /// 32 hex digits.
    @Override
    public String toString() {
        return "%016x%016x".formatted(high, low);
    }
}
