package cloud.atek.datachain.log;

/// A segment as a file.
///
/// @param name in the folder of the log
/// @param first sequence from 1
/// @param last sequence on disk; one less than `first` in a segment without a frame
/// @param bytes on disk; what the file has behind them was written ahead or is torn
/// @param compacted whether compaction made it
public record SegmentFile(String name, long first, long last, long bytes, boolean compacted) {}
