package cloud.atek.host.install;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A release number as Semantic Versioning 2.0 orders them, <https://semver.org>. Build metadata is
/// read and does not count.
///
/// @param pre the parts behind the hyphen, empty for a release
record Version(long major, long minor, long patch, List<String> pre)
        implements Comparable<Version> {

    private static final String NUMBER = "(0|[1-9][0-9]{0,14})";
    private static final String PART = "(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)";
    private static final String BUILD = "(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?";

    /// A tag may say `v1.2` for 1.2.0, as many repositories do.
    private static final Pattern SHAPE =
            Pattern.compile(
                    "[vV]?%s\\.%s(?:\\.%s(?:-(%s(?:\\.%s)*))?%s)?"
                            .formatted(NUMBER, NUMBER, NUMBER, PART, PART, BUILD));

    private static final Comparator<Version> ORDER =
            comparingLong(Version::major)
                    .thenComparingLong(Version::minor)
                    .thenComparingLong(Version::patch)
                    .thenComparing(Version::pre, Version::byPre);

    private static final int TEXT_LENGTH_MAX = 128;

    Version {
        pre = List.copyOf(pre);
    }

    static Version release(long major, long minor, long patch) {
        return new Version(major, minor, patch, List.of());
    }

    /// Reads a tag or a whole version; empty when it is neither.
    static Optional<Version> parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (text.length() > TEXT_LENGTH_MAX || !shape.matches()) {
            return Optional.empty();
        }
        String pre = shape.group(4);
        return Optional.of(
                new Version(
                        Long.parseLong(shape.group(1)),
                        Long.parseLong(shape.group(2)),
                        shape.group(3) == null ? 0 : Long.parseLong(shape.group(3)),
                        pre == null ? List.of() : List.of(pre.split("\\."))));
    }

    boolean isRelease() {
        return pre.isEmpty();
    }

    boolean sameNumbers(Version other) {
        return major == other.major && minor == other.minor && patch == other.patch;
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    /// A release is above its prereleases; then part by part, and the longer list wins.
    private static int byPre(List<String> one, List<String> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Boolean.compare(one.isEmpty(), other.isEmpty());
        }
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int order = PART_ORDER.compare(one.get(i), other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    /// Numbers are below words; a longer number is the greater one, as it has no leading zeros.
    private static final Comparator<String> PART_ORDER =
            comparing((String part) -> !isNumber(part))
                    .thenComparingInt(part -> isNumber(part) ? part.length() : 0)
                    .thenComparing(Comparator.naturalOrder());

    private static boolean isNumber(String part) {
        return part.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
