package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.Expected;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.IndexInfo;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Moment;
import cloud.atek.api.adb.Query;
import cloud.atek.api.adb.QueryPlan;
import cloud.atek.api.adb.SqlApi.SqlResult;
import cloud.atek.api.adb.TextQuery;
import cloud.atek.api.adb.TransferApi.ExportOptions;
import cloud.atek.api.adb.TransferApi.ImportOptions;
import cloud.atek.api.adb.TransferApi.ImportRecord;
import cloud.atek.api.adb.TransferApi.ImportResult;
import cloud.atek.api.adb.WatchOptions;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Edit;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.Snapshot;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// JSON records at key paths, in one chain. Writing returns when it is on disk and can be read;
/// reading touches only the view, which is rebuilt when it breaks. Thread-safe.
public final class Database implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final Chain chain;
    private final Path viewFile;
    private final ReentrantReadWriteLock swap = new ReentrantReadWriteLock();
    private final ViewProgress progress;
    private final Past past;
    private final Watches watches;
    private final Upkeep upkeep;
    private View view;

    private Database(Chain chain, Path viewFile, Parts parts, View view) {
        this.chain = chain;
        this.progress = parts.progress();
        this.viewFile = viewFile;
        this.view = view;
        this.past = new Past(chain, viewFile.resolveSibling(id() + ".history.sqlite"), this::get);
        this.upkeep = new Upkeep(this, chain, past, parts.voter());
        this.watches = new Watches(chain, past, parts.room());
    }

    /// Opens the database of `chain`, which it then owns.
    ///
    /// @param parts what outlives it
    static Database open(Chain chain, Path viewFile, Parts parts) throws IOException {
        chain.cut().ifPresent(cut -> log.warn("{}: cut an unfinished write: {}", chain.id(), cut));
        // What a crash left, which no purge would find.
        View.delete(rebuilt(viewFile));
        View view = openView(chain, viewFile, parts.progress());
        return new Database(chain, viewFile, parts, view);
    }

    /// What a database is opened with.
    ///
    /// @param voter that its chain has
    /// @param room that its watchers share with others
    record Parts(PurgeVoter voter, ViewProgress progress, WatchRoom room) {}

    /// 64 hex digits.
    public String id() {
        return chain.id().hex();
    }

    public Optional<Stored> get(KeyPath path) throws IOException {
        return path.isRoot() ? Optional.empty() : read(from -> from.get(path));
    }

    /// The record as it was.
    ///
    /// @throws InvalidRecordException when there is no such state, or not any more
    public Optional<Stored> get(KeyPath path, Moment at) throws IOException {
        return past.get(path, past.sequence(at));
    }

    /// What a record was, newest first.
    ///
    /// @param before only versions below this sequence
    /// @param limit 1 to [Limits#VERSIONS_MAX]
    public List<Version> history(KeyPath path, long before, int limit) throws IOException {
        if (limit < 1 || limit > Limits.VERSIONS_MAX) {
            throw new InvalidRecordException(
                    "limit is %d: want 1 to %d".formatted(limit, Limits.VERSIONS_MAX));
        }
        return past.versions(path, before, limit);
    }

    /// The records below `folder` that differ between two states, by the bytes of their paths.
    public List<Difference> differences(
            KeyPath folder, @Nullable Moment left, @Nullable Moment right) throws IOException {
        return past.differences(
                KeyRange.below(folder, ListOptions.ALL), past.sequence(left), past.sequence(right));
    }

    /// A page of the records below a path at one commit; see [RecordExport].
    public ExportedPage export(ExportOptions options) throws IOException {
        return new RecordExport(past).page(options);
    }

    /// Puts what is not there already, in one commit; see [RecordImport].
    public ImportResult importRecords(List<ImportRecord> records, ImportOptions options)
            throws IOException {
        return new RecordImport(this).of(records, options);
    }

    /// Reads the view with SQL; see [SqlReader].
    ///
    /// @throws InvalidRecordException when it is not to be answered
    public SqlResult sql(String sql, List<JsonNode> params) throws IOException {
        return read(_ -> SqlReader.query(viewFile, sql, params));
    }

    /// The number of the last commit.
    long lastSequence() {
        return chain.lastSequence();
    }

    /// Makes a record what it was, by a new commit unless it is that.
    ///
    /// @return empty when it was not there, and is not any more
    public Optional<Stored> restore(KeyPath path, Moment at) throws IOException {
        Optional<Stored> old = get(path, at);
        Optional<Stored> now = get(path);
        if (old.isEmpty()) {
            delete(path);
            return old;
        }
        boolean same = now.isPresent() && now.get().json().equals(old.get().json());
        return same ? now : Optional.of(put(path, RecordJson.read(old.get().json())));
    }

    /// The records below `folder`, by the bytes of their paths.
    ///
    /// @throws InvalidRecordException when the list is larger than the limits
    public List<Stored> list(KeyPath folder, ListOptions options) throws IOException {
        int limit = limit(options);
        boolean reverse = Boolean.TRUE.equals(options.reverse());
        KeyRange range = KeyRange.below(folder, options);
        List<Stored> list =
                options.at() == null
                        ? read(from -> from.list(range, limit, reverse))
                        : past.list(range, past.sequence(options.at()), limit, reverse);
        if (list.size() > Limits.LIST_RECORDS_MAX) {
            throw new InvalidRecordException(
                    "The list has more than %,d records: ask for a part by limit and gt"
                            .formatted(Limits.LIST_RECORDS_MAX));
        }
        return list;
    }

    /// The first records of a range, fewer than `limit` when they are large.
    List<Stored> part(KeyRange range, int limit, boolean reverse) throws IOException {
        return read(from -> from.part(range, limit, reverse));
    }

    /// @throws InvalidRecordException when the record is beyond the limits, or `path` is the root
    public Stored put(KeyPath path, ObjectNode value) throws IOException {
        if (path.isRoot()) {
            throw new InvalidRecordException("A record wants a path, such as /notes/1");
        }
        byte[] json = RecordJson.write(value);
        long sequence = commit(Change.of(RecordEvents.put(path, json)));
        return new Stored(path, sequence, new String(json, StandardCharsets.UTF_8));
    }

    /// Deleting what is not there writes nothing.
    public void delete(KeyPath path) throws IOException {
        remove(RecordEvents.delete(path));
    }

    /// Does all of `operations` in one commit, if every record is as it was expected.
    ///
    /// @return sequence of the commit; of the last one where there was nothing to write
    /// @throws ConflictException when a record is not as expected
    /// @throws InvalidRecordException when an operation cannot be
    public long batch(List<BatchOperation> operations, List<Expected> expected) throws IOException {
        var batch = new Batch(operations, expected);
        while (true) {
            Optional<Change> change = batch.change(chain::sequenceOf);
            if (change.isEmpty()) {
                return looked(batch);
            }
            switch (chain.commit(change.get())) {
                case Outcome.Committed(long sequence, _, _) -> {
                    return visible(sequence);
                }
                case Outcome.Refused refused -> {
                    requireNone(batch.conflicts(refused));
                    // What was absent, and so not to be deleted, is there now: once more.
                }
            }
        }
    }

    /// @param folder of the chain
    /// @param views folder of all views
    Stat stat(Path folder, Path views) throws IOException {
        long last = chain.lastSequence();
        ViewReader.Counts counts = read(View::counts);
        BlobReader.Total blobs = blobs().total();
        return new Stat(
                counts.records(),
                counts.versions(),
                last,
                Math.max(0, last - counts.seq()),
                FileSizes.below(folder, ""),
                FileSizes.below(views, id()),
                blobs.blobs(),
                blobs.bytes(),
                progress.now());
    }

    /// The sequence that somebody watches from, now if he does not say.
    ///
    /// @throws InvalidRecordException when there is no such commit yet, or too many watch
    /// @throws HistoryGoneException when compaction removed what is after it
    public long watchFrom(@Nullable Long from) throws IOException {
        return watches.from(from);
    }

    /// @param from as [#watchFrom] said
    public Watcher watcher(WatchOptions options, long from, WatchSink sink) {
        return watches.watcher(options, from, sink);
    }

    /// @throws InvalidRecordException when the query would read too much, or is not in order
    public Page query(Query query) throws IOException {
        PathBytes.of(query.path());
        if (query.at() != null) {
            KeyRange range = KeyRange.below(query.path(), ListOptions.ALL);
            long at = past.sequence(query.at());
            int most = Limits.QUERY_RECORDS_MAX + 1;
            return PastQuery.page(query, past.list(range, at, most, false));
        }
        return read(from -> from.query(reader -> reader.page(query)));
    }

    /// How [#query] would answer.
    public QueryPlan explain(Query query) throws IOException {
        PathBytes.of(query.path());
        PastQuery.requireNow(query);
        return read(from -> from.query(reader -> reader.explain(query)));
    }

    /// @throws InvalidRecordException when there is no index of text for it
    public Page search(TextQuery query) throws IOException {
        PathBytes.of(query.path());
        return read(from -> from.query(reader -> reader.search(query)));
    }

    /// By their names.
    public List<IndexInfo> indexes() throws IOException {
        return read(from -> from.query(QueryReader::indexes));
    }

    /// Defining what is there already changes nothing.
    ///
    /// @throws InvalidRecordException when there are too many, or another one has the name
    public IndexInfo defineIndex(IndexConfig index) throws IOException {
        PathBytes.of(index.path());
        List<IndexInfo> all = indexes();
        Optional<IndexInfo> same = named(index.name(), all);
        if (same.isEmpty()) {
            if (all.size() >= Limits.INDEXES_MAX) {
                throw new InvalidRecordException(
                        "The database has %d indexes, and no more fit: drop one first"
                                .formatted(all.size()));
            }
            commit(Change.of(IndexEvents.put(index)));
        } else if (!same.get().index().equals(index)) {
            throw new InvalidRecordException(
                    "An index \"" + index.name() + "\" is there, with another definition: drop it");
        }
        return named(index.name(), indexes()).orElseGet(() -> new IndexInfo(index, false, 0));
    }

    /// Dropping what is not there writes nothing.
    public void dropIndex(String name) throws IOException {
        remove(IndexEvents.drop(name));
    }

    /// The views that callers define.
    public DefinedViews views() {
        return new DefinedViews(this);
    }

    private static Optional<IndexInfo> named(String name, List<IndexInfo> all) {
        return all.stream().filter(one -> one.index().name().equals(name)).findFirst();
    }

    /// What it keeps of its past, and what it gives up.
    public Upkeep upkeep() {
        return upkeep;
    }

    /// The rows that were purged, and the newest commit that did it.
    Map<RowKey, Long> purged() throws IOException {
        return read(View::purged);
    }

    /// Lets the view be opened anew, which rids its file of what was purged. Reads wait.
    void reopenView() throws IOException {
        swap.writeLock().lock();
        try {
            rebuilt(view, false);
        } finally {
            swap.writeLock().unlock();
        }
    }

    /// Where it has which content.
    BlobRows blobs() {
        return new BlobRows(this, chain);
    }

    /// Checks every commit of the log.
    ///
    /// @throws cloud.atek.datachain.log.DamagedLogException for the first that is damaged
    public void verify() throws IOException {
        chain.verify();
    }

    @Override
    public void close() throws IOException {
        swap.writeLock().lock();
        try (past) {
            view.close();
        } catch (BrokenViewException e) {
            log.warn("{}: the view did not close", id(), e);
        } finally {
            swap.writeLock().unlock();
            chain.close();
        }
    }

    long commit(Change change) throws IOException {
        return switch (chain.commit(change)) {
            case Outcome.Committed(long sequence, _, _) -> visible(sequence);
            case Outcome.Refused(var reasons) ->
                    throw new IllegalStateException("within all limits, and refused: " + reasons);
        };
    }

    /// Removes a row; does nothing when it is not there.
    void remove(Event row) throws IOException {
        if (chain.sequenceOf(row.key()) != Edit.ABSENT) {
            commit(Change.of(row));
        }
    }

    long visible(long sequence) throws IOException {
        return read(from -> {
            from.catchUp(sequence);
            return sequence;
        });
    }

    /// A batch that has nothing to write is true, or not, of one moment.
    private long looked(Batch batch) throws IOException {
        try (Snapshot now = chain.snapshot()) {
            requireNone(batch.conflicts(now::sequenceOf));
            return now.sequence();
        }
    }

    private static void requireNone(List<Conflict> conflicts) {
        if (!conflicts.isEmpty()) {
            throw new ConflictException(conflicts);
        }
    }

    /// Uses the view; a broken one is rebuilt and used once more.
    <T> T read(Use<T> use) throws IOException {
        View broken;
        swap.readLock().lock();
        try {
            return use.of(view);
        } catch (BrokenViewException e) {
            log.warn("{}: rebuilding the view: {}", id(), e.getMessage());
            broken = view;
        } finally {
            swap.readLock().unlock();
        }
        swap.writeLock().lock();
        try {
            if (view == broken) {
                rebuilt(broken, true);
            }
            return use.of(view);
        } finally {
            swap.writeLock().unlock();
        }
    }

    /// @param broken whether it is made anew from the log
    private void rebuilt(View old, boolean broken) throws IOException {
        closeBroken(old);
        if (broken) {
            View.delete(viewFile);
        }
        view = openView(chain, viewFile, progress);
    }

    /// Lets [#rebuild] be called, by who got true.
    boolean beginRebuild() {
        return progress.begin(chain.lastSequence(), false);
    }

    /// Makes the view anew beside the old one, which answers until then.
    void rebuild() throws IOException {
        Path fresh = rebuilt(viewFile);
        try {
            View.delete(fresh);
            try (View made = View.open(fresh, chain, progress)) {
                made.finish(chain.lastSequence());
            }
            swap.writeLock().lock();
            try {
                closeBroken(view);
                View.delete(viewFile);
                Files.move(fresh, viewFile, StandardCopyOption.ATOMIC_MOVE);
                view = openView(chain, viewFile, progress);
            } finally {
                swap.writeLock().unlock();
            }
        } finally {
            progress.end();
        }
    }

    private static Path rebuilt(Path viewFile) {
        return viewFile.resolveSibling(viewFile.getFileName() + ".rebuilt");
    }

    private void closeBroken(View broken) {
        try {
            broken.close();
        } catch (IOException e) {
            log.debug("{}: a broken view did not close", id(), e);
        }
    }

    private static View openView(Chain chain, Path file, ViewProgress progress) throws IOException {
        boolean begun = progress.begin(chain.lastSequence(), true);
        try {
            return View.open(file, chain, progress);
        } catch (BrokenViewException e) {
            log.warn("{}: rebuilding the view: {}", chain.id(), e.getMessage());
            View.delete(file);
            return View.open(file, chain, progress);
        } finally {
            if (begun) {
                progress.end();
            }
        }
    }

    private static int limit(ListOptions options) {
        Integer wanted = options.limit();
        if (wanted == null) {
            // One more than fits, so that a list is never cut in silence.
            return Limits.LIST_RECORDS_MAX + 1;
        }
        if (wanted < 1 || wanted > Limits.LIST_RECORDS_MAX) {
            throw new InvalidRecordException(
                    "limit is %d: want 1 to %d".formatted(wanted, Limits.LIST_RECORDS_MAX));
        }
        return wanted;
    }

    @FunctionalInterface
    interface Use<T> {
        T of(View view) throws IOException;
    }
}
