package cloud.atek.host.log;

import cloud.atek.api.ServiceKey;
import cloud.atek.host.config.HostConfig.LogLimits;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// The logs of all services, `<folder>/<key>/current.log` each. Thread-safe.
public final class ServiceLogs implements AutoCloseable {

    private static final LogLimits USUAL = new LogLimits(5, 1 << 20);

    private final Path folder;
    private final Clock clock;
    private final Supplier<LogLimits> limits;
    private final ConcurrentMap<ServiceKey, ServiceLog> logs = new ConcurrentHashMap<>();

    /// With the limits that hold when nobody says others.
    public ServiceLogs(Path folder, Clock clock) {
        this(folder, clock, () -> USUAL);
    }

    /// @param limits asked at each line
    public ServiceLogs(Path folder, Clock clock, Supplier<LogLimits> limits) {
        this.folder = folder;
        this.clock = clock;
        this.limits = limits;
    }

    /// The same object for the same key. Opens no file yet.
    public ServiceLog of(ServiceKey key) {
        return logs.computeIfAbsent(
                key, k -> new ServiceLog(new LogFiles(folder.resolve(k.value()), limits), clock));
    }

    @Override
    public void close() {
        logs.values().forEach(ServiceLog::close);
    }
}
