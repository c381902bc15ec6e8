package cloud.atek.datachain.log;

import java.util.Optional;
import java.util.regex.Pattern;

/// The file name of a segment: `<first>.seg`, or `<first>-<last>.seg` of a compacted one, 20 digits
/// each.
///
/// @param first sequence from 1
/// @param last sequence of a compacted segment, not below `first`; 0 of any other
record SegmentName(long first, long last) implements Comparable<SegmentName> {

    static final String SUFFIX = ".seg";

    /// A segment in the making; opening sweeps it.
    static final String NEW_SUFFIX = ".new";

    private static final int DIGITS = 20;

    /// With two zeros in front, so that every number of this shape fits a long.
    private static final Pattern SHAPE = Pattern.compile("00\\d{18}(-00\\d{18})?\\.seg");

    SegmentName {
        if (first < 1 || (last != 0 && last < first)) {
            throw new IllegalArgumentException("no segment goes from " + first + " to " + last);
        }
    }

    /// Reads a file name; nothing when it is not that of a segment.
    static Optional<SegmentName> parse(String name) {
        if (!SHAPE.matcher(name).matches()) {
            return Optional.empty();
        }
        long first = Long.parseLong(name, 0, DIGITS, 10);
        boolean range = name.length() > DIGITS + SUFFIX.length();
        long last = range ? Long.parseLong(name, DIGITS + 1, 2 * DIGITS + 1, 10) : 0;
        return first < 1 || (range && last < first)
                ? Optional.empty()
                : Optional.of(new SegmentName(first, last));
    }

    boolean compacted() {
        return last != 0;
    }

    /// By the first sequence; of those with the same one, the segment that covers the others first.
    @Override
    public int compareTo(SegmentName other) {
        int byFirst = Long.compare(first, other.first);
        return byFirst != 0 ? byFirst : Long.compare(other.last, last);
    }

    @Override
    public String toString() {
        return digits(first) + (compacted() ? "-" + digits(last) : "") + SUFFIX;
    }

    private static String digits(long number) {
        String digits = Long.toString(number);
        return "0".repeat(DIGITS - digits.length()) + digits;
    }
}
