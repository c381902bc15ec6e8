package cloud.atek.host.log;

import cloud.atek.api.ServiceKey;
import cloud.atek.host.config.HostConfig.LogLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

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

    /// Deletes the log of a service that never came to be.
    ///
    /// @throws IOException when the disk cannot be used
    public void delete(ServiceKey key) throws IOException {
        ServiceLog log = logs.remove(key);
        if (log != null) {
            log.close();
        }
        Path files = folder.resolve(key.value());
        if (Files.isDirectory(files)) {
            try (Stream<Path> all = Files.list(files)) {
                for (Path file : all.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(files);
        }
    }

    @Override
    public void close() {
        logs.values().forEach(ServiceLog::close);
    }
}
