package cloud.atek.datachain.log;

import java.util.List;

/// Where in a segment some frames begin, so that reading need not begin at its start.
///
/// A hint: what is wrong with it costs time, never a wrong answer.
///
/// @param first sequence of the segment
/// @param last sequence of a compacted segment, 0 of any other
/// @param bytes of the segment that were on disk
/// @param marks ascending
public record SegmentMarks(long first, long last, long bytes, List<Mark> marks) {

    /// One frame.
    ///
    /// @param sequence its first
    /// @param offset in bytes from the start of the file
    public record Mark(long sequence, long offset) {}

    public SegmentMarks {
        marks = List.copyOf(marks);
    }
}
