package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.replica.Query.History;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the cards that a query asks for: the narrowest of the index's orders gives the paths that
/// can have any, and the versions of each of these are looked at together. It stops at the limit.
///
/// Documents that are over at `now` are not there: sweeping them out of the store changes no
/// answer.
final class Selection {

    private final Index index;
    private final Format format;
    private final Query query;
    private final double now;

    Selection(Index index, Format format, Query query, double now) {
        this.index = index;
        this.format = format;
        this.query = query;
        this.now = now;
    }

    /// The cards, in the order of the format.
    List<Card> cards() {
        var found = new ArrayList<Card>();
        Budget budget = new Budget(limit(), bytes());
        if (budget.spent() || (query.impossible() && format != Format.ES3)) {
            return found;
        }
        for (Iterator<List<Card>> paths = paths(); paths.hasNext(); ) {
            for (Card each : versions(paths.next())) {
                if (!budget.takes(each)) {
                    return found;
                }
                found.add(each);
                if (budget.spent()) {
                    return found;
                }
            }
        }
        return found;
    }

    /// The paths of the cards, each once, in ascending order.
    List<String> distinctPaths() {
        String one = query.path();
        if (format == Format.ES3 && one != null) {
            return alive(index.at(one)).isEmpty() ? List.of() : List.of(one);
        }
        Long limit = query.limit();
        var found = new ArrayList<String>();
        if (format != Format.ES3 && (query.impossible() || (limit != null && limit == 0))) {
            return found;
        }
        long counted = 0;
        for (Iterator<List<Card>> paths = paths(); paths.hasNext(); ) {
            List<Card> versions = versions(paths.next());
            if (!versions.isEmpty()) {
                found.add(versions.getFirst().path());
                // es.3 counts documents.
                counted += format == Format.ES3 ? versions.size() : 1;
                if (limit != null && counted >= limit) {
                    return found;
                }
            }
        }
        return found;
    }

    private long limit() {
        Long limit = query.limit();
        if (limit == null || (format == Format.ES3 && limit == 0)) {
            return Long.MAX_VALUE;
        }
        return limit;
    }

    private long bytes() {
        Long bytes = query.limitBytes();
        return bytes == null ? Long.MAX_VALUE : bytes;
    }

    /// What is asked for of one path, in the order of the format.
    ///
    /// @param all that there is of the path
    private List<Card> versions(Collection<Card> all) {
        List<Card> alive = alive(all);
        if (alive.isEmpty() || !participated(alive)) {
            return List.of();
        }
        if (query.history() == History.LATEST) {
            Card winner =
                    alive.size() == 1
                            ? alive.getFirst()
                            : Collections.max(alive, Precedence.winner(format));
            return wanted(winner) ? List.of(winner) : List.of();
        }
        alive.removeIf(card -> !wanted(card));
        alive.sort(Precedence.listing(format));
        return alive;
    }

    private List<Card> alive(Collection<Card> versions) {
        var alive = new ArrayList<Card>(2);
        for (Card each : versions) {
            if (!each.expired(now)) {
                alive.add(each);
            }
        }
        return alive;
    }

    private boolean participated(List<Card> versions) {
        String author = query.participatingAuthor();
        return author == null || versions.stream().anyMatch(card -> card.author().equals(author));
    }

    private boolean wanted(Card card) {
        String author = query.author();
        return place(card)
                && (author == null || author.equals(card.author()))
                && fits(
                        card.timestamp(),
                        query.timestamp(),
                        query.timestampGt(),
                        query.timestampLt())
                && fits(
                        card.contentBytes(),
                        query.contentLength(),
                        query.contentLengthGt(),
                        query.contentLengthLt());
    }

    private boolean place(Card card) {
        String path = card.path();
        String one = query.path();
        String prefix = query.pathStartsWith();
        String suffix = query.pathEndsWith();
        String low = query.lowPath();
        String high = query.highPath();
        DocKey after = query.continueAfter();
        return (one == null || path.equals(one))
                && (prefix == null || path.startsWith(prefix))
                && (suffix == null || path.endsWith(suffix))
                && (low == null || path.compareTo(low) >= 0)
                && (high == null || path.compareTo(high) < 0)
                && (after == null || card.key().compareTo(after) > 0);
    }

