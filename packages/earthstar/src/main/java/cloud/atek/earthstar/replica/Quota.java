package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Refusal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How much a home keeps of a workspace, and of whom. What is there already stays there.
///
/// @param documents of all authors together
/// @param bytes of contents of all authors together
/// @param authorBytes of contents of one author
/// @param authors whose documents alone are kept; empty for those of everybody
public record Quota(long documents, long bytes, long authorBytes, Set<String> authors) {

    /// As much as there is.
    public static final Quota NONE =
            new Quota(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Set.of());

    public Quota {
        authors = Set.copyOf(authors);
    }

    /// Why `card` does not fit in beside what `index` holds.
    ///
    /// @param old what it takes the place of
    Optional<Refusal> refusal(Index index, Card card, @Nullable Card old) {
        if (!authors.isEmpty() && !authors.contains(card.author())) {
            return Optional.of(new Refusal.NotListed(card.author()));
        }
        long more = card.contentBytes() - (old == null ? 0L : old.contentBytes());
        if (old == null && index.size() >= documents) {
            return Optional.of(new Refusal.OverQuota("documents", documents));
        }
        if (more > 0 && index.bytes() + more > bytes) {
            return Optional.of(new Refusal.OverQuota("bytes", bytes));
        }
        if (more > 0 && index.bytes(card.author()) + more > authorBytes) {
            return Optional.of(new Refusal.OverQuota("bytes of one author", authorBytes));
        }
        return Optional.empty();
    }
}
