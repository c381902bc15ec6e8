package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Moment;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.SignedCommit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a database was. Writing does nothing for it: whoever asks first brings the index of the
/// history up to the end of the log. Thread-safe.
final class Past implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Past.class);

    private final Chain chain;
    private final Path file;
    private final Present present;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable HistoryIndex index;

    /// Whether anything was ever purged; null when it is to be asked. Under the lock.
    private @Nullable Boolean purgedAny;

    /// The records as they are.
    @FunctionalInterface
    interface Present {
        Optional<Stored> get(KeyPath path) throws IOException;
    }

    Past(Chain chain, Path file, Present present) {
        this.chain = chain;
        this.file = file;
        this.present = present;
    }

    /// The last commit that counts at `moment`.
    ///
    /// @throws InvalidRecordException when there is no such commit yet
    long sequence(@Nullable Moment moment) throws IOException {
        long last = chain.lastSequence();
        if (moment == null) {
            return last;
        }
        if (moment.time() != null) {
            return sequence(moment.time(), last);
        }
        long wanted = moment.seq() == null ? last : moment.seq();
        if (wanted > last) {
            throw new InvalidRecordException(
                    "The database is at %d: there is no commit %d yet".formatted(last, wanted));
        }
        return wanted;
    }

    Optional<Stored> get(KeyPath path, long at) throws IOException {
        Optional<Pointer> newest =
                use(
                        at,
                        from -> {
                            requireNotPurged(path, at, from.purged(path));
                            return from.newest(path, at);
                        });
        return newest.isPresent()
                ? values(List.of(newest.get())).stream().findFirst()
                : Optional.empty();
    }

    List<Stored> list(KeyRange range, long at, int limit, boolean reverse) throws IOException {
        return values(pointers(range, at, limit, reverse));
    }

    /// Where the records are that were there at `at`.
    List<Pointer> pointers(KeyRange range, long at, int limit, boolean reverse) throws IOException {
        return use(at, from -> from.list(range, at, limit, reverse));
    }

    /// The records of a range that were ever written up to `at`, be they there then or not.
    List<KeyPath> everWritten(KeyRange range, long at, int limit) throws IOException {
        return use(chain.lastSequence(), from -> from.changed(range, 0, at, limit));
    }

    /// Newest first.
    List<Version> versions(KeyPath path, long before, int limit) throws IOException {
        return versions(pointers(path, before, limit));
    }

    /// Where the versions of a record are below `before`, newest first.
    List<Pointer> pointers(KeyPath path, long before, int limit) throws IOException {
        return use(chain.lastSequence(), from -> from.versions(path, before, limit));
    }

    /// What versions are, in their order.
    ///
    /// @throws InvalidRecordException when they are larger than the limits
    List<Version> versions(List<Pointer> pointers) throws IOException {
        var versions = new Version[pointers.size()];
        long chars = 0;
        try (var values = new LogValues(chain)) {
            // In the order of the log, which is read fastest so.
            for (int i : byLog(pointers)) {
                Pointer one = pointers.get(i);
                String json = one.put() ? values.json(one).orElse(null) : null;
                Instant time = values.time(one).orElse(null);
                versions[i] = new Version(one.path(), one.sequence(), time, one.put(), json);
                chars = counted(chars, json == null ? 0 : json.length());
            }
        }
        return List.of(versions);
    }

    private static List<Integer> byLog(List<Pointer> pointers) {
        return IntStream.range(0, pointers.size())
                .boxed()
                .sorted(Comparator.comparingLong(i -> pointers.get(i).sequence()))
                .toList();
    }

    /// The records of a range that differ between two states, by their paths.
    List<Difference> differences(KeyRange range, long left, long right) throws IOException {
        var before = new ArrayList<Pointer>();
        var after = new ArrayList<Pointer>();
        use(
                Math.min(left, right),
                from -> {
                    long first = Math.min(left, right);
                    long last = Math.max(left, right);
                    List<KeyPath> changed =
                            from.changed(range, first, last, Limits.LIST_RECORDS_MAX + 1);
                    requireListed(changed.size());
                    for (KeyPath path : changed) {
                        from.newest(path, left).ifPresent(before::add);
                        from.newest(path, right).ifPresent(after::add);
                    }
                    return changed;
                });
        return Difference.between(values(before), values(after));
    }

    /// The newest commit that purged a row, 0 for none. What stands of it up to there is nobody's
    /// to see, though it is in the log until the next compaction.
    long purged(RowKey row) throws IOException {
        lock.lock();
        try {
            Boolean any = purgedAny;
            if (any == null) {
                any = use(Long.MAX_VALUE, HistoryIndex::hasPurged);
                purgedAny = any;
            }
            return any ? use(Long.MAX_VALUE, from -> from.purged(row)) : 0;
        } finally {
            lock.unlock();
        }
    }

    /// What a record was before a commit.
    ///
    /// @param path null when no record is known by its row
    /// @param json null when it was not there, or nobody knows any more
    /// @param certain whether `null` means that it was not there
    record Before(@Nullable KeyPath path, @Nullable String json, boolean certain) {}

    /// What the record of a row was before the commit `sequence`.
    Before before(RowKey row, long sequence) throws IOException {
        Was found =
                use(
                        Long.MAX_VALUE,
                        from -> {
                            KeyPath path = from.path(row).orElse(null);
                            Optional<Pointer> newest =
                                    path == null
                                            ? Optional.empty()
                                            : from.newest(path, sequence - 1);
                            boolean whole =
                                    from.isOther(row)
                                            || (from.known() == 0 && from.purged(row) == 0);
                            return new Was(path, newest.orElse(null), whole);
                        });
        if (found.pointer() == null) {
            return new Before(found.path(), null, found.whole());
        }
        try (var values = new LogValues(chain)) {
            String json = values.json(found.pointer()).orElse(null);
            return new Before(found.path(), json, json != null);
        }
    }

    /// @param whole whether a pointer that is missing never was: nothing of the log or of the row
    ///   was removed, or the row is no record
    private record Was(@Nullable KeyPath path, @Nullable Pointer pointer, boolean whole) {}

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            HistoryIndex open = index;
            index = null;
            if (open != null) {
                open.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The first paths at `path`, and below it, that ever had a record.
    ///
    /// @param after path bytes, behind which to go on
    List<HistoryIndex.Ever> ever(KeyPath path, boolean below, byte[] after) throws IOException {
        byte[] exactly = PathBytes.of(path);
        byte[] next = PathBytes.append(after, (byte) 0);
        KeyRange all = KeyRange.exactly(path);
        KeyRange range = below ? KeyRange.below(path, ListOptions.ALL) : all;
        return use(
                chain.lastSequence(),
                from -> {
                    var found = new ArrayList<HistoryIndex.Ever>();
                    if (after.length == 0 && exactly.length > 0) {
                        found.addAll(from.ever(all, 1));
                    }
                    if (below) {
                        found.addAll(
                                from.ever(range.narrowed(next, range.to()), Limits.PURGE_RECORDS));
                    }
                    return found;
                });
    }

    /// Takes up what was committed, and rids the file of what was purged, if there is one.
    void reopen() throws IOException {
        lock.lock();
        try {
            purgedAny = null;
        } finally {
            lock.unlock();
        }
        if (!Files.exists(file)) {
            return;
        }
        use(chain.lastSequence(), HistoryIndex::known);
        close();
        use(chain.lastSequence(), HistoryIndex::known);
    }

    /// The last commit at a time, 0 for none; by halving: times never fall.
    long sequence(Instant time, long last) throws IOException {
        long low = 0;
        long high = last;
        while (low < high) {
            long middle = low + (high - low + 1) / 2;
            if (timeFrom(middle).isAfter(time)) {
                high = middle - 1;
            } else {
                low = middle;
            }
        }
        return low;
    }

    /// Of the commit `sequence`, or of the next one that is there.
    Instant timeFrom(long sequence) throws IOException {
        try (CommitCursor cursor = chain.read(sequence)) {
            return cursor.next().map(SignedCommit::commit).orElseThrow().time();
        }
    }

    /// The values of versions, in their order. What is still so is in the view.
    private List<Stored> values(List<Pointer> pointers) throws IOException {
        var values = new Stored[pointers.size()];
        long chars = 0;
        var old = new ArrayList<Integer>();
        for (int i = 0; i < values.length; i++) {
            Pointer pointer = pointers.get(i);
            Stored now = present.get(pointer.path()).orElse(null);
            if (now == null || now.sequence() != pointer.sequence()) {
                old.add(i);
            } else {
                values[i] = now;
                chars = counted(chars, now.json().length());
            }
        }
        old.sort(Comparator.comparingLong(i -> pointers.get(i).sequence()));
        try (var log = new LogValues(chain)) {
            for (int i : old) {
                Pointer pointer = pointers.get(i);
                String json = log.json(pointer).orElseThrow(() -> gone(pointer));
                values[i] = new Stored(pointer.path(), pointer.sequence(), json);
                chars = counted(chars, json.length());
            }
        }
        return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
    }

    /// Uses the index at the end of the log; a broken one is made anew and used once more.
    ///
    /// @param at the oldest state that is looked at
    private <T> T use(long at, Use<T> use) throws IOException {
        lock.lock();
        try {
            try {
                return used(at, use);
            } catch (BrokenViewException | SQLException e) {
                log.warn("{}: making the history anew: {}", chain.id(), e.getMessage());
                closeBroken();
                View.delete(file);
                return used(at, use);
            }
        } catch (SQLException e) {
            throw new BrokenViewException(e);
        } finally {
            lock.unlock();
        }
    }

    private <T> T used(long at, Use<T> use) throws IOException, SQLException {
        HistoryIndex open = index == null ? open() : index;
        index = open;
        open.catchUp(chain.lastSequence());
        if (at < open.known()) {
            throw new InvalidRecordException(
                    "What was at %d is not known any more: the log was compacted at %d"
                            .formatted(at, open.known()));
        }
        return use.of(open);
    }

    private HistoryIndex open() throws IOException, SQLException {
        HistoryIndex open = HistoryIndex.open(file, chain);
        if (!open.wantsScrub()) {
            return open;
        }
        open.close();
        Scrub.run(file);
        return HistoryIndex.open(file, chain);
    }

    private void closeBroken() {
        try {
            close();
        } catch (IOException e) {
            log.debug("{}: a broken history did not close", chain.id(), e);
        }
    }

    private static void requireNotPurged(KeyPath path, long at, long purged) {
        if (at < purged) {
            throw new InvalidRecordException(
                    "What %s was at %d is not known any more: it was purged at %d"
                            .formatted(path, at, purged));
        }
    }

    private static void requireListed(int size) {
        if (size > Limits.LIST_RECORDS_MAX) {
            throw new InvalidRecordException(
                    "More than %,d records differ: ask for a folder"
                            .formatted(Limits.LIST_RECORDS_MAX));
        }
    }

    private static long counted(long chars, int more) {
        if (chars + more > Limits.LIST_CHARS_MAX) {
            throw new InvalidRecordException(
                    "The answer is larger than %,d characters: ask for a part"
                            .formatted(Limits.LIST_CHARS_MAX));
        }
        return chars + more;
    }

    private static InvalidRecordException gone(Pointer pointer) {
        return new InvalidRecordException(
                "%s of commit %d is not there any more: the log was compacted"
                        .formatted(pointer.path(), pointer.sequence()));
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(HistoryIndex index) throws SQLException, IOException;
    }
}
