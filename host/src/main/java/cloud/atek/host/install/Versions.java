package cloud.atek.host.install;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Chooses among the tags of a repository. Pure.
public final class Versions {

    private record Release(String tag, Version version) {}

    /// Two tags can name one version, `1.2.0` and `v1.2`; the longer and then the lower text wins,
    /// so that the choice never depends on the server's order.
    private static final Comparator<Release> BEST =
            Comparator.comparing(Release::version)
                    .thenComparingInt(release -> release.tag().length())
                    .thenComparing(Release::tag, Comparator.reverseOrder());

    /// How many of a repository's versions a sentence names.
    private static final int SHOWN_MAX = 5;

    private Versions() {}

    /// What was chosen.
    public sealed interface Choice {

        record Chosen(String tag) implements Choice {}

        /// @param why one sentence
        record None(String why) implements Choice {}
    }

    /// Chooses the highest version.
    ///
    /// @param tags names such as `v1.2.3`; what is no version is passed over
    /// @param wanted a version or range, such as `^1.2`; empty or `latest` for the newest release
    /// @param id who it is for, as it stands in the sentences
    public static Choice choose(Collection<String> tags, String wanted, String id) {
        Optional<VersionRange> range = VersionRange.parse(wanted);
        if (range.isEmpty()) {
            return new Choice.None(
                    "\""
                            + EntryName.visible(wanted)
                            + "\" is no version: want one such as 1.2.3, ^1.2, ~1.2, 1.x, >=1 <3,"
                            + " 1.2 - 1.4 or latest.");
        }
        Optional<Release> best =
                releases(tags).filter(release -> range.get().allows(release.version())).max(BEST);
        if (best.isPresent()) {
            return new Choice.Chosen(best.get().tag());
        }
        return new Choice.None(none(tags, wanted, id));
    }

    private static String none(Collection<String> tags, String wanted, String id) {
        List<String> there =
                releases(tags).sorted(BEST.reversed()).map(Release::tag).distinct().toList();
        boolean newest = wanted.isBlank() || wanted.equals("latest");
        if (there.isEmpty()) {
            return "No release (git tag) has been set for " + id;
        }
        String list =
                there.stream().limit(SHOWN_MAX).map(EntryName::visible).collect(joining(", "))
                        + (there.size() > SHOWN_MAX
                                ? " and " + (there.size() - SHOWN_MAX) + " more"
                                : "");
        return newest
                ? "No release (git tag) has been set for "
                        + id
                        + ", only prereleases, which are taken when asked for: "
                        + list
                : "No release (git tag) available for "
                        + id
                        + " which matches the desired version of "
                        + EntryName.visible(wanted)
                        + "; there are: "
                        + list;
    }

    private static Stream<Release> releases(Collection<String> tags) {
        return tags.stream()
                .flatMap(tag -> Version.parse(tag).stream().map(v -> new Release(tag, v)));
    }

    /// Tells whether a tag is what is wanted; what is no version fits nothing.
    public static boolean fits(String tag, String wanted) {
        return Version.parse(tag)
                .flatMap(version -> VersionRange.parse(wanted).map(range -> range.allows(version)))
                .orElse(false);
    }

    /// Compares two tags as versions: negative when the first is older. What is no version is older
    /// than any.
    public static int compare(String tag, String other) {
        return Comparator.nullsFirst(Comparator.<Version>naturalOrder())
                .compare(Version.parse(tag).orElse(null), Version.parse(other).orElse(null));
    }

    /// Tells whether the text can be wanted: a version, a range, `latest` or nothing.
    public static boolean isWanted(String text) {
        return VersionRange.parse(text).isPresent();
    }
}
