package cloud.atek.datachain.live;

import cloud.atek.datachain.Chain;
import cloud.atek.datachain.Commit;
import cloud.atek.datachain.CommitCursor;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.SignedCommit;
import cloud.atek.datachain.log.LogClosedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Follows a chain: first what is there from a sequence on, then what comes, without a gap and
/// without anything twice.
///
/// The reader pulls, and what he has not read is in the chain's files: he never holds up a writer,
/// and takes memory for one commit. What he hears of is on disk.
///
/// One thread reads; any thread may close.
public final class Subscription implements AutoCloseable {

    private final Chain chain;
    private final Filter filter;

    /// The horizon that the reader agreed to by reading from the beginning.
    private final long agreed;

    private final ReentrantLock reading = new ReentrantLock();
    private volatile boolean closed;
    private @Nullable CommitCursor commits;
    private long next;
    private long resync;
    private boolean told;

    /// @param from the first commit that is read, from 1; he who has the rows of commit n goes on
    ///   from n + 1
    public Subscription(Chain chain, long from, Filter filter) {
        if (from < 1) {
            throw new IllegalArgumentException("commits are numbered from 1, not from " + from);
        }
        this.chain = chain;
        this.filter = filter;
        this.next = from;
        this.agreed = from == 1 ? chain.horizon() : 0;
    }

    /// The commit from which another subscription goes on where this one is.
    public long position() {
        reading.lock();
        try {
            return next;
        } finally {
            reading.unlock();
        }
    }

    /// Waits for the next news.
    ///
    /// @param patience after which the news is [News.Quiet]; zero to look without waiting
    /// @throws IOException when the disk failed, or a commit is not readable
    /// @throws java.io.InterruptedIOException when the thread was interrupted
    public News next(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        reading.lock();
        try {
            while (true) {
                News news = look();
                if (news != null) {
                    return news;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return new News.Quiet();
                }
                chain.awaitBeyond(next - 1, Duration.ofNanos(left), () -> closed);
            }
        } catch (LogClosedException e) {
            if (e.getCause() != null) {
                throw e;
            }
            return new News.Closed();
        } finally {
            reading.unlock();
        }
    }

    /// Lets a waiting reader go. Doing it twice does nothing.
    @Override
    public void close() throws IOException {
        closed = true;
        chain.wake();
        reading.lock();
        try {
            if (commits != null) {
                commits.close();
                commits = null;
            }
        } finally {
            reading.unlock();
        }
    }

    /// What there is to say without waiting, or null.
    private @Nullable News look() throws IOException {
        if (closed) {
            return new News.Closed();
        }
        if (outrun()) {
            return new News.Resync(resync);
        }
        long before = chain.lastSequence() + 1 - next;
        if (before > LiveLimits.BEHIND_COMMITS && !told) {
            told = true;
            return new News.Behind(before);
        }
        return read();
    }

    /// The next commit that is wanted, of those on disk.
    private @Nullable News read() throws IOException {
        while (!closed) {
            Optional<SignedCommit> found = cursor().next();
            if (found.isEmpty()) {
                told = false;
                return null;
            }
            Commit commit = found.get().commit();
            if (outrun()) {
                return new News.Resync(resync);
            }
            next = commit.sequence() + 1;
            List<Event> events = commit.events().stream().filter(filter::wants).toList();
            if (!events.isEmpty()) {
                return new News.Changed(commit.sequence(), commit.time(), commit.origin(), events);
            }
        }
        return new News.Closed();
    }

    /// Whether a removal that was not read yet is forgotten. The horizon rises before the files
    /// change, so this is asked after a commit was read, too.
    private boolean outrun() {
        long horizon = chain.horizon();
        if (resync == 0 && horizon > agreed && next <= horizon) {
            resync = horizon;
        }
        return resync > 0;
    }

    private CommitCursor cursor() {
        CommitCursor open = commits == null ? chain.read(next) : commits;
        commits = open;
        return open;
    }
}
