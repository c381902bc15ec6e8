package cloud.atek.host.permissions;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends grants when their time is over. What asks [Rights] sees that at once; this cuts off what
/// lasts. One thread of its own does all.
public final class ExpiryWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ExpiryWatch.class);

    /// A stream may outlive its grant by so much.
    private static final Duration TICK = Duration.ofMillis(500);

    private volatile @Nullable Thread thread;

    /// Begins, once.
    ///
    /// @param expire ends what has expired since the last time
    public void start(Runnable expire) {
        thread = Thread.ofVirtual().name("grants-expire").start(() -> watch(expire));
    }

    private static void watch(Runnable expire) {
        while (true) {
            try {
                Thread.sleep(TICK);
            } catch (InterruptedException e) {
                return;
            }
            try {
                expire.run();
            } catch (RuntimeException e) {
                // The database may answer the next time; what has expired counts no more already.
                log.warn("expired grants were not forgotten", e);
            }
        }
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
