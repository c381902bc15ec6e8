package cloud.atek.datachain;

import cloud.atek.crypto.Secret;
import java.nio.ByteBuffer;

/// A hash that nobody outside this process can foretell, so that given keys cannot be chosen to
/// meet in one place.
///
/// Multilinear hashing (Lemire and Kaser, "Strongly universal string hashing is fast", 2014): any
/// two keys that were chosen without knowing the numbers here are equal in all 32 bits with chance
/// 2^-32, in `n` of them with chance 2^-n. Thread-safe.
final class KeyedHash {

    private static final int NUMBERS = 7;
    private static final long HALF = 0xffff_ffffL;

    private final long[] secret = new long[NUMBERS];

    KeyedHash() {
        ByteBuffer.wrap(Secret.random(NUMBERS * Long.BYTES).toArray()).asLongBuffer().get(secret);
    }

    int of(long a, long b) {
        return (int) (sum(a, b) >>> 32);
    }

    int of(long a, long b, long c) {
        return (int) ((sum(a, b) + secret[5] * (c & HALF) + secret[6] * (c >>> 32)) >>> 32);
    }

    private long sum(long a, long b) {
        return secret[0]
                + secret[1] * (a & HALF)
                + secret[2] * (a >>> 32)
                + secret[3] * (b & HALF)
                + secret[4] * (b >>> 32);
    }
}
