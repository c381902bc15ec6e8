package cloud.atek.datachain;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Lets a compaction give way: to who closes the chain, and to those who commit. While somebody
/// does it works a quarter of the time, so that processor, disk and garbage collector are theirs.
/// One thread.
final class Pace {

    /// Work between two times that it gives way, in bytes: about a millisecond.
    private static final int STEP_BYTES = 128 << 10;

    /// While others commit it rests so many times as long as it worked.
    private static final int REST = 3;

    private static final Duration REST_MAX = Duration.ofMillis(50);

    private final BooleanSupplier stopped;
    private final LongSupplier committed;
    private long bytes;
    private long begun = System.nanoTime();
    private long last;

    /// @param stopped whether the chain is being closed
    /// @param committed sequence of the last commit
    Pace(BooleanSupplier stopped, LongSupplier committed) {
        this.stopped = stopped;
        this.committed = committed;
        this.last = committed.getAsLong();
    }

    /// The chain is being closed.
    static final class StoppedException extends IOException {

        private static final long serialVersionUID = 1;

        StoppedException() {
            super("the chain was closed while it was compacted: nothing is lost");
        }
    }

    /// @param more bytes that were worked on
    /// @throws StoppedException when nothing more is to be done
    void keep(int more) throws StoppedException {
        bytes += more;
        if (bytes >= STEP_BYTES) {
            bytes = 0;
            rest();
        }
        if (stopped.getAsBoolean()) {
            throw new StoppedException();
        }
    }

    private void rest() throws StoppedException {
        long now = committed.getAsLong();
        if (now != last) {
            last = now;
            Duration rest = Duration.ofNanos((System.nanoTime() - begun) * REST);
            try {
                Thread.sleep(rest.compareTo(REST_MAX) < 0 ? rest : REST_MAX);
            } catch (InterruptedException e) {
                throw new StoppedException();
            }
        }
        begun = System.nanoTime();
    }
}
