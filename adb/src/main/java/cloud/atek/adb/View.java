package cloud.atek.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.SignedCommit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The records of a chain in an ordered file, made from the log and disposable. Thread-safe: one
/// thread at a time catches up, some read side by side.
final class View implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(View.class);
    private static final Duration STEP_PAUSE = Duration.ofMillis(5);

    private final Path file;
    private final Chain chain;
    private final ViewWriter writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final Semaphore reading = new Semaphore(Limits.READERS);
    private final LinkedBlockingDeque<ViewReader> idle = new LinkedBlockingDeque<>();
    private final AtomicBoolean building = new AtomicBoolean();
    private boolean closed;
    private volatile ViewPosition position;
    private @Nullable CommitCursor commits;

    private View(Path file, Chain chain, ViewWriter writer) throws SQLException {
        this.file = file;
        this.chain = chain;
        this.writer = writer;
        this.position = writer.position();
    }

    /// Opens the view in `file` and brings it to the end of `chain`.
    ///
    /// @param progress is told how far it is, if somebody began it
    /// @throws BrokenViewException when it cannot be used; the caller deletes it and opens again
    static View open(Path file, Chain chain, ViewProgress progress) throws IOException {
        View view = null;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            view = new View(file, chain, new ViewWriter(file, chain.id().value()));
            view.requireOnChain();
            view.catchUp(chain.lastSequence(), progress);
            if (view.writer.wantsScrub()) {
                view = view.scrubbed();
            }
            view.buildInBackground();
            return view;
        } catch (SQLException e) {
            throw new BrokenViewException(e);
        } catch (IOException | RuntimeException e) {
            closeAfter(e, view);
            throw e;
        }
    }

    static void delete(Path file) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
    }

    /// Brings it to `sequence`, and builds all that it has besides the records.
    void finish(long sequence) throws IOException {
        catchUp(sequence);
        while (step()) {
            // One after the other: nobody writes to it.
        }
    }

    private void catchUp(long sequence, ViewProgress progress) throws IOException {
        for (long at = position.sequence(); at < sequence; at = position.sequence()) {
            progress.at(at);
            catchUp(Math.min(sequence, at + Limits.APPLIED_COMMITS));
        }
    }

    /// Returns when the commit `sequence`, which is on disk, is visible to readers. Whoever comes
    /// first applies what others committed too.
    void catchUp(long sequence) throws IOException {
        if (position.sequence() >= sequence) {
            return;
        }
        writing.lock();
        try {
            while (position.sequence() < sequence) {
                position = writer.apply(cursor(), position);
            }
            buildInBackground();
        } catch (SQLException e) {
            throw new BrokenViewException(e);
        } catch (IOException | RuntimeException e) {
            dropCursor();
            throw e;
        } finally {
            writing.unlock();
        }
    }

    Optional<Stored> get(KeyPath path) throws IOException {
        return read(reader -> reader.get(path));
    }

    List<Stored> list(KeyRange range, int limit, boolean reverse) throws IOException {
        return read(reader -> reader.list(range, limit, reverse));
    }

    List<Stored> part(KeyRange range, int limit, boolean reverse) throws IOException {
        return read(reader -> reader.part(range, limit, reverse));
    }

    Map<RowKey, Long> purged() throws IOException {
        return read(ViewReader::purged);
    }

    ViewReader.Counts counts() throws IOException {
        return read(ViewReader::counts);
    }

    <T> T query(Query<T, QueryReader> query) throws IOException {
        return read(reader -> query.on(reader.queries()));
    }

    <T> T mapped(Query<T, MappingReader> query) throws IOException {
        return read(reader -> query.on(reader.mappings()));
    }

    <T> T blobs(Query<T, BlobReader> query) throws IOException {
        return read(reader -> query.on(reader.blobs()));
    }

    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            closed = true;
            dropCursor();
            for (ViewReader reader = idle.poll(); reader != null; reader = idle.poll()) {
                reader.close();
            }
            writer.close();
        } catch (SQLException e) {
            throw new BrokenViewException(e);
        } finally {
            writing.unlock();
        }
    }

    private <T> T read(Query<T, ViewReader> query) throws IOException {
        reading.acquireUninterruptibly();
        try {
            ViewReader kept = idle.poll();
            ViewReader reader = kept == null ? new ViewReader(file) : kept;
            try {
                return query.on(reader);
            } finally {
                idle.push(reader);
            }
        } catch (SQLException e) {
            throw new BrokenViewException(e);
        } finally {
            reading.release();
        }
    }

    /// A log that was restored to an older state, or written anew, makes another view.
    private void requireOnChain() throws IOException {
        if (position.sequence() > chain.lastSequence()) {
            throw new BrokenViewException(
                    "the view is at "
                            + position.sequence()
                            + ", the chain at "
                            + chain.lastSequence());
        }
        if (position.sequence() > 0) {
            try (CommitCursor cursor = chain.read(position.sequence())) {
                SignedCommit last = cursor.next().orElseThrow();
                if (!last.hash().equals(position.hash())) {
                    throw new BrokenViewException("the view is that of another history");
                }
            }
        }
    }

    /// The same in a new file, without what the old one has left of things that are gone.
    private View scrubbed() throws IOException, SQLException {
        while (step()) {
            // What was dropped must be gone before.
        }
        close();
        Scrub.run(file);
        return new View(file, chain, new ViewWriter(file, chain.id().value()));
    }

    private CommitCursor cursor() {
        CommitCursor cursor = commits;
        if (cursor == null) {
            cursor = chain.read(position.sequence() + 1);
            commits = cursor;
        }
        return cursor;
    }

    private void dropCursor() throws IOException {
        CommitCursor cursor = commits;
        commits = null;
        if (cursor != null) {
            cursor.close();
        }
    }

    private static void closeAfter(Exception cause, @Nullable View view) {
        try {
            if (view != null) {
                view.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /// Starts what builds new indexes and mappings and clears dropped ones, if there are any and it
    /// does not run.
    private void buildInBackground() {
        if (writer.mirrors().isBehind() && building.compareAndSet(false, true)) {
            Thread.ofVirtual().name("mirror-builder").start(this::build);
        }
    }

    private void build() {
        while (step()) {
            // Who writes comes in between: half of the time is theirs.
            LockSupport.parkNanos(STEP_PAUSE.toNanos());
        }
    }

    private boolean step() {
        boolean more = false;
        writing.lock();
        try {
            if (!closed && writer.mirrors().isBehind()) {
                writer.mirrors().step();
                more = writer.mirrors().isBehind();
            }
        } catch (SQLException | RuntimeException e) {
            // A broken view shows itself to the next reader, who rebuilds it.
            log.warn("{}: an index or view is not built", file.getFileName(), e);
        } finally {
            building.set(more);
            writing.unlock();
        }
        return more;
    }

    /// A question to an open view.
    @FunctionalInterface
    interface Query<T, R> {
        T on(R reader) throws SQLException;
    }
}
