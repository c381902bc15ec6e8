package cloud.atek.datachain.chains;

import cloud.atek.datachain.Chain;
import java.util.concurrent.atomic.AtomicBoolean;

/// An open chain, as long as its user does not close this. The chain itself he never closes.
/// Thread-safe.
public final class ChainUse implements AutoCloseable {

    private final Chain chain;
    private final Runnable end;
    private final AtomicBoolean ended = new AtomicBoolean();

    ChainUse(Chain chain, Runnable end) {
        this.chain = chain;
        this.end = end;
    }

    /// @throws IllegalStateException when this was closed
    public Chain chain() {
        if (ended.get()) {
            throw new IllegalStateException("this use of the chain is over");
        }
        return chain;
    }

    /// Doing it twice does nothing.
    @Override
    public void close() {
        if (!ended.getAndSet(true)) {
            end.run();
        }
    }
}
