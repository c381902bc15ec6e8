package cloud.atek.earthstar.sync;

import java.nio.ByteBuffer;

/// The name of a version in one session: 128 bits of a [SipHash] with the session's salt, so that
/// nobody can choose documents whose names add up to something.
record ItemId(long high, long low) implements Comparable<ItemId> {

    static final int BYTES = 16;
    static final ItemId ZERO = new ItemId(0, 0);

    static ItemId read(ByteBuffer in) {
        return new ItemId(in.getLong(), in.getLong());
    }

    void write(ByteBuffer out) {
        out.putLong(high).putLong(low);
    }

    /// Modulo 2^128.
    ItemId plus(ItemId other) {
        long sum = low + other.low;
        long carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
        return new ItemId(high + other.high + carry, sum);
    }

    /// Modulo 2^128.
    ItemId minus(ItemId other) {
        long borrow = Long.compareUnsigned(low, other.low) < 0 ? 1 : 0;
        return new ItemId(high - other.high - borrow, low - other.low);
    }

    /// The first `bytes` of it, then zeros.
    ItemId prefix(int bytes) {
        int bits = bytes * Byte.SIZE;
        if (bits >= Long.SIZE) {
            int kept = bits - Long.SIZE;
            return new ItemId(high, kept == 0 ? 0 : low & (-1L << (Long.SIZE - kept)));
        }
        return new ItemId(bits == 0 ? 0 : high & (-1L << (Long.SIZE - bits)), 0);
    }

    @Override
    public int compareTo(ItemId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
}
