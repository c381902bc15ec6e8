package cloud.atek.datachain.live;

import java.time.Duration;

/// The numbers of subscriptions, leases, queues and services.
public final class LiveLimits {

    /// A subscription that has more commits than this before it is told so.
    public static final long BEHIND_COMMITS = 1_000;

    /// Longest name of a holder of leases, in bytes of UTF-8.
    public static final int HOLDER_BYTES_MAX = 255;

    /// Longest term of a lease.
    public static final Duration TERM_MAX = Duration.ofDays(366);

    /// Leases that are remembered from one look to the next, about 200 bytes of heap each.
    public static final int LEASES_REMEMBERED = 4_096;

    /// Rows of a queue that one look passes over before it gives up: those that others hold, or
    /// that nobody here can serve.
    public static final int SCAN_ROWS_MAX = 10_000;

    /// Longest text of a failure that a service answers with, in bytes of UTF-8.
    public static final int FAILURE_BYTES_MAX = 4_096;

    /// How long an unanswered request, or an answer that nobody fetched, stays after its deadline.
    public static final Duration ABANDONED_AFTER = Duration.ofMinutes(1);

    /// Longest real time between two looks at a chain's clock, which does not wake anybody.
    static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private LiveLimits() {}
}
