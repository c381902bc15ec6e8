package cloud.atek.adb;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What all watchers of the process share: how many there are, and how much memory the commits on
/// their way to them take. Thread-safe.
final class WatchRoom {

    private static final int UNIT_BYTES = 1 << 10;

    private final Semaphore readers = new Semaphore(Limits.WATCH_READERS, true);
    private final int units;
    private final Semaphore free;
    private final AtomicInteger watchers = new AtomicInteger();
    private final AtomicLong queuedChars = new AtomicLong();

    WatchRoom() {
        this(Runtime.getRuntime().maxMemory() / 4);
    }

    /// @param bytes that the larger commits may take which are being sent
    WatchRoom(long bytes) {
        this.units = (int) Math.max(1, bytes / UNIT_BYTES);
        this.free = new Semaphore(units, true);
    }

    /// @throws InvalidRecordException when there are too many
    void enter() {
        if (watchers.incrementAndGet() > Limits.WATCHERS_MAX) {
            watchers.decrementAndGet();
            throw new InvalidRecordException(
                    "%,d streams watch databases, and no more fit: come back later"
                            .formatted(Limits.WATCHERS_MAX));
        }
    }

    void leave() {
        watchers.decrementAndGet();
    }

    int watchers() {
        return watchers.get();
    }

    long queuedChars() {
        return queuedChars.get();
    }

    /// Reads from a log, few at a time.
    <T> T read(Reading<T> reading) throws IOException {
        acquire(readers, 1);
        try {
            return reading.read();
        } finally {
            readers.release();
        }
    }

    /// What a commit takes while it is sent; small ones nothing.
    int units(long bytes) {
        return bytes <= Limits.WATCH_SMALL_BYTES ? 0 : Math.clamp(2 * bytes / UNIT_BYTES, 1, units);
    }

    boolean tryTake(int wanted) {
        return free.tryAcquire(wanted);
    }

    void take(int wanted) throws IOException {
        acquire(free, wanted);
    }

    void give(int taken) {
        free.release(taken);
    }

    /// Whether somebody waits for what others have.
    boolean isWanted() {
        return free.hasQueuedThreads();
    }

    /// @return false when there is no room for it in the queues
    boolean queue(long chars) {
        if (queuedChars.addAndGet(chars) > Limits.WATCH_QUEUED_CHARS_MAX) {
            queuedChars.addAndGet(-chars);
            return false;
        }
        return true;
    }

    void unqueue(long chars) {
        queuedChars.addAndGet(-chars);
    }

    private static void acquire(Semaphore semaphore, int wanted) throws IOException {
        try {
            semaphore.acquire(wanted);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }
}
