package cloud.atek.host.services;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.host.install.Installed;
import cloud.atek.host.link.HostSocket;
import cloud.atek.host.process.RunningService;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One service as the host handles it. Who holds its lock may change it; anyone may look.
final class Unit {

    /// How it is with the service, as one value.
    ///
    /// @param reason one sentence on how it came to this, null when nothing is to be said
    /// @param layers what confines its process; null when it has none
    record Status(State state, @Nullable String reason, @Nullable List<String> layers) {

        static final Status STOPPED = new Status(State.STOPPED, null, null);
        static final Status STARTING = new Status(State.STARTING, null, null);

        static Status crashed(String reason) {
            return new Status(State.CRASHED, reason, null);
        }
    }

    /// A process and its road to the host; they come and go together.
    record Run(RunningService process, HostSocket road) {}

    /// Held while the service is started, stopped or changed, however long that takes.
    final ReentrantLock lock = new ReentrantLock();

    final ServiceKey key;
    final boolean core;
    volatile ServiceRecord record;
    volatile @Nullable Installed installed;
    volatile Status status = Status.STOPPED;
    volatile @Nullable Run run;

    /// How often it crashed since it last ran for a while. Only under the lock.
    int crashes;

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
}
