package cloud.atek.host.log;

import cloud.atek.api.ServiceKey;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The logs of all services, `<folder>/<key>/current.log` each. Thread-safe.
public final class ServiceLogs implements AutoCloseable {

    private final Path folder;
    private final Clock clock;
    private final ConcurrentMap<ServiceKey, ServiceLog> logs = new ConcurrentHashMap<>();

    public ServiceLogs(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /// The same object for the same key. Opens no file yet.
    public ServiceLog of(ServiceKey key) {
        return logs.computeIfAbsent(
                key, k -> new ServiceLog(new LogFiles(folder.resolve(k.value())), clock));
    }

    @Override
    public void close() {
        logs.values().forEach(ServiceLog::close);
    }
}
