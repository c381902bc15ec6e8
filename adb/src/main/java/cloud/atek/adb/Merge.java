package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.MergeOptions;
import cloud.atek.api.adb.Query;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// The records of some databases as one list, by the bytes of their paths and then in the order of
/// the databases. It holds a small part of each at a time. Used once, by one thread.
public final class Merge {

    private final Databases databases;
    private final List<String> ids;
    private final KeyPath folder;
    private final MergeOptions options;
    private final boolean reverse;
    private final int limit;

    /// @param ids 1 to [MergeOptions#DATABASES_MAX] different ones
    /// @throws InvalidRecordException when they are more, or one is there twice
    public Merge(Databases databases, List<String> ids, KeyPath folder, MergeOptions options) {
        if (ids.isEmpty() || ids.size() > MergeOptions.DATABASES_MAX) {
            throw new InvalidRecordException(
                    "want 1 to %d databases, got %d"
                            .formatted(MergeOptions.DATABASES_MAX, ids.size()));
        }
        if (ids.stream().distinct().count() != ids.size()) {
            throw new InvalidRecordException("one of the databases is there twice");
        }
        this.databases = databases;
        this.ids = List.copyOf(ids);
        this.folder = folder;
        this.options = options;
        this.reverse = Boolean.TRUE.equals(options.reverse());
        this.limit = options.limit() == null ? Query.LIMIT_DEFAULT : options.limit();
    }

    /// A record and the database that it is of.
    public record Found(String id, Stored record) {}

    /// @param next null when there is no more
    public record Page(List<Found> records, @Nullable String next) {}

    public Page page() throws IOException {
        Comparator<Source> order =
                Comparator.comparing(Source::path, Arrays::compareUnsigned)
                        .thenComparingInt(source -> source.number);
        var heads = new PriorityQueue<Source>(reverse ? order.reversed() : order);
        for (Source source : sources()) {
            if (source.fill()) {
                heads.add(source);
            }
        }
        var found = new ArrayList<Found>();
        long chars = 0;
        String next = null;
        for (Source first = heads.poll(); first != null; first = heads.poll()) {
            Stored record = first.head();
            chars += record.json().length();
            boolean full = chars > Limits.PAGE_CHARS_MAX && !found.isEmpty();
            if (full || found.size() == limit) {
                return new Page(found, next);
            }
            found.add(new Found(ids.get(first.number), record));
            next = place(first);
            first.pass();
            if (first.fill()) {
                heads.add(first);
            }
        }
        return new Page(found, null);
    }

    private List<Source> sources() {
        KeyRange range =
                KeyRange.below(
                        folder,
                        new ListOptions(
                                options.lt(),
                                options.lte(),
                                options.gt(),
                                options.gte(),
                                null,
                                null));
        String after = options.after();
        QueryCursor place = after == null ? null : QueryCursor.read(after, question(), 1);
        int last = place == null ? 0 : number(place);
        var sources = new ArrayList<Source>();
        for (int i = 0; i < ids.size(); i++) {
            KeyRange left = range;
            if (place != null) {
                // At the path of the place itself are the databases behind that of the place.
                boolean passed = reverse ? i >= last : i <= last;
                left = rest(range, place.path(), passed);
            }
            sources.add(new Source(i, left));
        }
        return sources;
    }

    private KeyRange rest(KeyRange range, byte[] path, boolean passed) {
        byte[] behind = PathBytes.append(path, (byte) 0);
        if (reverse) {
            return range.narrowed(range.from(), passed ? path : behind);
        }
        return range.narrowed(passed ? behind : path, range.to());
    }

    private String place(Source last) {
        byte[] number = ByteBuffer.allocate(Integer.BYTES).putInt(last.number).array();
        return new QueryCursor(List.of(number), last.path()).write(question());
    }

    private static int number(QueryCursor place) {
        byte[] number = place.keys().getFirst();
        if (number.length != Integer.BYTES) {
            throw QueryCursor.unknown();
        }
        return ByteBuffer.wrap(number).getInt();
    }

    private String question() {
        return String.join(
                "\0",
                ids.toString(),
                folder.segments().toString(),
                String.valueOf(options.lt()),
                String.valueOf(options.lte()),
                String.valueOf(options.gt()),
                String.valueOf(options.gte()),
                String.valueOf(reverse));
    }

    /// One database, read in small parts.
    private final class Source {

        private final int number;
        private final Deque<Stored> read = new ArrayDeque<>();
        private KeyRange left;
        private boolean ended;

        /// @param number its place among the databases
        Source(int number, KeyRange left) {
            this.number = number;
            this.left = left;
        }

        Stored head() {
            return read.getFirst();
        }

        byte[] path() {
            return PathBytes.of(head().path());
        }

        void pass() {
            left = rest(left, path(), true);
            read.removeFirst();
        }

        /// @return false when there is no more
        boolean fill() throws IOException {
            if (read.isEmpty() && !ended) {
                int wanted = Math.min(limit + 1, Limits.MERGE_READ_RECORDS);
                List<Stored> part =
                        databases.with(ids.get(number), db -> db.part(left, wanted, reverse));
                ended = part.isEmpty();
                read.addAll(part);
            }
            return !read.isEmpty();
        }
    }
}
