package cloud.atek.datachain;

import cloud.atek.crypto.Secret;
import java.nio.ByteBuffer;

/// A hash that nobody outside this process can foretell, so that given keys cannot be chosen to
/// meet in one place.
///
/// Multilinear hashing (Lemire and Kaser, "Strongly universal string hashing is fast", 2014): for
/// any two keys that were chosen without knowing the numbers here, the upper halves of the sums are
/// equal with chance 2^-32. It is a straight line, on which counted keys can bunch when the numbers
/// are unlucky; so the sum is stirred (the finalizer of MurmurHash3). Thread-safe.
final class KeyedHash {

    private static final int NUMBERS = 7;
    private static final long HALF = 0xffff_ffffL;

    private final long[] secret = new long[NUMBERS];

    KeyedHash() {
        ByteBuffer.wrap(Secret.random(NUMBERS * Long.BYTES).toArray()).asLongBuffer().get(secret);
    }

    int of(long a, long b) {
        return stir(sum(a, b));
    }

    int of(long a, long b, long c) {
        return stir(sum(a, b) + secret[5] * (c & HALF) + secret[6] * (c >>> 32));
    }

    private long sum(long a, long b) {
        return secret[0]
                + secret[1] * (a & HALF)
                + secret[2] * (a >>> 32)
                + secret[3] * (b & HALF)
                + secret[4] * (b >>> 32);
    }

    private static int stir(long sum) {
        long stirred = (sum ^ sum >>> 33) * 0xff51afd7ed558ccdL;
        stirred = (stirred ^ stirred >>> 33) * 0xc4ceb9fe1a85ec53L;
        return (int) (stirred ^ stirred >>> 33);
    }
}
