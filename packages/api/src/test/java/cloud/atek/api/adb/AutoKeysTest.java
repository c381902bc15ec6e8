package cloud.atek.api.adb;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutoKeysTest {

    /// From the first Atek, whose records have such keys.
    @ParameterizedTest
    @CsvSource({
        "1637451543000,ff080be9fdbd86e8",
        "2199023255803,ff09080000000000",
        "250,fa",
        "251,fb00"
    })
    void keyIsTheTimeAsALexicographicInteger(long ms, String key) {
        assertThat(new AutoKeys(new ManualClock(Instant.ofEpochMilli(ms))).next()).isEqualTo(key);
    }

    @Test
    void keysOfOneMillisecondAreCounted() {
        var keys = new AutoKeys(new ManualClock(Instant.ofEpochMilli(1637451543000L)));

        var made = Stream.generate(keys::next).limit(253).toList();

        assertThat(made)
                .startsWith("ff080be9fdbd86e8", "ff080be9fdbd86e8.01")
                .endsWith("ff080be9fdbd86e8.fa", "ff080be9fdbd86e8.fb00", "ff080be9fdbd86e8.fb01");
    }

    @Test
    void everyKeyIsGreaterThanTheOneBefore() {
        var clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
        var keys = new AutoKeys(clock);
        var made = new ArrayList<String>();
        for (int i = 0; i < 2000; i++) {
            made.add(keys.next());
            clock.advance(Duration.ofMillis(i % 7 == 0 ? -3 : i % 3));
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
    }
}