    private static boolean fits(
            double number, @Nullable Number same, @Nullable Number low, @Nullable Number high) {
        return (same == null || number == same.doubleValue())
                && (low == null || number > low.doubleValue())
                && (high == null || number < high.doubleValue());
    }

    /// The cards of each path that can have what is asked for, in ascending order.
    private Iterator<List<Card>> paths() {
        String path = query.path();
        if (path != null) {
            return List.of(List.copyOf(index.at(path))).iterator();
        }
        String author = query.author() == null ? query.participatingAuthor() : query.author();
        boolean bounded = !low().isEmpty() || high() != null;
        if (author != null) {
            return whole(new Paths(range(index.by(author)).iterator()));
        }
        if (!bounded && timed()) {
            var recent = new TreeSet<>(Card.BY_PLACE);
            recent.addAll(recent());
            return whole(new Paths(recent.iterator()));
        }
        return new Paths(range(index.all()).iterator());
    }

    /// All cards of paths of which some were found.
    private Iterator<List<Card>> whole(Paths some) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return some.hasNext();
            }

            @Override
            public List<Card> next() {
                return List.copyOf(index.at(some.next().getFirst().path()));
            }
        };
    }

    private boolean timed() {
        return query.timestamp() != null
                || query.timestampGt() != null
                || query.timestampLt() != null;
    }

    private NavigableSet<Card> recent() {
        double low = Double.NEGATIVE_INFINITY;
        double high = Double.POSITIVE_INFINITY;
        Double at = query.timestamp();
        Double after = query.timestampGt();
        Double before = query.timestampLt();
        if (at != null) {
            low = Math.nextDown(at);
            high = Math.nextUp(at);
        }
        low = after == null ? low : Math.max(low, after);
        high = before == null ? high : Math.min(high, before);
        return low < high ? index.between(low, high) : new TreeSet<>(Card.BY_PLACE);
    }

    private NavigableSet<Card> range(NavigableSet<Card> cards) {
        Card low = Card.at(low(), "");
        String high = high();
        if (high == null) {
            return cards.tailSet(low, true);
        }
        Card to = Card.at(high, "");
        return Card.BY_PLACE.compare(low, to) < 0
                ? cards.subSet(low, true, to, true)
                : new TreeSet<>(Card.BY_PLACE);
    }

    /// No path before it is asked for.
    private String low() {
        String low = "";
        DocKey after = query.continueAfter();
        for (String each :
                new @Nullable String[] {
                    query.pathStartsWith(), query.lowPath(), after == null ? null : after.path()
                }) {
            low = each != null && each.compareTo(low) > 0 ? each : low;
        }
        return low;
    }

    /// No path from it on is asked for, or null.
    private @Nullable String high() {
        String high = query.highPath();
        String prefix = query.pathStartsWith();
        if (prefix == null || prefix.isEmpty() || prefix.equals("/")) {
            return high;
        }
        String behind = prefix + Card.LAST;
        return high == null || behind.compareTo(high) < 0 ? behind : high;
    }

    /// Cards that are sorted by their paths, those of each path together.
    private static final class Paths implements Iterator<List<Card>> {

        private final Iterator<Card> cards;
        private @Nullable Card next;

        Paths(Iterator<Card> cards) {
            this.cards = cards;
            this.next = cards.hasNext() ? cards.next() : null;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public List<Card> next() {
            Card card = next;
            if (card == null) {
                throw new NoSuchElementException("there are no more paths");
            }
            String path = card.path();
            var together = new ArrayList<Card>(2);
            do {
                together.add(card);
                card = cards.hasNext() ? cards.next() : null;
            } while (card != null && card.path().equals(path));
            next = card;
            return together;
        }
    }

    /// How many documents and how many bytes of contents still fit.
    private static final class Budget {

        private long documents;
        private long bytes;

        Budget(long documents, long bytes) {
            this.documents = documents;
            this.bytes = bytes;
        }

        /// Nothing more fits. When all bytes are used up, empty contents do not fit either.
        boolean spent() {
            return documents <= 0 || bytes <= 0;
        }

        boolean takes(Card card) {
            documents--;
            bytes -= card.contentBytes();
            return bytes >= 0;
        }
    }
}
