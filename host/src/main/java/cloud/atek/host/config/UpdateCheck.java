package cloud.atek.host.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How often the host looks for newer versions of services.
public enum UpdateCheck {
    HOURLY(Duration.ofHours(1)),
    DAILY(Duration.ofDays(1)),
    WEEKLY(Duration.ofDays(7)),
    OFF(null);

    private final @Nullable Duration every;

    UpdateCheck(@Nullable Duration every) {
        this.every = every;
    }

    /// The time between two looks; null for never.
    public @Nullable Duration every() {
        return every;
    }
}
