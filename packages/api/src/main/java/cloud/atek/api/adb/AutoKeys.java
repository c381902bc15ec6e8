package cloud.atek.api.adb;

import java.time.Clock;
import java.util.HexFormat;

/// Keys that sort by the time they were made. Thread-safe.
public final class AutoKeys {

    private final Clock clock;
    private long last;

    public AutoKeys(Clock clock) {
        this.clock = clock;
    }

    public synchronized String next() {
        last = Math.max(last + 1, clock.millis());
        return "ff08" + HexFormat.of().toHexDigits((last - 251) * 8, 12);
    }
}
