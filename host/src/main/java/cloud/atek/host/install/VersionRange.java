package cloud.atek.host.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which versions are wanted, in the notation of npm: `^1.2`, `~1.2`, `1.x`, `1`, `>=1 <3`, a whole
/// version, `1.2 - 1.4`, alternatives joined by `||`; empty, `latest` or `*` is any release.
///
/// A prerelease fits only when the range names a prerelease of the same three numbers.
final class VersionRange {

    private record Bound(IntPredicate order, Version limit) {

        boolean allows(Version version) {
            return order.test(version.compareTo(limit));
        }
    }

    private static final String NUMBER = "(0|[1-9][0-9]{0,14}|[xX*])";
    private static final Pattern WORD =
            Pattern.compile(
                    "(\\^|~|>=|<=|>|<|=)?[vV]?%s(?:\\.%s(?:\\.%s(-[0-9A-Za-z.-]+)?)?)?(?:\\+[0-9A-Za-z.-]+)?"
                            .formatted(NUMBER, NUMBER, NUMBER));

    /// Both ends included: `1.2 - 1.4`. Of an end that is not whole, all of its versions are.
    private static final Pattern FROM_TO = Pattern.compile("^([^\\s<>=^~]+)\\s+-\\s+(\\S+)$");

    /// What comes before every version with numbers like these, even before its prereleases.
    private static final List<String> FIRST_PRE = List.of("0");

    private final List<List<Bound>> alternatives;

    private VersionRange(List<List<Bound>> alternatives) {
        this.alternatives = List.copyOf(alternatives);
    }

    /// Empty when the text is no range.
    static Optional<VersionRange> parse(String text) {
        String plain = text.strip();
        if (plain.isEmpty() || plain.equals("latest") || plain.equals("*")) {
            return Optional.of(new VersionRange(List.of(List.of())));
        }
        List<List<Bound>> alternatives = new ArrayList<>();
        for (String alternative : plain.split("\\|\\|", -1)) {
            List<Bound> bounds = new ArrayList<>();
            // An operator may stand apart from its number: ">= 1".
            String joined =
                    FROM_TO.matcher(alternative.strip())
                            .replaceFirst(">=$1 <=$2")
                            .replaceAll("([<>=^~])\\s+", "$1");
            for (String word : joined.split("\\s+", -1)) {
                Matcher parts = WORD.matcher(word);
                if (!parts.matches()) {
                    return Optional.empty();
                }
                bounds.addAll(new Word(parts).bounds());
            }
            alternatives.add(bounds);
        }
        return Optional.of(new VersionRange(alternatives));
    }

    boolean allows(Version version) {
        return alternatives.stream().anyMatch(bounds -> allows(bounds, version));
    }

    private static boolean allows(List<Bound> bounds, Version version) {
        boolean asked =
                version.isRelease()
                        || bounds.stream()
                                .map(Bound::limit)
                                .anyMatch(limit ->
                                        !limit.isRelease()
                                                && !limit.pre().equals(FIRST_PRE)
                                                && limit.sameNumbers(version));
        return asked && bounds.stream().allMatch(bound -> bound.allows(version));
    }

    /// One comparison, such as `^1.2`. Numbers that are absent or `x` are free.
    private static final class Word {

        private final String operator;
        private final Version low;
        private final int given;

        Word(Matcher parts) {
            operator = parts.group(1) == null ? "" : parts.group(1);
            int count = 0;
            long[] numbers = new long[3];
            while (count < 3
                    && parts.group(2 + count) != null
                    && isNumber(parts.group(2 + count))) {
                numbers[count] = Long.parseLong(parts.group(2 + count));
                count++;
            }
            given = count;
            String pre = count == 3 ? parts.group(5) : null;
            low =
                    new Version(
                            numbers[0],
                            numbers[1],
                            numbers[2],
                            pre == null ? List.of() : List.of(pre.substring(1).split("\\.")));
        }

        private static boolean isNumber(String text) {
            return Character.isDigit(text.charAt(0));
        }

        List<Bound> bounds() {
            if (given == 0) {
                return operator.equals("<") || operator.equals(">")
                        ? List.of(below(0, 0, 0))
                        : List.of();
            }
            return switch (operator) {
                case ">=" -> List.of(from());
                case ">" ->
                        given == 3
                                ? List.of(new Bound(order -> order > 0, low))
                                : List.of(new Bound(order -> order >= 0, next().limit()));
                case "<" -> List.of(new Bound(order -> order < 0, low));
                case "<=" ->
                        given == 3 ? List.of(new Bound(order -> order <= 0, low)) : List.of(next());
                case "^" -> List.of(from(), caret());
                case "~" ->
                        List.of(
                                from(),
                                given == 1 ? next() : below(low.major(), low.minor() + 1, 0));
                default ->
                        given == 3
                                ? List.of(new Bound(order -> order == 0, low))
                                : List.of(from(), next());
            };
        }

        private Bound from() {
            return new Bound(order -> order >= 0, low);
        }

        /// Below the next version of what was given: `1` ends at 2, `1.2` at 1.3.
        private Bound next() {
            return given == 1
                    ? below(low.major() + 1, 0, 0)
                    : below(low.major(), low.minor() + 1, 0);
        }

        /// The first number that is not zero may not change.
        private Bound caret() {
            if (low.major() > 0 || given == 1) {
                return below(low.major() + 1, 0, 0);
            }
            return low.minor() > 0 || given == 2
                    ? below(0, low.minor() + 1, 0)
                    : below(0, 0, low.patch() + 1);
        }

        private static Bound below(long major, long minor, long patch) {
            return before(Version.release(major, minor, patch));
        }

        private static Bound before(Version release) {
            return new Bound(
                    order -> order < 0,
                    new Version(release.major(), release.minor(), release.patch(), FIRST_PRE));
        }
    }
}
