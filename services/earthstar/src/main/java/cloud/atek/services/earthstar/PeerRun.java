package cloud.atek.services.earthstar;

import cloud.atek.api.earthstar.SyncApi.Peer;
import cloud.atek.api.earthstar.SyncApi.PeerInfo;
import cloud.atek.api.earthstar.SyncApi.SyncReport;
import cloud.atek.earthstar.sync.LiveSync;
import cloud.atek.earthstar.sync.MalformedBatchException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What goes on with one peer of one workspace: staying connected, syncing now and then, or nothing
/// until somebody asks. Thread-safe.
final class PeerRun {

    private static final Logger log = LoggerFactory.getLogger(PeerRun.class);

    /// After a failure it is tried again, later each time.
    private static final Duration AGAIN_FIRST = Duration.ofSeconds(1);

    private static final Duration AGAIN_MAX = Duration.ofMinutes(1);

    private final Entry entry;
    private final Peer peer;
    private final Replicas replicas;
    private final PeerSync.Ways ways;
    private final Clock clock;

    /// Held while a sync is made that ends.
    private final ReentrantLock syncing = new ReentrantLock();

    private @Nullable Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable LiveSync connected;
    private volatile @Nullable Instant lastSync;
    private volatile @Nullable SyncReport lastReport;
    private volatile @Nullable String trouble;
    private volatile @Nullable Fingerprint stranger;

    PeerRun(Entry entry, Peer peer, Replicas replicas, PeerSync.Ways ways, Clock clock) {
        this.entry = entry;
        this.peer = peer;
        this.replicas = replicas;
        this.ways = ways;
        this.clock = clock;
    }

    Peer peer() {
        return peer;
    }

    /// Whether it does something by itself.
    static boolean active(Peer peer) {
        return Boolean.TRUE.equals(peer.live()) || peer.everySeconds() != null;
    }

    void start() {
        if (active(peer)) {
            boolean live = Boolean.TRUE.equals(peer.live());
            thread =
                    Thread.ofVirtual()
                            .name("peer")
                            .start(live ? this::staying : this::everyNowAndThen);
        }
    }

    /// Ends what goes on; what was moved until then stays.
    void stop() {
        stopped = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
        LiveSync live = connected;
        if (live != null) {
            try {
                live.close();
            } catch (IOException e) {
                log.debug("a connection did not close", e);
            }
        }
    }

    /// Syncs now.
    ///
    /// @throws IOException when it did not come to its end
    SyncReport now() throws IOException {
        syncing.lock();
        try (Replicas.Hold hold = replicas.hold(entry);
                var sync = new PeerSync(peer, ways)) {
            SyncReport report = sync.once(hold.replica());
            good(report);
            return report;
        } catch (IOException | MalformedBatchException e) {
            bad(e);
            throw e instanceof IOException io ? io : new IOException(words(e), e);
        } finally {
            syncing.unlock();
        }
    }

    PeerInfo info() {
        LiveSync live = connected;
        Fingerprint shown = stranger;
        boolean equal = live != null && live.equal();
        Instant last = equal ? clock.instant() : lastSync;
        return new PeerInfo(
                peer,
                live != null,
                last == null ? null : last.truncatedTo(ChronoUnit.MILLIS).toString(),
                live != null && equal ? PeerSync.report(live) : lastReport,
                trouble,
                shown == null ? null : shown.toString());
    }

    private void everyNowAndThen() {
        Integer seconds = peer.everySeconds();
        Duration every = Duration.ofSeconds(seconds == null ? 0 : seconds);
        while (!stopped) {
            try {
                now();
            } catch (IOException e) {
                log.info("a sync with {} failed: {}", peer.url(), words(e));
            } catch (RuntimeException e) {
                log.error("a sync with {} broke", peer.url(), e);
            }
            pause(every);
        }
    }

    private void staying() {
        Duration again = AGAIN_FIRST;
        while (!stopped) {
            boolean equal = false;
            try (Replicas.Hold hold = replicas.hold(entry);
                    var sync = new PeerSync(peer, ways);
                    LiveSync live = sync.connect(hold.replica())) {
                equal = stay(live);
            } catch (IOException | MalformedBatchException e) {
                bad(e);
                equal = asOften();
            } catch (RuntimeException e) {
                log.error("a live sync with {} broke", peer.url(), e);
            }
            again = equal ? AGAIN_FIRST : min(again.multipliedBy(2), AGAIN_MAX);
            pause(trouble == null || !equal ? again : AGAIN_MAX);
        }
    }

    /// @return whether both had the same
    private boolean stay(LiveSync live) throws IOException {
        connected = live;
        try {
            trouble = null;
            stranger = null;
            live.stay();
        } finally {
            connected = null;
            if (live.equal()) {
                good(PeerSync.report(live));
            }
        }
        return live.equal();
    }

    /// A peer that is no home of ours is asked now and then.
    private boolean asOften() {
        try {
            if (!stopped) {
                now();
                return true;
            }
        } catch (IOException e) {
            log.info("a sync with {} failed: {}", peer.url(), words(e));
        }
        return false;
    }

    private void good(SyncReport report) {
        lastSync = clock.instant();
        lastReport = report;
        trouble = null;
        stranger = null;
    }

    private void bad(Exception e) {
        trouble = words(e);
        stranger = e instanceof StrangerException known ? known.fingerprint() : null;
    }

    private static String words(Exception e) {
        String message = e.getMessage();
        return message == null ? "the connection broke" : message;
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /// Some more or less, so that not all come at once.
    private void pause(Duration about) {
        if (stopped) {
            return;
        }
        try {
            long millis = about.toMillis();
            Thread.sleep(millis - ThreadLocalRandom.current().nextLong(1 + millis / 5));
        } catch (InterruptedException e) {
            stopped = true;
        }
    }
}
