package cloud.atek.host.services;

import cloud.atek.api.Activation;
import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.host.install.Installed;
import cloud.atek.host.install.Plan;
import cloud.atek.host.link.HostSocket;
import cloud.atek.host.process.RunningService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One service as the host handles it. Who holds its lock may change it; anyone may look.
final class Unit {

    /// A service that runs on demand goes to sleep when nobody asked for anything for this long.
    static final Duration IDLE = Duration.ofMinutes(10);

    /// What answers for it; it comes and goes as one.
    sealed interface Run {

        /// A process and its road to the host.
        record Alive(RunningService process, HostSocket road) implements Run {}

        /// @param root an absolute folder of web files
        record Served(Path root) implements Run {}
    }

    /// Held while the service is started, stopped or changed, however long that takes.
    final ReentrantLock lock = new ReentrantLock();

    private final ReentrantLock telling = new ReentrantLock();
    private final Condition turned = telling.newCondition();

    final ServiceKey key;
    final boolean core;
    volatile ServiceRecord record;
    volatile @Nullable Installed installed;
    volatile @Nullable Run run;
    private volatile Status status = Status.stopped();

    /// Its crashes since it last ran for a while. Only under the lock.
    Restarts restarts = Restarts.NONE;

    /// How often its process was started since the host began.
    final AtomicInteger starts = new AtomicInteger();

    /// What the host does each time its process has started, before anyone else hears of it.
    volatile Runnable whenStarted = () -> {};

    /// @param core whether the host brings it along
    /// @param installed null when its files are missing
    Unit(ServiceKey key, boolean core, ServiceRecord record, @Nullable Installed installed) {
        this.key = key;
        this.core = core;
        this.record = record;
        this.installed = installed;
    }

    ServiceId id() {
        return record.id();
    }

    UserKey owner() {
        return record.owningUserKey();
    }

    /// When it runs: what its owner said comes before what its author said, but for what the host
    /// brings along. A folder has nothing to put to sleep.
    Activation activation() {
        Installed now = installed;
        if (now == null || now.plan() instanceof Plan.Static) {
            return Activation.ALWAYS;
        }
        Activation wanted = core ? null : record.activation();
        if (wanted == null) {
            wanted = now.manifest().activation();
        }
        return wanted == null ? Activation.ALWAYS : wanted;
    }

    Duration idle() {
        Integer seconds = record.idleSeconds();
        return seconds == null ? IDLE : Duration.ofSeconds(seconds);
    }

    Status status() {
        return status;
    }

    /// Tells how it is with it from now on; who waits for that wakes up.
    void turn(Status next) {
        telling.lock();
        try {
            status = next;
            turned.signalAll();
        } finally {
            telling.unlock();
        }
    }

    /// Waits while it is on its way.
    ///
    /// @param from how it was when the wait began: as long as that stays, it is on its way
    /// @return whether it runs
    boolean awaitRun(Status from, Instant deadline) {
        telling.lock();
        try {
            while (onItsWay(from)) {
                Duration left = Duration.between(Instant.now(), deadline);
                if (!left.isPositive()) {
                    return false;
                }
                boolean _ = turned.await(left.toNanos(), TimeUnit.NANOSECONDS);
            }
            return status.up();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            telling.unlock();
        }
    }

    private boolean onItsWay(Status from) {
        return switch (status.comes()) {
            case SOON -> true;
            case WHEN_ASKED -> status.equals(from);
            case NOT, WHEN_ALLOWED -> false;
        };
    }
}
