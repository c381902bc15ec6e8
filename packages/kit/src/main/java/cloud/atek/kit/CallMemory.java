package cloud.atek.kit;

import cloud.atek.rpc.MessageCodec;
import java.util.concurrent.Semaphore;

/// Lets no more large calls into the memory than fit: the others wait. Small ones pass.
/// Thread-safe.
final class CallMemory {

    /// Calls up to this many bytes pass.
    static final int SMALL_BYTES_MAX = 64 << 10;

    /// What a value of a call takes in memory, at most, in bytes.
    private static final int TOKEN_BYTES = 50;

    /// How often the bytes of a call are in memory: as they came in, as they came together, and as
    /// texts.
    private static final int COPIES = 3;

    private static final int UNIT_BYTES = 1 << 10;

    private final int units;
    private final Semaphore free;

    /// @param bytes that all large calls together may take, at least 1 MiB
    CallMemory(long bytes) {
        this.units = (int) Math.max(bytes >> 10, 1 << 10);
        this.free = new Semaphore(units);
    }

    /// Waits until there is room for a call of `bytes`; [#leave] makes it again.
    ///
    /// @return how much that is
    int enter(long bytes) {
        if (bytes <= SMALL_BYTES_MAX) {
            return 0;
        }
        long values =
                Math.min(bytes * TOKEN_BYTES, (long) MessageCodec.CALL_TOKENS_MAX * TOKEN_BYTES);
        int wanted = (int) Math.min((bytes * COPIES + values) / UNIT_BYTES, units);
        free.acquireUninterruptibly(wanted);
        return wanted;
    }

    void leave(int taken) {
        free.release(taken);
    }
}
