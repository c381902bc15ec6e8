package cloud.atek.datachain.log;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// One file of a log, and what is remembered of it. Thread-safe.
final class Segment {

    /// The last sequence of the segment that is written to.
    static final long OPEN = Long.MAX_VALUE;

    private final SegmentHeader header;
    private final SegmentName name;
    private final Path path;
    private final ConcurrentSkipListMap<Long, Long> marks = new ConcurrentSkipListMap<>();
    private volatile long end;
    private volatile long last;

    /// @param end offset behind its last byte that is on disk
    Segment(Path folder, SegmentHeader header, long end) {
        this.header = header;
        this.name = new SegmentName(header.first(), header.last());
        this.path = folder.resolve(name.toString());
        this.end = end;
        this.last = name.compacted() ? name.last() : OPEN;
    }

    /// File name of a segment that is not compacted.
    static String name(long firstSequence) {
        return new SegmentName(firstSequence, 0).toString();
    }

    Path path() {
        return path;
    }

    String name() {
        return name.toString();
    }

    SegmentHeader header() {
        return header;
    }

    boolean compacted() {
        return name.compacted();
    }

    long firstSequence() {
        return name.first();
    }

    /// Of the last frame that belongs here, or [#OPEN].
    long last() {
        return last;
    }

    /// Tells that what comes after `lastSequence` belongs to another segment.
    void close(long lastSequence) {
        last = lastSequence;
    }

    SegmentRange range() {
        return new SegmentRange(name.first(), last, end, compacted());
    }

    /// Offset behind the last byte that is on disk.
    long end() {
        return end;
    }

    void grow(long newEnd) {
        end = newEnd;
    }

    /// Remembers where the frame that begins with `sequence` stands, if the last one remembered is
    /// far enough.
    void mark(long sequence, long offset) {
        Map.Entry<Long, Long> before = marks.floorEntry(sequence);
        long known = before == null ? SegmentHeader.BYTES : before.getValue();
        if (offset - known >= LogLimits.MARK_BYTES) {
            marks.put(sequence, offset);
        }
    }

    /// Where to begin reading to come to `sequence` soon.
    SegmentMarks.Mark markBefore(long sequence) {
        Map.Entry<Long, Long> before = marks.floorEntry(sequence);
        return before == null
                ? new SegmentMarks.Mark(name.first(), SegmentHeader.BYTES)
                : new SegmentMarks.Mark(before.getKey(), before.getValue());
    }

    /// Forgets all marks: one of them was wrong.
    void unmark() {
        marks.clear();
    }

    SegmentMarks marks() {
        List<SegmentMarks.Mark> all =
                marks.entrySet().stream()
                        .map(mark -> new SegmentMarks.Mark(mark.getKey(), mark.getValue()))
                        .toList();
        return new SegmentMarks(name.first(), name.last(), end, all);
    }

    /// Takes marks of an earlier life, unless they are of a file that this one replaced.
    void restore(SegmentMarks saved) {
        boolean same = saved.last() == name.last() && (!compacted() || saved.bytes() == end);
        if (same) {
            saved.marks().stream()
                    .filter(mark -> mark.sequence() > name.first() && mark.sequence() <= last)
                    .filter(mark -> mark.offset() > SegmentHeader.BYTES && mark.offset() < end)
                    .forEach(mark -> marks.put(mark.sequence(), mark.offset()));
        }
    }
}
