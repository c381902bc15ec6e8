package cloud.atek.datachain.log;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/// One file of a log, and what is remembered of it. Thread-safe.
final class Segment {

    static final String SUFFIX = ".seg";

    /// A segment in the making; opening sweeps it.
    static final String NEW_SUFFIX = ".new";

    private static final int DIGITS = 20;

    /// With two zeros in front, so that every number of this shape fits a long.
    private static final Pattern SHAPE = Pattern.compile("00\\d{18}\\.seg");

    private final Path path;
    private final long firstSequence;
    private final ConcurrentSkipListMap<Long, Long> marks = new ConcurrentSkipListMap<>();
    private volatile long end;

    /// @param end offset behind its last byte that is on disk
    Segment(Path folder, long firstSequence, long end) {
        this.path = folder.resolve(name(firstSequence));
        this.firstSequence = firstSequence;
        this.end = end;
    }

    static String name(long firstSequence) {
        String digits = Long.toString(firstSequence);
        return "0".repeat(DIGITS - digits.length()) + digits + SUFFIX;
    }

    /// The first sequence that a file name tells, or -1 when it is not that of a segment.
    static long firstSequence(String name) {
        return SHAPE.matcher(name).matches() ? Long.parseLong(name.substring(0, DIGITS)) : -1;
    }

    Path path() {
        return path;
    }

    String name() {
        return path.getFileName().toString();
    }

    long firstSequence() {
        return firstSequence;
    }

    /// Offset behind the last byte that is on disk.
    long end() {
        return end;
    }

    void grow(long newEnd) {
        end = newEnd;
    }

    /// Remembers where the frame of `sequence` begins, if the last one remembered is far enough.
    void mark(long sequence, long offset) {
        Map.Entry<Long, Long> before = marks.floorEntry(sequence);
        long known = before == null ? SegmentHeader.BYTES : before.getValue();
        if (offset - known >= LogLimits.MARK_BYTES) {
            marks.put(sequence, offset);
        }
    }

    /// Where to begin reading to come to `sequence` soon.
    long offsetBefore(long sequence) {
        Map.Entry<Long, Long> before = marks.floorEntry(sequence);
        return before == null ? SegmentHeader.BYTES : before.getValue();
    }
}
