package cloud.atek.datachain;

import cloud.atek.datachain.compact.CompactMode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// How an open chain compacts itself. How much history stays is said by its [Genesis].
///
/// @param mode when
/// @param tombstones how long the removal of a row is remembered; who reads the chain less often
///   must take it anew, see [Chain#horizon]. Not negative
/// @param voters who has a say in what stays
/// @param failed gets what ended a compaction that the chain began by itself, from its thread. The
///   chain is as good as before, and the next one tries again
public record CompactionSettings(
        CompactMode mode, Duration tombstones, List<Voter> voters, Consumer<Exception> failed) {

    public static final Duration TOMBSTONES = Duration.ofDays(90);

    /// Only when it is asked to.
    public static final CompactionSettings DEFAULT = of(new CompactMode.Never());

    public CompactionSettings {
        voters = List.copyOf(voters);
        if (tombstones.isNegative() || tombstones.toDays() > Retention.DAYS_MAX) {
            throw new IllegalArgumentException(
                    "removals remembered for "
                            + tombstones
                            + ", want 0 to "
                            + Retention.DAYS_MAX
                            + " days");
        }
    }

    public static CompactionSettings of(CompactMode mode) {
        return new CompactionSettings(mode, TOMBSTONES, List.of(), _ -> {});
    }
}
