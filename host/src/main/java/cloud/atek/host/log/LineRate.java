package cloud.atek.host.log;

import java.time.Clock;

/// Counts lines and bytes by the second and tells when there are too many. Not thread-safe.
final class LineRate {

    static final int LINES_PER_SECOND_MAX = 1_000;
    static final int BYTES_PER_SECOND_MAX = 1 << 20;

    /// Who printed too much in one second may print this part of it in the next ones: a memory card
    /// wears out by what is written to it.
    static final int FLOOD_PART = 16;

    private final Clock clock;
    private long second;
    private int lines;
    private long bytes;
    private long dropped;
    private boolean flood;

    LineRate(Clock clock) {
        this.clock = clock;
    }

    /// Tells whether this line may be kept; counts it either way.
    boolean allows(int length) {
        long now = clock.instant().getEpochSecond();
        if (now != second) {
            flood = now == second + 1 && tooMany();
            second = now;
            lines = 0;
            bytes = 0;
        }
        lines++;
        bytes += length;
        boolean kept = !tooMany();
        if (!kept) {
            dropped++;
        }
        return kept;
    }

    /// Whether too many were counted in this second.
    private boolean tooMany() {
        int part = flood ? FLOOD_PART : 1;
        return lines > LINES_PER_SECOND_MAX / part || bytes > BYTES_PER_SECOND_MAX / part;
    }

    /// How many lines were dropped and not yet told, once the second of the flood is over; then
    /// they count as told.
    long toTell() {
        if (dropped == 0 || clock.instant().getEpochSecond() == second) {
            return 0;
        }
        long told = dropped;
        dropped = 0;
        return told;
    }
}
