package cloud.atek.host.services;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.services.NetworkUse;
import cloud.atek.api.services.ServiceStats;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Tallies;
import cloud.atek.host.log.ServiceLogs;
import cloud.atek.host.process.ProcessUse;
import cloud.atek.host.process.RunningService;
import cloud.atek.host.storage.FolderSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What services take and do, found out when somebody asks. Thread-safe.
public final class ServiceFigures {

    /// Files of a data folder that are looked at; of a larger one the sum is cut.
    static final int DATA_FILES_MAX = 100_000;

    private static final Tallies.Tally NO_CALLS = new Tallies.Tally();
    private static final Running NOT_RUNNING = new Running(null, null, null, null, null, NO_CALLS);

    private final Units units;
    private final Sources sources;

    /// Where the figures are found.
    ///
    /// @param data the folder with the data folder of each
    /// @param network where a service went
    record Sources(
            ServiceLogs logs,
            Tallies tallies,
            Path data,
            Function<ServiceKey, List<NetworkUse>> network) {}

    ServiceFigures(Units units, Sources sources) {
        this.units = units;
        this.sources = sources;
    }

    /// Of one, for who may see it.
    public Optional<ServiceStats> find(Caller.Known caller, String id) {
        return units.find(caller, id).map(this::of);
    }

    private ServiceStats of(Unit unit) {
        Running now =
                unit.run instanceof Unit.Run.Alive(var process, _) ? running(process) : NOT_RUNNING;
        try {
            FolderSize folder =
                    FolderSize.of(sources.data().resolve(unit.key.value()), DATA_FILES_MAX);
            return new ServiceStats(
                    now.cpuMs(),
                    now.memoryBytes(),
                    now.processes(),
                    now.threads(),
                    now.uptimeMs(),
                    Math.max(0, unit.starts.get() - 1),
                    sources.logs().of(unit.key).bytes(),
                    folder.bytes(),
                    folder.cut() ? true : null,
                    now.tally().calls(),
                    now.tally().bytesIn(),
                    now.tally().bytesOut(),
                    now.tally().openSockets(),
                    network(unit.key));
        } catch (IOException e) {
            throw new UncheckedIOException("the figures of " + unit.id() + " cannot be read", e);
        }
    }

    private @Nullable List<NetworkUse> network(ServiceKey key) {
        List<NetworkUse> use = sources.network().apply(key);
        return use.isEmpty() ? null : use;
    }

    /// What belongs to a process.
    private record Running(
            @Nullable Long cpuMs,
            @Nullable Long memoryBytes,
            @Nullable Integer processes,
            @Nullable Integer threads,
            @Nullable Long uptimeMs,
            Tallies.Tally tally) {}

    private Running running(RunningService process) {
        ProcessUse use = process.use();
        return new Running(
                use.cpuMs(),
                use.memoryBytes(),
                use.processes(),
                use.threads(),
                ms(process.startedAt()),
                sources.tallies().of(process.socket()));
    }

    private static long ms(Instant since) {
        return Duration.between(since, Instant.now()).toMillis();
    }
}
