package cloud.atek.host.gateway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// What goes to each running service, counted by its socket, which is a new one at each start.
/// Thread-safe.
public final class Tallies {

    /// Services that ended are forgotten when there are more than this.
    private static final int TALLIES_MAX = 4_096;

    private final Map<Path, Tally> tallies = new ConcurrentHashMap<>();

    /// What went to one process. Thread-safe.
    public static final class Tally {
        private final LongAdder calls = new LongAdder();
        private final LongAdder bytesIn = new LongAdder();
        private final LongAdder bytesOut = new LongAdder();
        private final LongAdder sockets = new LongAdder();

        void call(long bytes) {
            calls.increment();
            bytesIn.add(bytes);
        }

        void answered(long bytes) {
            bytesOut.add(bytes);
        }

        /// A WebSocket was joined with it.
        public void socketOpened() {
            sockets.increment();
        }

        public void socketClosed() {
            sockets.decrement();
        }

        public long calls() {
            return calls.sum();
        }

        /// Of calls, without their headers.
        public long bytesIn() {
            return bytesIn.sum();
        }

        /// Of answers and streams, without their headers.
        public long bytesOut() {
            return bytesOut.sum();
        }

        public long openSockets() {
            return sockets.sum();
        }
    }

    /// The tally of the process that listens on `socket`.
    public Tally of(Path socket) {
        Tally known = tallies.get(socket);
        if (known != null) {
            return known;
        }
        if (tallies.size() >= TALLIES_MAX) {
            tallies.keySet().removeIf(Files::notExists);
        }
        return tallies.computeIfAbsent(socket, _ -> new Tally());
    }
}
