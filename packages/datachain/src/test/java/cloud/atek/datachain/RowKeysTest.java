package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RowKeysTest {

    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(1_800_000_000));
    private final RowKeys keys = new RowKeys(clock);

    @Test
    void keysRiseWhateverTheClockDoes() {
        RowKey first = keys.next();
        clock.advance(Duration.ofSeconds(1));
        RowKey second = keys.next();
        clock.advance(Duration.ofHours(-1));
        RowKey third = keys.next();

        assertThat(second).isGreaterThan(first);
        assertThat(third).isGreaterThan(second);
    }

    @Test
    void moreKeysThanTheCounterHoldsStillRise() {
        assertThat(Stream.generate(keys::next).limit(200_000)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void keysAreOrderedByTheirBytes() {
        assertThat(new RowKey(-1, 0)).isGreaterThan(new RowKey(1, -1));
        assertThat(new RowKey(1, -1)).isGreaterThan(new RowKey(1, 1));
    }
}
