package cloud.atek.earthstar.replica;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The cards of all documents of a replica, sorted by what is asked for: place, author, time and
/// end. About 400 bytes a document, see `docs/earthstar.md`. Not thread-safe: the replica's lock
/// guards it.
final class Index {

    private final TreeSet<Card> byPlace = new TreeSet<>(Card.BY_PLACE);
    private final Map<String, TreeSet<Card>> byAuthor = new HashMap<>();
    private final TreeSet<Card> byTime = new TreeSet<>(Card.BY_TIME);
    private final TreeSet<Card> byEnd = new TreeSet<>(Card.BY_END);
    private final Map<String, Long> bytesByAuthor = new HashMap<>();
    private long bytes;

    int size() {
        return byPlace.size();
    }

    /// Of all contents.
    long bytes() {
        return bytes;
    }

    /// Of the contents of one author.
    long bytes(String author) {
        return bytesByAuthor.getOrDefault(author, 0L);
    }

    @Nullable Card find(String path, String author) {
        Card at = Card.at(path, author);
        Card found = byPlace.ceiling(at);
        return found != null && Card.BY_PLACE.compare(found, at) == 0 ? found : null;
    }

    /// Takes the place of the card of the same path and author.
    void put(Card card) {
        Card old = find(card.path(), card.author());
        if (old != null) {
            remove(old);
        }
        byPlace.add(card);
        byAuthor.computeIfAbsent(card.author(), _ -> new TreeSet<>(Card.BY_PLACE)).add(card);
        byTime.add(card);
        bytes += card.contentBytes();
        bytesByAuthor.merge(card.author(), (long) card.contentBytes(), Long::sum);
        if (card.ephemeral()) {
            byEnd.add(card);
        }
    }

    void remove(Card card) {
        if (byPlace.remove(card)) {
            bytes -= card.contentBytes();
            bytesByAuthor.merge(card.author(), (long) -card.contentBytes(), Long::sum);
        }
        byTime.remove(card);
        byEnd.remove(card);
        TreeSet<Card> ofAuthor = byAuthor.get(card.author());
        if (ofAuthor != null) {
            ofAuthor.remove(card);
            if (ofAuthor.isEmpty()) {
                bytesByAuthor.remove(card.author());
                byAuthor.remove(card.author());
            }
        }
    }

    /// The string that the cards of an author share.
    String shared(String author) {
        TreeSet<Card> ofAuthor = byAuthor.get(author);
        return ofAuthor == null ? author : ofAuthor.first().author();
    }

    /// In the order of path and author.
    NavigableSet<Card> all() {
        return byPlace;
    }

    /// The versions of one path, by author.
    NavigableSet<Card> at(String path) {
        return byPlace.subSet(Card.at(path, ""), true, Card.at(path, Card.LAST), true);
    }

    NavigableSet<Card> by(String author) {
        TreeSet<Card> cards = byAuthor.get(author);
        return cards == null ? new TreeSet<>(Card.BY_PLACE) : cards;
    }

    /// Written after `low` and before `high`, both excluded.
    NavigableSet<Card> between(double low, double high) {
        return byTime.subSet(Card.at(Math.nextUp(low), 0), true, Card.at(high, 0), true);
    }

    /// The winner of a path at `now`, or null.
    @Nullable Card winner(String path, double now, Comparator<Card> precedence) {
        Card best = null;
        for (Card each : at(path)) {
            if (!each.expired(now) && (best == null || precedence.compare(each, best) > 0)) {
                best = each;
            }
        }
        return best;
    }

    /// Those that are over at `now`.
    List<Card> expired(double now) {
        return List.copyOf(byEnd.headSet(Card.at(0, now), false));
    }

    /// Sorted.
    List<String> authors(double now) {
        var authors = new ArrayList<String>();
        byAuthor.forEach((author, cards) -> {
            if (cards.stream().anyMatch(card -> !card.expired(now))) {
                authors.add(author);
            }
        });
        authors.sort(null);
        return authors;
    }
}
