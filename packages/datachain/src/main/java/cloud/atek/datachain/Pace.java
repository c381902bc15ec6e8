package cloud.atek.datachain;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/// Lets a compaction give way: to those who commit, and to who closes the chain. One thread.
final class Pace {

    /// Work between two times that it gives way, in bytes: less than a millisecond.
    private static final int STEP_BYTES = 128 << 10;

    private final BooleanSupplier stopped;
    private long bytes;

    /// @param stopped whether the chain is being closed
    Pace(BooleanSupplier stopped) {
        this.stopped = stopped;
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
    @SuppressWarnings("ThreadPriorityCheck") // Nothing but speed depends on who is let by.
    void keep(int more) throws StoppedException {
        bytes += more;
        if (bytes >= STEP_BYTES) {
            bytes = 0;
            Thread.yield();
        }
        if (stopped.getAsBoolean()) {
            throw new StoppedException();
        }
    }
}
