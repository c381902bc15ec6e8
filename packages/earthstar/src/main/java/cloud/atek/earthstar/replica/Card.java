package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.Document;
import java.util.Comparator;

/// What the index knows of a document: all but its content.
///
/// @param end the last microsecond at which it is there, infinite for no end
/// @param signature as text, which decides ties
record Card(
        String path,
        String author,
        double timestamp,
        double end,
        String signature,
        int contentBytes) {

    // Written out: they are what the index does most.
    static final Comparator<Card> BY_PLACE =
            (a, b) -> {
                int byPath = a.path.compareTo(b.path);
                return byPath != 0 ? byPath : a.author.compareTo(b.author);
            };
    static final Comparator<Card> BY_TIME =
            (a, b) -> {
                int byTime = Double.compare(a.timestamp, b.timestamp);
                return byTime != 0 ? byTime : BY_PLACE.compare(a, b);
            };
    static final Comparator<Card> BY_END =
            (a, b) -> {
                int byEnd = Double.compare(a.end, b.end);
                return byEnd != 0 ? byEnd : BY_PLACE.compare(a, b);
            };

    /// After every author and every path that starts with what stands before it.
    static final String LAST = "\uffff";

    /// @param author the same string for all cards of an author
    static Card of(Document document, String author) {
        Double end = document.deleteAfter();
        return new Card(
                document.path(),
                author,
                document.timestamp(),
                end == null ? Double.POSITIVE_INFINITY : end,
                document.signature(),
                document.contentBytes());
    }

    /// A place to look from.
    static Card at(String path, String author) {
        return new Card(path, author, 0, 0, "", 0);
    }

    /// A time to look from; no card has so low a place.
    static Card at(double timestamp, double end) {
        return new Card("", "", timestamp, end, "", 0);
    }

    DocKey key() {
        return new DocKey(path, author);
    }

    boolean expired(double now) {
        return now > end;
    }

    boolean ephemeral() {
        return end != Double.POSITIVE_INFINITY;
    }
}
