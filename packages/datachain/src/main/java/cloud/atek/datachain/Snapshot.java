package cloud.atek.datachain;

import cloud.atek.datachain.log.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The rows of a chain as they were when it was taken, however many commits come after it.
///
/// It stands at the newest commit of that moment, and is given out when that commit is on disk: so
/// its taker sees all that he was told of before, and nothing that a power cut can take back.
///
/// The chain keeps what it sees until it is closed, so close it soon. Thread-safe. Rows are read
/// from the log, one commit at a time: in the order of their commits they are read fastest.
public final class Snapshot implements AutoCloseable {

    /// Rows that are looked at under the order of the chain in one go.
    private static final int PAGE_ROWS = 1_000;

    /// So many commits are read on rather than looked for anew.
    private static final int READ_ON_COMMITS = 16;

    private static final Puts NOTHING = new Puts(0, Map.of());

    private final RowSnapshot rows;
    private final ReentrantLock order;
    private final Log log;
    private final Outcome.Committed at;
    private final Authority.Write top;

    /// Of what follows.
    private final ReentrantLock reading = new ReentrantLock();

    /// Stands behind [#newest].
    private @Nullable CommitCursor cursor;

    /// The commit that was read last.
    private Puts newest = NOTHING;

    /// A row that is there.
    ///
    /// @param sequence of the commit that put it last
    /// @param place where it belongs, or null for a row of its own
    /// @param authority its own rules, see [#authority]
    public record Row(RowKey key, long sequence, @Nullable Place place, Authority authority) {

        private static Row of(RowView.Row row) {
            return new Row(row.key(), row.sequence(), row.place(), row.authority());
        }
    }

    private record Puts(long sequence, Map<RowKey, Event.Put> rows) {}

    /// @param order of the chain: only under it are `rows` looked at
    /// @param top who may write where no row says it
    Snapshot(
            RowSnapshot rows,
            ReentrantLock order,
            Log log,
            Outcome.Committed at,
            Authority.Write top) {
        this.rows = rows;
        this.order = order;
        this.log = log;
        this.at = at;
        this.top = top;
    }

    /// Number of the last commit that is seen.
    public long sequence() {
        return at.sequence();
    }

    /// The last commit that is seen.
    public Outcome.Committed at() {
        return at;
    }

    /// The sequence of the commit that put the row last, or [Edit#ABSENT] when there is no such
    /// row.
    public long sequenceOf(RowKey key) {
        return find(key).map(Row::sequence).orElse(Edit.ABSENT);
    }

    public Optional<Row> find(RowKey key) {
        return Optional.ofNullable(row(key));
    }

    /// The row as it was put, from the log. Sealed or compressed, it is that still.
    ///
    /// @throws cloud.atek.datachain.log.DamagedLogException when it is not readable
    public Optional<Event.Put> load(RowKey key) throws IOException {
        Row row = row(key);
        return row == null ? Optional.empty() : Optional.of(read(row));
    }

    /// The rules that hold for a row, nothing inherited: its own, or those of the rows above it; at
    /// the top everyone reads and the root keys write. So it is under a row that is gone.
    public Optional<Authority> authority(RowKey key) {
        return find(key)
                .map(row ->
                        new Authority(
                                rule(row, Authority::read, new Authority.Read.Everyone()),
                                rule(row, Authority::write, top)));
    }

    /// The rows of one place, in the order in which they came there, as far as compaction left it:
    /// keys of [Chain#newKey] keep theirs. Read as they are asked for.
    public Stream<Row> children(Place place) {
        return in(place);
    }

    /// A page of the rows of one place, in the order of [#children(Place)].
    ///
    /// @param after the last row of the page before, which must be in `place`; null for the first
    /// @param limit most rows to return
    public List<Row> children(Place place, @Nullable RowKey after, int limit) {
        return locked(() -> rows.children(place, after, limit).stream().map(Row::of).toList());
    }

    /// The rows that have no place, in the order in which they came. The chain's own are among
    /// them, first its genesis.
    public Stream<Row> roots() {
        return in(null);
    }

