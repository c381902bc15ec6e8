package cloud.atek.host.link;

import java.io.InterruptedIOException;
import java.time.Duration;

/// How fast one service may call: who is faster waits, and nobody else does. Thread-safe.
final class CallRate {

    /// Calls in a second, on and on. One core of a small machine answers about so many.
    static final int CALLS_PER_SECOND_MAX = 2_000;

    /// Calls at once, after a while of quiet.
    static final int BURST_MAX = 4_000;

    private static final long EACH_NANOS = Duration.ofSeconds(1).toNanos() / CALLS_PER_SECOND_MAX;

    /// When there is room for the next one, as [System#nanoTime] counts; a burst before that.
    private long nextNanos = System.nanoTime() - BURST_MAX * EACH_NANOS;

    /// Waits until there is room for one more call.
    void await() throws InterruptedIOException {
        long wait = turn() - System.nanoTime();
        if (wait <= 0) {
            return;
        }
        try {
            Thread.sleep(Duration.ofNanos(wait));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a call waited for its turn");
        }
    }

    private synchronized long turn() {
        long earliest = System.nanoTime() - BURST_MAX * EACH_NANOS;
        nextNanos = Math.max(nextNanos, earliest) + EACH_NANOS;
        return nextNanos;
    }
}
