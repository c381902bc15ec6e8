package cloud.atek.datachain;

import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.log.LogLimits;
import java.time.Clock;

/// What a chain is run with.
///
/// @param segmentBytes size at which a segment is closed
public record ChainSettings(Disk disk, Clock clock, long segmentBytes) {

    public static final ChainSettings DEFAULT =
            new ChainSettings(new LocalDisk(), Clock.systemUTC(), LogLimits.SEGMENT_BYTES);
}