    /// All rows, in no order that says anything.
    public Stream<Row> rows() {
        RowWalk walk = locked(rows::walk);
        return stream(_ -> locked(() -> page(walk)));
    }

    /// Lets the chain forget what only this still sees. Doing it twice does nothing.
    @Override
    public void close() {
        order.lock();
        try {
            rows.close();
        } finally {
            order.unlock();
        }
        reading.lock();
        try {
            closeCursor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reading.unlock();
        }
    }

    private @Nullable Row row(RowKey key) {
        RowView.Row found;
        order.lock();
        try {
            found = rows.find(key);
        } finally {
            order.unlock();
        }
        return found == null ? null : Row.of(found);
    }

    private Event.Put read(Row row) throws IOException {
        reading.lock();
        try {
            if (newest.sequence() != row.sequence()) {
                newest = read(row.sequence());
            }
            Event.Put put = newest.rows().get(row.key());
            if (put == null) {
                throw new IllegalStateException(
                        "commit " + row.sequence() + " does not put the row " + row.key());
            }
            return put;
        } catch (IOException | RuntimeException e) {
            closeCursor();
            throw e;
        } finally {
            reading.unlock();
        }
    }

    private Puts read(long sequence) throws IOException {
        long ahead = sequence - newest.sequence();
        if (cursor == null || ahead < 1 || ahead > READ_ON_COMMITS) {
            closeCursor();
            cursor = new CommitCursor(log.read(sequence));
        }
        Commit commit;
        do {
            commit = cursor.next().orElseThrow().commit();
        } while (commit.sequence() < sequence);
        var puts = new HashMap<RowKey, Event.Put>();
        for (Event event : commit.events()) {
            if (event instanceof Event.Put put) {
                puts.put(put.key(), put);
            }
        }
        return new Puts(commit.sequence(), puts);
    }

    private void closeCursor() throws IOException {
        newest = NOTHING;
        if (cursor != null) {
            CommitCursor open = cursor;
            cursor = null;
            open.close();
        }
    }

    /// Half of the rules, from the first row on the way up that does not inherit it.
    private <R> R rule(Row from, Function<Authority, R> half, R otherwise) {
        R inherit = half.apply(Authority.INHERIT);
        Row row = from;
        for (int depth = 0; row != null && depth < Limits.PLACE_DEPTH_MAX; depth++) {
            R rule = half.apply(row.authority());
            if (!rule.equals(inherit)) {
                return rule;
            }
            Place place = row.place();
            row = place == null ? null : row(place.parent());
        }
        return otherwise;
    }

    private Stream<Row> in(@Nullable Place place) {
        return stream(after ->
                locked(() ->
                        rows.children(place, after, PAGE_ROWS).stream().map(Row::of).toList()));
    }

    private static List<Row> page(RowWalk walk) {
        var page = new ArrayList<Row>();
        while (page.size() < PAGE_ROWS && walk.next()) {
            if (walk.sequence() > 0) {
                page.add(new Row(walk.key(), walk.sequence(), walk.whereabouts(), walk.rules()));
            }
        }
        return page;
    }

    private <T> T locked(Supplier<T> look) {
        order.lock();
        try {
            return look.get();
        } finally {
            order.unlock();
        }
    }

    private static Stream<Row> stream(Function<@Nullable RowKey, List<Row>> page) {
        int traits = Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT;
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Pages(page), traits), false);
    }

    /// One thread owns it.
    private static final class Pages implements Iterator<Row> {

        private final Function<@Nullable RowKey, List<Row>> page;
        private final ArrayDeque<Row> ready = new ArrayDeque<>();
        private @Nullable RowKey after;
        private boolean ended;

        Pages(Function<@Nullable RowKey, List<Row>> page) {
            this.page = page;
        }

        @Override
        public boolean hasNext() {
            if (ready.isEmpty() && !ended) {
                List<Row> more = page.apply(after);
                ended = more.isEmpty();
                ready.addAll(more);
            }
            return !ready.isEmpty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException("there are no more rows");
            }
            Row row = ready.remove();
            after = row.key();
            return row;
        }
    }
}
