package cloud.atek.datachain;

import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.log.LogLimits;
import cloud.atek.datachain.merkle.CheckpointPolicy;
import java.time.Clock;
import java.util.function.Function;

/// What a chain is run with.
///
/// @param segmentBytes size at which a segment is closed
/// @param checkpoints when the chain signs what it has
/// @param stages makes those of a chain from its id; they belong to one open chain
/// @param compaction when the chain removes what is of no use any more
public record ChainSettings(
        Disk disk,
        Clock clock,
        long segmentBytes,
        CheckpointPolicy checkpoints,
        Function<VerifyKey, Stages> stages,
        CompactionSettings compaction) {

    public static final ChainSettings DEFAULT =
            new ChainSettings(new LocalDisk(), Clock.systemUTC(), LogLimits.SEGMENT_BYTES);

    /// Settings with the usual checkpoints and no stages, of a chain that is not compacted by
    /// itself.
    public ChainSettings(Disk disk, Clock clock, long segmentBytes) {
        this(disk, clock, segmentBytes, CheckpointPolicy.DEFAULT);
    }

    /// Settings without stages, of a chain that is not compacted by itself.
    public ChainSettings(Disk disk, Clock clock, long segmentBytes, CheckpointPolicy checkpoints) {
        this(disk, clock, segmentBytes, checkpoints, _ -> Stages.NONE, CompactionSettings.DEFAULT);
    }

    /// The same with these stages.
    public ChainSettings with(Function<VerifyKey, Stages> other) {
        return new ChainSettings(disk, clock, segmentBytes, checkpoints, other, compaction);
    }

    /// The same, compacted so.
    public ChainSettings with(CompactionSettings other) {
        return new ChainSettings(disk, clock, segmentBytes, checkpoints, stages, other);
    }
}
