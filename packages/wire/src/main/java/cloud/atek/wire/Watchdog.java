package cloud.atek.wire;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Ends what has outlived its deadline: a blocking read on a unix socket has no timeout of its own.
///
/// One thread looks at everything that is watched once a tick, so a deadline costs its owner one
/// volatile write, and is noticed up to one tick late. Asleep while nothing is watched.
/// Thread-safe.
final class Watchdog implements AutoCloseable {

    /// Something with deadlines, told in `System.nanoTime()`.
    interface Watched {
        /// Called once a tick on the watchdog's thread: must not block.
        void tick(long nowNanos);
    }

    private static final long TICK_NANOS_MAX = Duration.ofMillis(500).toNanos();
    private static final long TICK_NANOS_MIN = Duration.ofMillis(10).toNanos();
    private static final long STACK_BYTES = 128 << 10;

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final long tickNanos;
    private final Thread thread;
    private volatile boolean closed;

    /// @param shortest the shortest time that anyone watched will wait; a quarter of it is the tick
    Watchdog(Duration shortest) {
        tickNanos = Math.clamp(shortest.toNanos() / 4, TICK_NANOS_MIN, TICK_NANOS_MAX);
        thread = new Thread(null, this::run, "wire-watchdog", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
    }

    void add(Watched one) {
        watched.add(one);
        LockSupport.unpark(thread);
    }

    void remove(Watched one) {
        watched.remove(one);
    }

    private void run() {
        while (!closed) {
            if (watched.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, tickNanos);
            }
            long now = System.nanoTime();
            watched.forEach(one -> one.tick(now));
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
