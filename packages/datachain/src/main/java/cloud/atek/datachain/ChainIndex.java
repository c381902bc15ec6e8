package cloud.atek.datachain;

import cloud.atek.crypto.SigningKey;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps the index of an open chain fresh: one thread at a time writes it anew when enough was
/// committed, so that no committer waits for it. Thread-safe.
///
/// The index is disposable: one that could not be written is tried again when it is due the next
/// time, and nobody is told.
final class ChainIndex {

    /// So many commits can be read at the next open without being missed: it takes a few hundredths
    /// of a second, and small chains never have an index.
    static final long COMMITS_MIN = 10_000;

    /// While a chain is open, an index is written when it grew by this share of itself: so all
    /// indexes together cost a few times what the last one does.
    private static final int SHARE = 4;

    private final IndexFile file;
    private final SigningKey key;
    private final Capture capture;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    private long indexed;
    private long due;
    private boolean writing;
    private boolean closed;
    private boolean suspended;

    /// Takes what is to be written.
    @FunctionalInterface
    interface Capture {
        Captured take() throws IOException;
    }

    /// The chain at one sequence, all of it on disk, until it is closed.
    interface Captured extends AutoCloseable {

        long sequence();

        IndexSource source();

        @Override
        void close();
    }

    /// @param indexed sequence of the index that is there, 0 when there is none
    ChainIndex(IndexFile file, SigningKey key, long indexed, Capture capture) {
        this.file = file;
        this.key = key;
        this.capture = capture;
        this.indexed = indexed;
        this.due = next(indexed);
    }

    /// Tells how far the chain is; returns at once.
    void committed(long sequence) {
        lock.lock();
        try {
            if (sequence >= due && !writing && !closed && !suspended) {
                writing = true;
                Thread.ofVirtual().name("index-writer").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Writes the index now.
    ///
    /// @throws IOException when the disk failed
    void write() throws IOException {
        try (Captured captured = capture.take()) {
            file.write(captured.source(), key);
            written(captured.sequence());
        }
    }

    /// Removes an index that is not to be used again.
    void drop() throws IOException {
        file.delete();
    }

    /// Removes the index, since the log is about to become another; there is to be a new one.
    void outdate() throws IOException {
        file.delete();
        written(0);
    }

    /// Waits for the thread that writes, and lets none begin until [#resume].
    void suspend() {
        lock.lock();
        try {
            suspended = true;
            awaitWritten();
        } finally {
            lock.unlock();
        }
    }

    void resume() {
        lock.lock();
        try {
            suspended = false;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for the thread that writes, and lets none begin.
    void stop() {
        lock.lock();
        try {
            closed = true;
            awaitWritten();
        } finally {
            lock.unlock();
        }
    }

    /// Tells whether so much came since the last index that opening would be slow.
    boolean stale(long sequence) {
        lock.lock();
        try {
            return sequence - indexed >= COMMITS_MIN;
        } finally {
            lock.unlock();
        }
    }

    private void awaitWritten() {
        while (writing) {
            ended.awaitUninterruptibly();
        }
    }

    private void run() {
        try {
            write();
        } catch (IOException | RuntimeException e) {
            // What was there is still there; the next try comes after as many commits again.
            postpone();
        } finally {
            end();
        }
    }

    private void written(long sequence) {
        lock.lock();
        try {
            indexed = sequence;
            due = next(sequence);
        } finally {
            lock.unlock();
        }
    }

    private void postpone() {
        lock.lock();
        try {
            due = next(due);
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        lock.lock();
        try {
            writing = false;
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static long next(long sequence) {
        return sequence + Math.max(10 * COMMITS_MIN, sequence / SHARE);
    }
}
