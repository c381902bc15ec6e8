package cloud.atek.host.edge;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// The answers and joined connections that may last for long. They are cut off soon after what
/// proved their caller does so no more: he logged out, his account or token ended. One whose client
/// went away is cut off as soon. Thread-safe.
final class OpenStreams implements AutoCloseable {

    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final Entrance entrance;
    private volatile boolean closed;

    private record Open(Visit visit, BooleanSupplier gone, Runnable cut) {}

    /// Ends the watch over one stream, which ended by itself.
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    OpenStreams(Entrance entrance) {
        this.entrance = entrance;
    }

    void start() {
        Thread.ofVirtual().name("edge-streams").start(this::watchAll);
    }

    /// @param cut ends the stream; may be called from any thread, and after its end
    Watch watch(Visit visit, Runnable cut) {
        return watch(visit, () -> false, cut);
    }

    /// @param gone tells whether the client went away; asked from another thread, must not block
    Watch watch(Visit visit, BooleanSupplier gone, Runnable cut) {
        var one = new Open(visit, gone, cut);
        open.add(one);
        return () -> open.remove(one);
    }

    private void watchAll() {
        while (!closed) {
            try {
                Thread.sleep(Limits.PROOF_CHECKED_EVERY);
            } catch (InterruptedException e) {
                return;
            }
            open.forEach(this::check);
        }
    }

    private void check(Open one) {
        if (!entrance.stillProves(one.visit()) || one.gone().getAsBoolean()) {
            open.remove(one);
            one.cut().run();
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(one -> one.cut().run());
    }
}
