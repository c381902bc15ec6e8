package cloud.atek.datachain.log;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The owner of the newest segment: one thread that writes what is queued and makes it durable.
///
/// While one fsync runs, everything that comes waits for the next: so any number of callers pay for
/// one fsync together. The file is touched by no other thread, so that no interrupt of a caller can
/// close it. After a failed write or fsync it never tries again: the pages may be gone, and a
/// second fsync could report a lie. Thread-safe.
final class LogWriter implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Frame> queue = new ArrayDeque<>();
    private long queuedBytes;
    private long durable;
    private long rotationsWanted;
    private long rotationsDone;
    private boolean closing;
    private boolean ended;
    private @Nullable Throwable failure;
    private final Thread owner;

    /// @param tail becomes the owner thread's alone
    /// @param durable the last sequence of the log
    LogWriter(Tail tail, long durable) {
        this.durable = durable;
        this.owner = Thread.ofPlatform().daemon().name("log-writer").start(() -> run(tail));
    }

    /// Queues a frame; frames are written in the order of these calls. Blocks while too much waits.
    ///
    /// @throws LogClosedException when the log takes no more
    void append(Frame frame) throws LogClosedException {
        lock.lock();
        try {
            while (queuedBytes > LogLimits.QUEUE_BYTES && open()) {
                changed.awaitUninterruptibly();
            }
            requireOpen();
            queue.add(frame);
            queuedBytes += frame.size();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Returns when the frame of `sequence` is on disk.
    ///
    /// @throws LogClosedException when it will not come there
    void awaitDurable(long sequence) throws LogClosedException {
        lock.lock();
        try {
            while (durable < sequence) {
                requireRunning();
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Returns the last sequence on disk when it is above `sequence` or the time is over.
    ///
    /// @throws LogClosedException when nothing more will come
    /// @throws InterruptedIOException when the thread was interrupted
    long awaitBeyond(long sequence, Duration patience, BooleanSupplier abandoned)
            throws IOException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (durable <= sequence && left > 0 && !abandoned.getAsBoolean()) {
                requireRunning();
                left = changed.awaitNanos(left);
            }
            return durable;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        } finally {
            lock.unlock();
        }
    }

    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Lets a new segment begin behind all that is on disk, and returns when it has.
    ///
    /// @throws LogClosedException when that will not be
    void rotate() throws LogClosedException {
        lock.lock();
        try {
            requireOpen();
            long mine = ++rotationsWanted;
            changed.signalAll();
            while (rotationsDone < mine) {
                requireRunning();
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    long durable() {
        lock.lock();
        try {
            return durable;
        } finally {
            lock.unlock();
        }
    }

    /// Writes what is queued, and returns when the file is closed.
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (owner.isAlive()) {
            try {
                owner.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Tail tail) {
        // What was acknowledged is on disk; a file that does not close changes nothing of that.
        try (tail) {
            for (Work work = take(); !work.none(); work = take()) {
                if (!work.batch().isEmpty()) {
                    tail.write(work.batch());
                    publish(work.batch().getLast().sequence());
                }
                if (work.rotations() > 0) {
                    tail.rotate();
                    publishRotations(work.rotations());
                }
            }
            tail.finish();
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        } finally {
            end();
        }
    }

    /// What the owner thread does next.
    ///
    /// @param rotations so many ask for a new segment behind the batch
    private record Work(List<Frame> batch, long rotations) {
        boolean none() {
            return batch.isEmpty() && rotations == 0;
        }
    }

    /// The next batch; no work when the log is closing and all is done.
    private Work take() {
        var batch = new ArrayList<Frame>();
        lock.lock();
        try {
            while (queue.isEmpty() && rotationsWanted == rotationsDone && !closing) {
                changed.awaitUninterruptibly();
            }
            long bytes = 0;
            while (!queue.isEmpty() && bytes < LogLimits.BATCH_BYTES) {
                Frame frame = queue.remove();
                bytes += frame.size();
                batch.add(frame);
            }
            queuedBytes -= bytes;
            return new Work(batch, rotationsWanted - rotationsDone);
        } finally {
            lock.unlock();
        }
    }

    private void publish(long sequence) {
        lock.lock();
        try {
            durable = sequence;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void publishRotations(long count) {
        lock.lock();
        try {
            rotationsDone += count;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            queue.clear();
            queuedBytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean open() {
        return failure == null && !closing;
    }

    private void requireOpen() throws LogClosedException {
        if (!open()) {
            throw new LogClosedException(failure);
        }
    }

    private void requireRunning() throws LogClosedException {
        if (failure != null || ended) {
            throw new LogClosedException(failure);
        }
    }

    private void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
