package cloud.atek.host.audit;

import cloud.atek.api.audit.AuditEntry;
import cloud.atek.api.audit.AuditPage;
import cloud.atek.api.audit.AuditQuery;
import cloud.atek.datachain.Commit;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.log.DamagedLogException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One walk through the audit, from the newest entry to the oldest, until a page is full. One
/// thread owns it.
final class Search {

    /// So many entries are read for one page at most; the next page goes on from there.
    static final int READ_MAX = 20_000;

    private static final int LIMIT = 100;

    /// So many commits are read at a time, in their order, and looked at from the last.
    private static final int BLOCK = 256;

    private final Predicate<AuditEntry> wanted;
    private final @Nullable Instant from;
    private final int limit;
    private final @Nullable Place start;
    private final @Nullable Place stop;
    private final List<AuditEntry> found = new ArrayList<>();
    private @Nullable String problem;
    private int read;

    /// Where an entry stands.
    private record Place(int volume, long sequence) {

        static Place parse(String text) {
            String[] parts = text.split("-", -1);
            try {
                return new Place(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                throw new IllegalArgumentException(
                        "this place is not one that list gave: \"" + text + "\"", e);
            }
        }

        @Override
        public String toString() {
            return volume + "-" + sequence;
        }
    }

    private record Stored(long sequence, Instant time, AuditEntry entry) {}

    private Search(Predicate<AuditEntry> wanted, AuditQuery query, @Nullable String after) {
        this.wanted = wanted;
        this.stop = after == null ? null : Place.parse(after);
        this.from = time("from", query.from());
        this.limit = limit(query.limit());
        this.start = query.before() == null ? null : Place.parse(query.before());
    }

    /// @throws IllegalArgumentException with a sentence, when the query cannot be understood
    static Search of(AuditQuery query, Predicate<AuditEntry> visible) {
        return of(query, visible, null);
    }

    /// @param after only entries behind this place; null for all
    /// @throws IllegalArgumentException with a sentence, when the query cannot be understood
    static Search of(AuditQuery query, Predicate<AuditEntry> visible, @Nullable String after) {
        Predicate<AuditEntry> wanted = visible;
        Instant from = time("from", query.from());
        Instant to = time("to", query.to());
        if (from != null) {
            wanted = wanted.and(entry -> !Instant.parse(entry.time()).isBefore(from));
        }
        if (to != null) {
            wanted = wanted.and(entry -> Instant.parse(entry.time()).isBefore(to));
        }
        String user = query.user();
        if (user != null) {
            wanted = wanted.and(entry -> Concerns.user(entry, user));
        }
        String service = query.service();
        if (service != null) {
            wanted = wanted.and(entry -> Concerns.service(entry, service));
        }
        if (query.what() != null) {
            String text = query.what().toLowerCase(Locale.ROOT);
            wanted = wanted.and(entry -> entry.what().toLowerCase(Locale.ROOT).contains(text));
        }
        return new Search(wanted, query, after);
    }

    /// @param known what is known to be wrong with the audit
    AuditPage page(Volumes volumes, @Nullable String known) throws IOException {
        problem = known;
        NavigableMap<Integer, Path> all = volumes.shelf().volumes();
        Place first = start;
        if (first != null) {
            all = all.headMap(first.volume(), true);
        }
        for (Map.Entry<Integer, Path> one : all.descendingMap().entrySet()) {
            long highest =
                    first != null && one.getKey() == first.volume()
                            ? first.sequence() - 1
                            : Long.MAX_VALUE;
            Place rest = walk(volumes, one, highest);
            if (rest != null) {
                return answer(rest);
            }
        }
        return answer(null);
    }

    private AuditPage answer(@Nullable Place rest) {
        if (rest == null) {
            return new AuditPage(found, null, problem);
        }
        if (found.size() > limit) {
            found.removeLast();
            return new AuditPage(found, found.getLast().at(), problem);
        }
        return new AuditPage(found, rest.sequence() < 0 ? null : rest.toString(), problem);
    }

    /// @return where to go on another time; null to go on with the volume before
    private @Nullable Place walk(Volumes volumes, Map.Entry<Integer, Path> one, long highest)
            throws IOException {
        int number = one.getKey();
        try (Volumes.Reading reading = volumes.open(number, one.getValue())) {
            long last = Math.min(highest, reading.last());
            while (last > 0) {
                long first = Math.max(1, last - BLOCK + 1);
                for (Stored stored : block(reading, first, last).reversed()) {
                    if (isPast(number, stored)) {
                        return new Place(0, -1);
                    }
                    if (taken(number, stored) || ++read >= READ_MAX) {
                        return new Place(number, stored.sequence());
                    }
                }
                last = first - 1;
            }
        } catch (DamagedLogException e) {
            problem = "Volume " + number + " of the audit is damaged: " + e.getMessage();
        }
        return null;
    }

    /// Whether all that is wanted comes after this one.
    private boolean isPast(int number, Stored stored) {
        boolean old = from != null && stored.time().isBefore(from);
        return old
                || (stop != null
                        && (number < stop.volume()
                                || (number == stop.volume()
                                        && stored.sequence() <= stop.sequence())));
    }

    /// @return whether the page is full, and one more was found
    private boolean taken(int number, Stored stored) {
        if (wanted.test(stored.entry())) {
            found.add(stored.entry().at(new Place(number, stored.sequence()).toString()));
        }
        return found.size() > limit;
    }

    private static List<Stored> block(Volumes.Reading reading, long first, long last)
            throws IOException {
        var block = new ArrayList<Stored>();
        try (CommitCursor cursor = reading.from(first)) {
            for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
                Commit commit = next.get().commit();
                if (commit.sequence() > last) {
                    break;
                }
                for (Event event : commit.events()) {
                    if (event instanceof Event.Put put && put.type().equals(Volume.ENTRY)) {
                        AuditEntry entry = Entries.read(put.body().toArray());
                        block.add(new Stored(commit.sequence(), commit.time(), entry));
                    }
                }
            }
        }
        return block;
    }

    private static int limit(@Nullable Integer wanted) {
        int limit = wanted == null ? LIMIT : wanted;
        if (limit < 1 || limit > AuditQuery.LIMIT_MAX) {
            throw new IllegalArgumentException(
                    "limit wants 1 to " + AuditQuery.LIMIT_MAX + ", not " + limit);
        }
        return limit;
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    name + " wants a time such as 2026-11-21T08:30:00Z, not \"" + text + "\"", e);
        }
    }
}
