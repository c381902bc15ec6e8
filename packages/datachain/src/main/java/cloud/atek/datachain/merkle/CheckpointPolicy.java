package cloud.atek.datachain.merkle;

import java.time.Duration;

/// When a chain signs a checkpoint while it is open: after so many commits, or so long after a
/// commit that none covers, whichever comes first. Closing signs one too.
///
/// @param commits at least 1
/// @param delay more than nothing
public record CheckpointPolicy(long commits, Duration delay) {

    /// A checkpoint costs two fsyncs beside those of the log: at this distance they are not felt.
    public static final CheckpointPolicy DEFAULT =
            new CheckpointPolicy(10_000, Duration.ofSeconds(10));

    public CheckpointPolicy {
        if (commits < 1 || delay.isNegative() || delay.isZero()) {
            throw new IllegalArgumentException(
                    "a checkpoint every " + commits + " commits or " + delay);
        }
    }
}
