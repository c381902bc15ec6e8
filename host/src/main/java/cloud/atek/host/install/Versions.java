package cloud.atek.host.install;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Chooses among the tags of a repository. Pure.
public final class Versions {

    private record Release(String tag, Version version) {}

    /// Two tags can name one version, `1.2.0` and `v1.2`; the longer and then the lower text wins,
    /// so that the choice never depends on the server's order.
    private static final Comparator<Release> BEST =
            Comparator.comparing(Release::version)
                    .thenComparingInt(release -> release.tag().length())
                    .thenComparing(Release::tag, Comparator.reverseOrder());

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
                            + "\" is no version: want one such as 1.2.3, ^1.2, ~1.2, 1.x, >=1 <3 or"
                            + " latest.");
        }
        Optional<Release> best =
                tags.stream()
                        .flatMap(tag ->
                                Version.parse(tag).stream()
                                        .map(version -> new Release(tag, version)))
                        .filter(release -> range.get().allows(release.version()))
                        .max(BEST);
        if (best.isPresent()) {
            return new Choice.Chosen(best.get().tag());
        }
        boolean any = tags.stream().anyMatch(tag -> Version.parse(tag).isPresent());
        return new Choice.None(
                any && !wanted.isBlank() && !wanted.equals("latest")
                        ? "No release (git tag) available for "
                                + id
                                + " which matches the desired version of "
                                + EntryName.visible(wanted)
                        : "No release (git tag) has been set for " + id);
    }

    /// Tells whether the text can be wanted: a version, a range, `latest` or nothing.
    public static boolean isWanted(String text) {
        return VersionRange.parse(text).isPresent();
    }
}
