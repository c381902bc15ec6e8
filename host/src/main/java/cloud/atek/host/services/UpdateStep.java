package cloud.atek.host.services;

import cloud.atek.api.services.ServiceRecord;
import cloud.atek.api.services.ServiceRecord.Installed;
import cloud.atek.api.services.UpdateOptions;
import cloud.atek.host.install.Newest;
import cloud.atek.host.install.Versions;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the version that a repository offers means for the one that is installed. Pure.
sealed interface UpdateStep {

    /// Nothing is to be done.
    record UpToDate(String tag) implements UpdateStep {}

    /// This one is to be installed.
    record Take(Newest.Found found) implements UpdateStep {}

    /// What is offered is older than what is installed, and nobody asked for an older one.
    ///
    /// @param why one sentence
    record Older(String tag, String why) implements UpdateStep {}

    /// A tag that was installed names another commit now.
    ///
    /// @param why one sentence
    record Moved(String why) implements UpdateStep {}

    static UpdateStep decide(ServiceRecord record, Newest.Found found, UpdateOptions options) {
        Installed now = record.source();
        String tag = Objects.requireNonNullElse(now.installedVersion(), "");
        boolean trusted = Boolean.TRUE.equals(options.moved());
        boolean moved =
                Stream.of(now, record.previous())
                        .anyMatch(known -> isMoved(known, found.tag(), found.commit()));
        if (moved && !trusted) {
            return new Moved(movedSentence(record, found.tag()));
        }
        if (found.tag().equals(tag) && !moved) {
            return new UpToDate(tag);
        }
        int order = Versions.compare(found.tag(), tag);
        if (order < 0 && options.version() == null) {
            return new Older(found.tag(), olderSentence(record, found.tag(), tag));
        }
        return order == 0 && !moved && options.version() == null
                ? new UpToDate(tag)
                : new Take(found);
    }

    /// Tells whether this tag named another commit when it was installed.
    ///
    /// @param commit as it is now; `null` when nobody knows yet
    static boolean isMoved(@Nullable Installed known, String tag, @Nullable String commit) {
        return known != null
                && known.commit() != null
                && commit != null
                && tag.equals(known.installedVersion())
                && !commit.equals(known.commit());
    }

    static String movedSentence(ServiceRecord record, String tag) {
        return "The tag %s of %s names another commit than when it was installed, so it is not taken: its author should have made a new version. If you trust the new one: atek update %s --moved"
                .formatted(tag, record.sourceUrl(), record.id());
    }

    private static String olderSentence(ServiceRecord record, String offered, String tag) {
        return "The newest version that is wanted, %s, is older than the installed %s, so nothing was done: to go back to it, run atek update %s --version %s"
                .formatted(offered, tag, record.id(), offered);
    }
}
