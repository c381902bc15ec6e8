package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Keys that are no random numbers spread as if they were: 4096 of them on 4096 buckets. By chance
/// alone the fullest bucket has 7 or 8; a hash that can be played has hundreds.
class KeyedHashTest {

    private static final int BUCKETS = 4096;

    @Test
    void countedKeysSpread() {
        requireSpread(i -> new RowKey(0, i));
        requireSpread(i -> new RowKey(i, 0));
    }

    @Test
    void keysOfOneLowHalfSpread() {
        requireSpread(i -> new RowKey((long) i << 52, 7));
        requireSpread(i -> new RowKey(7, (long) i << 32));
    }

    @Test
    void keysWhoseHalvesCancelSpread() {
        requireSpread(i -> new RowKey(i * 0x9e3779b97f4a7c15L, i * 0x9e3779b97f4a7c15L));
        requireSpread(i -> new RowKey(i, Long.rotateLeft(i, 32)));
        requireSpread(i -> new RowKey(i, -i));
    }

    private static void requireSpread(IntFunction<RowKey> keys) {
        var hash = new KeyedHash();
        var counts = new int[BUCKETS];
        int most = 0;
        for (int i = 1; i <= BUCKETS; i++) {
            RowKey key = keys.apply(i);
            int bucket = hash.of(key.high(), key.low()) & (BUCKETS - 1);
            most = Math.max(most, ++counts[bucket]);
        }
        assertThat(most).isLessThan(40);
    }
}
