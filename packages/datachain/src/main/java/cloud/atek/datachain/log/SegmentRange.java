package cloud.atek.datachain.log;

/// A segment that nothing is appended to any more.
///
/// @param first sequence from 1
/// @param last sequence, not below `first`
/// @param bytes size of the file
/// @param compacted whether compaction made it
public record SegmentRange(long first, long last, long bytes, boolean compacted) {}
