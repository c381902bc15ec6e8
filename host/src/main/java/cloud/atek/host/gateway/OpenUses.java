package cloud.atek.host.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The streams and joined connections that calls have opened and that last. When permissions change
/// those that are not allowed any more are cut off. Thread-safe.
public final class OpenUses {

    private static final Logger log = LoggerFactory.getLogger(OpenUses.class);

    private final Set<Open> all = ConcurrentHashMap.newKeySet();

    private record Open(BooleanSupplier allowed, Runnable cut) {}

    /// Ends the watch over one that has ended by itself.
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /// @param cut ends it; called from any thread, perhaps after its end
    Watch watch(BooleanSupplier allowed, Runnable cut) {
        var one = new Open(allowed, cut);
        all.add(one);
        if (!allowed.getAsBoolean()) {
            // Permissions changed between the decision and now.
            all.remove(one);
            cut.run();
        }
        return () -> all.remove(one);
    }

    /// The stream, cut off when it is not allowed any more.
    ///
    /// @param end done once it is closed
    InputStream watched(InputStream in, BooleanSupplier allowed, Runnable end) {
        return new Watched(in, allowed, end);
    }

    private final class Watched extends FilterInputStream {

        private final Runnable end;
        private final Watch watch;

        Watched(InputStream in, BooleanSupplier allowed, Runnable end) {
            super(in);
            this.end = end;
            this.watch = watch(allowed, this::cut);
        }

        private void cut() {
            try {
                in.close();
            } catch (IOException e) {
                log.debug("a stream did not close", e);
            }
        }

        @Override
        public void close() throws IOException {
            watch.close();
            end.run();
            super.close();
        }
    }

    /// Permissions have changed. Returns at once; all is cut that must be within a moment.
    public void recheck() {
        if (!all.isEmpty()) {
            Thread.ofVirtual().name("recheck").start(this::check);
        }
    }

    private void check() {
        for (Open one : List.copyOf(all)) {
            if (!one.allowed().getAsBoolean() && all.remove(one)) {
                Thread.ofVirtual().name("cut").start(one.cut());
            }
        }
    }
}
