package cloud.atek.datachain.live;

import cloud.atek.datachain.Chain;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// Waits for something that either a commit brings, or the chain's clock. One thread owns it.
final class Waiting {

    private final Chain chain;
    private final long deadline;
    private long seen;

    /// @param patience in real time
    Waiting(Chain chain, Duration patience) {
        this.chain = chain;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /// Call it before every look, so that nothing is missed that comes between that and [#more].
    void look() {
        seen = chain.lastSequence();
    }

    /// Waits until it is worth to look again.
    ///
    /// @param soonest time of the chain at which there may be something new
    /// @return false when the patience is over, or it was called off
    boolean more(Instant soonest, BooleanSupplier abandoned) throws IOException {
        long left = deadline - System.nanoTime();
        if (left <= 0 || abandoned.getAsBoolean()) {
            return false;
        }
        Instant again = chain.now().plus(LiveLimits.LOOK_AGAIN);
        long due =
                soonest.isBefore(again)
                        ? Duration.between(chain.now(), soonest).toNanos()
                        : LiveLimits.LOOK_AGAIN.toNanos();
        // At least a little, since the clock of a chain may stand still.
        long wait = Math.min(left, Math.max(due, 1_000_000));
        chain.awaitBeyond(seen, Duration.ofNanos(wait), abandoned);
        return !abandoned.getAsBoolean();
    }
}
