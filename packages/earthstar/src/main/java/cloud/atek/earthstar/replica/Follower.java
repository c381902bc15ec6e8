package cloud.atek.earthstar.replica;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hears of documents as they are kept, from when it was made. It pulls: so a slow one holds nobody
/// up, and is told when it missed some. Thread-safe.
public final class Follower implements AutoCloseable {

    /// Most arrivals that wait for a follower.
    static final int WAITING_MAX = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final ArrayDeque<Arrival> waiting = new ArrayDeque<>();
    private final Consumer<Follower> leave;
    private final @Nullable String teller;
    private int missed;
    private boolean closed;

    /// @param teller from whom nothing is heard, or null
    Follower(Consumer<Follower> leave, @Nullable String teller) {
        this.leave = leave;
        this.teller = teller;
    }

    /// The next arrival, or nothing when none came in time.
    ///
    /// @throws InterruptedIOException when the thread was interrupted
    public Optional<Arrival> next(Duration patience) throws InterruptedIOException {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            while (waiting.isEmpty() && missed == 0 && !closed && nanos > 0) {
                nanos = more.awaitNanos(nanos);
            }
            return taken();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a document");
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        leave.accept(this);
        end();
    }

    void tell(Arrival.Came arrival) {
        if (arrival.from().equals(teller)) {
            return;
        }
        lock.lock();
        try {
            if (waiting.size() == WAITING_MAX) {
                waiting.removeFirst();
                missed++;
            }
            waiting.add(arrival);
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Nothing more comes.
    void end() {
        lock.lock();
        try {
            closed = true;
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Arrival> taken() {
        if (missed > 0) {
            var gone = new Arrival.Missed(missed);
            missed = 0;
            return Optional.of(gone);
        }
        Arrival first = waiting.poll();
        if (first == null && closed) {
            return Optional.of(new Arrival.Closed());
        }
        return Optional.ofNullable(first);
    }
}
