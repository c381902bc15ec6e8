package cloud.atek.crypto.seal;

import cloud.atek.crypto.internal.Entropy;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/// Seals bodies with one data key and never uses a nonce twice: a second use would give away both
/// bodies and the means to forge more.
///
/// A nonce is 72 random bits, drawn once per sealer, and a 24-bit counter. Within a sealer the
/// counter alone keeps nonces apart; it lives in memory only, so a restarted program just makes a
/// new sealer, and nothing old has to be remembered. Between sealers of one key the random bits do:
/// after 2^20 sealers of one key the odds that any two met are 2^-33, which is NIST's limit (SP
/// 800-38D, section 8.3: 2^-32). So make a sealer once and keep it, and change the key before a
/// million of them.
///
/// Thread-safe.
public final class Sealer {

    /// How many bodies one sealer seals; then make another, or better a new key.
    public static final int BODIES_MAX = 1 << 24;

    private static final int PREFIX_BYTES = 9;

    private final DataKey key;
    private final byte[] prefix;
    private final AtomicInteger used;

    Sealer(DataKey key) {
        this(key, 0);
    }

    /// For tests: as if `used` bodies were sealed already.
    Sealer(DataKey key, int used) {
        this.key = key;
        this.prefix = Entropy.bytes(PREFIX_BYTES);
        this.used = new AtomicInteger(used);
    }

    /// Seals `body` so that it opens with this key under exactly this `header` only.
    ///
    /// @param header what must not change, such as the place the body belongs to; not stored
    /// @param body at most [DataKey#BODY_BYTES_MAX] bytes
    /// @return the layout in [DataKey]
    /// @throws IllegalStateException after [#BODIES_MAX] bodies, see [#left]
    public byte[] seal(byte[] header, byte[] body) {
        DataKey.requireSize(body);
        return key.seal(nonce(), header, body);
    }

    /// How many bodies this can still seal.
    public int left() {
        return BODIES_MAX - used.get();
    }

    public DataKey key() {
        return key;
    }

    private byte[] nonce() {
        int count = used.getAndUpdate(n -> Math.min(n + 1, BODIES_MAX));
        if (count >= BODIES_MAX) {
            throw new IllegalStateException(
                    "this sealer has sealed " + BODIES_MAX + " bodies: take a new data key");
        }
        return ByteBuffer.allocate(Aes.NONCE_BYTES)
                .put(prefix)
                .put((byte) (count >> 16))
                .putShort((short) count)
                .array();
    }
}
