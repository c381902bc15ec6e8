package cloud.atek.datachain;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/// Makes row keys that rise: sorted, rows stand in the order in which they were made, whatever
/// compaction leaves of their history. Thread-safe.
///
/// ```
/// bits
///   48  milliseconds since 1970-01-01 UTC; more when the clock goes back or stands still
///   16  counter within them
///   64  random
/// ```
final class RowKeys {

    private static final int COUNTER_BITS = 16;

    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    RowKeys(Clock clock) {
        this.clock = clock;
    }

    /// Above every key that this made before, and unguessable as far as 64 bits go.
    RowKey next() {
        long now = clock.millis() << COUNTER_BITS;
        long high = last.updateAndGet(before -> Math.max(before + 1, now));
        return new RowKey(high, RowKey.random().low());
    }
}
