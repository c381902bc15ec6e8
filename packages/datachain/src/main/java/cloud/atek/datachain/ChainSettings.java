package cloud.atek.datachain;

import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.log.LogLimits;
import cloud.atek.datachain.merkle.CheckpointPolicy;
import java.time.Clock;

/// What a chain is run with.
///
/// @param segmentBytes size at which a segment is closed
/// @param checkpoints when the chain signs what it has
public record ChainSettings(
        Disk disk, Clock clock, long segmentBytes, CheckpointPolicy checkpoints) {

    public static final ChainSettings DEFAULT =
            new ChainSettings(new LocalDisk(), Clock.systemUTC(), LogLimits.SEGMENT_BYTES);

    /// Settings with the usual checkpoints.
    public ChainSettings(Disk disk, Clock clock, long segmentBytes) {
        this(disk, clock, segmentBytes, CheckpointPolicy.DEFAULT);
    }
}
