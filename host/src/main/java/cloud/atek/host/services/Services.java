package cloud.atek.host.services;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.ConfigureOptions;
import cloud.atek.api.services.InstallOptions;
import cloud.atek.api.services.LogLines;
import cloud.atek.api.services.LogRange;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.install.Installation;
import cloud.atek.host.install.Installed;
import cloud.atek.host.install.Installer;
import cloud.atek.host.install.Progress;
import cloud.atek.host.install.ServiceIds;
import cloud.atek.host.install.Source;
import cloud.atek.host.install.Wanted;
import cloud.atek.host.log.ServiceLog;
import cloud.atek.host.log.ServiceLogs;
import cloud.atek.host.process.RunningService;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.serverdb.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All services of this host: the core ones, and those in the server database. Thread-safe.
///
/// The record in the server database is the durable point of an installation: before it, a failure
/// leaves nothing but what the next boot sweeps; after it the service is installed, whatever
/// becomes of its start.
public final class Services {

    private static final Logger log = LoggerFactory.getLogger(Services.class);

    /// Table of the server database.
    public static final String PATH = "/atek.cloud/service";

    private static final int LOG_LINES = 200;

    private final Map<ServiceKey, Unit> units = new ConcurrentSkipListMap<>(Services::byKey);
    private final Set<ServiceId> wantedIds = ConcurrentHashMap.newKeySet();
    private final ReentrantLock naming = new ReentrantLock();
    private final Parts parts;
    private final Supervisor supervisor;
    private volatile @Nullable Table<ServiceRecord> records;

    /// What services are made with.
    ///
    /// @param url where a browser finds a service
    /// @param user finds a user by name
    /// @param keys makes keys that were never used before
    public record Parts(
            Installer installer,
            Registry registry,
            ServiceLogs logs,
            Function<ServiceId, String> url,
            Function<String, Optional<UserKey>> user,
            Supplier<String> keys) {}

    public Services(Parts parts, SupervisorParts supervisorParts) {
        this.parts = parts;
        this.supervisor = new Supervisor(supervisorParts);
    }

    private static int byKey(ServiceKey a, ServiceKey b) {
        return a.value().compareTo(b.value());
    }

    /// Installs and starts a service that the host brings along.
    ///
    /// @return how it is with it now
    /// @throws IOException when the data folder cannot be used
    public Result startCore(ServiceId id, Source source, Map<String, String> config)
            throws IOException {
        var key = new ServiceKey(id.value());
        var wanted = new Wanted(key, id, source, "");
        return switch (parts.installer().install(wanted, Progress.SILENT)) {
            case Installation.Refused(String why) -> new Result.Refused(why);
            case Installation.Done(Installed installed) -> {
                var record =
                        new ServiceRecord(
                                id,
                                UserKey.SYSTEM,
                                source.address(),
                                null,
                                installed.source(),
                                installed.rawManifest(),
                                config.isEmpty() ? null : config);
                var unit = new Unit(key, true, record, installed);
                units.put(key, unit);
                supervisor.start(unit);
                yield new Result.Done(info(unit));
            }
        };
    }

    /// Starts what users installed, side by side, and returns at once.
    ///
    /// @throws IOException when the data folder cannot be used
    public void open(Table<ServiceRecord> table) throws IOException {
        Map<String, ServiceRecord> known = table.all();
        known.forEach((key, record) -> load(new ServiceKey(key), record));
        parts.installer().removeAllBut(Set.copyOf(units.keySet()));
        records = table;
        for (Unit unit : units.values()) {
            if (!unit.core) {
                Thread.ofVirtual().name("start " + unit.id()).start(() -> supervisor.start(unit));
            }
        }
    }

    private void load(ServiceKey key, ServiceRecord record) {
        Installed installed =
                switch (Source.parse(record.sourceUrl(), true)) {
                    case Source.Parsed.Refused _ -> null;
                    case Source.Parsed.Good(Source source) ->
                            switch (parts.installer().load(key, source, record.source())) {
                                case Installation.Refused(String why) -> {
                                    log.warn("{}: {}", record.id(), why);
                                    yield null;
                                }
                                case Installation.Done(Installed found) -> found;
                            };
                };
        var unit = new Unit(key, false, record, installed);
        units.put(key, unit);
        supervisor.register(unit);
    }

    /// Those that `caller` may see, core services first. What is the household's he sees without
    /// its environment and without where it lies on this machine.
    public List<ServiceInfo> list(Caller.Known caller) {
        return units.values().stream()
                .filter(unit -> mayTouch(caller, unit) || isHouseholds(unit))
                .map(unit -> mayTouch(caller, unit) ? info(unit) : forGuests(info(unit)))
                .sorted((a, b) -> Boolean.compare(b.core(), a.core()))
                .toList();
    }

    /// Finds one that `caller` may see.
    public Optional<ServiceInfo> find(Caller.Known caller, String id) {
        return unit(caller, id).map(this::info);
    }

    /// Fetches, checks, builds, records and starts.
    public Result install(Caller.Known caller, InstallOptions options) {
        Optional<UserKey> owner = owner(caller, options.user());
        if (owner.isEmpty()) {
            return new Result.Refused(
                    caller.admin()
                            ? "No user found with the username of " + options.user()
                            : "Not authorized");
        }
        return switch (Source.parse(options.sourceUrl(), caller.admin())) {
            case Source.Parsed.Refused(String why) -> new Result.Refused(why);
            case Source.Parsed.Good(Source source) -> install(source, owner.get(), options);
        };
    }

    private Result install(Source source, UserKey owner, InstallOptions options) {
        ServiceId id;
        naming.lock();
        try {
            String wanted = options.id();
            if (wanted != null) {
                Optional<String> wrong = wrongId(wanted);
                if (wrong.isPresent()) {
                    return new Result.Refused(wrong.get());
                }
            }
            id = wanted == null ? ServiceIds.from(source, this::taken) : new ServiceId(wanted);
            wantedIds.add(id);
        } finally {
            naming.unlock();
        }
        try {
            return install(source, owner, options, id);
        } catch (IOException e) {
            log.warn("{} was not installed", id, e);
            return new Result.Refused("The data folder cannot be used: " + e.getMessage());
        } finally {
            wantedIds.remove(id);
        }
    }

    private Result install(Source source, UserKey owner, InstallOptions options, ServiceId id)
            throws IOException {
        var key = new ServiceKey(parts.keys().get());
        String version = Objects.requireNonNullElse(options.desiredVersion(), "");
        var wanted = new Wanted(key, id, source, version);
        Progress progress = words -> log.info("install {}: {}", id, words);
        return switch (parts.installer().install(wanted, progress)) {
            case Installation.Refused(String why) -> new Result.Refused(why);
            case Installation.Done(Installed installed) -> {
                var record =
                        new ServiceRecord(
                                id,
                                owner,
                                source.address(),
                                options.desiredVersion(),
                                installed.source(),
                                installed.rawManifest(),
                                options.config());
                yield recorded(new Unit(key, false, record, installed));
            }
        };
    }

    private Result recorded(Unit unit) throws IOException {
        try {
            table().put(unit.key.value(), unit.record);
        } catch (RuntimeException e) {
            parts.installer().remove(unit.key);
            throw e;
        }
        units.put(unit.key, unit);
        supervisor.start(unit);
        return new Result.Done(info(unit));
    }

    /// Stops it and takes its package off the disk. What it stored stays, in `data/<key>`.
    public Result uninstall(Caller.Known caller, String id) {
        return change(
                caller,
                id,
                unit -> {
                    if (unit.core) {
                        return new Result.Refused(id + " belongs to the host and stays");
                    }
                    supervisor.stop(unit, RunningService.GRACE);
                    table().remove(unit.key.value());
                    units.remove(unit.key);
                    parts.registry().withdraw(unit.key);
                    try {
                        parts.installer().remove(unit.key);
                    } catch (IOException e) {
                        log.warn("files of {} stay behind until the next start", unit.id(), e);
                    }
                    return new Result.Done(info(unit));
                });
    }

    public Result start(Caller.Known caller, String id) {
        return change(
                caller,
                id,
                unit -> {
                    supervisor.start(unit);
                    ServiceInfo info = info(unit);
                    return info.state() == State.RUNNING
                            ? new Result.Done(info)
                            : new Result.Refused(id + " did not start: " + unit.status.reason());
                });
    }

    public Result stop(Caller.Known caller, String id) {
        return change(
                caller,
                id,
                unit -> {
                    supervisor.stop(unit, RunningService.GRACE);
                    return new Result.Done(info(unit));
                });
    }

    public Result restart(Caller.Known caller, String id) {
        Result stopped = stop(caller, id);
        return stopped instanceof Result.Done ? start(caller, id) : stopped;
    }

    /// Changes name, wanted version or variables; the running process is left alone.
    public Result configure(Caller.Known caller, String id, ConfigureOptions options) {
        return change(
                caller,
                id,
                unit -> {
                    String newId = options.id();
                    boolean renamed = newId != null && !newId.equals(id);
                    Optional<String> wrong =
                            renamed ? wrongId(Objects.requireNonNull(newId)) : Optional.empty();
                    if (unit.core || wrong.isPresent()) {
                        return new Result.Refused(wrong.orElse(id + " is set up in config.json"));
                    }
                    ServiceRecord next = merged(unit.record, options);
                    table().put(unit.key.value(), next);
                    unit.record = next;
                    supervisor.register(unit);
                    return new Result.Done(info(unit));
                });
    }

    private static ServiceRecord merged(ServiceRecord old, ConfigureOptions options) {
        String id = options.id();
        var config = new HashMap<>(Objects.requireNonNullElse(old.config(), Map.of()));
        Objects.requireNonNullElse(options.config(), Map.<String, String>of())
                .forEach((name, value) -> {
                    if (value.isEmpty()) {
                        config.remove(name);
                    } else {
                        config.put(name, value);
                    }
                });
        return new ServiceRecord(
                id == null ? old.id() : new ServiceId(id),
                old.owningUserKey(),
                Objects.requireNonNullElse(options.sourceUrl(), old.sourceUrl()),
                options.desiredVersion() == null ? old.desiredVersion() : options.desiredVersion(),
                old.source(),
                old.manifest(),
                config.isEmpty() ? null : config);
    }

    /// Lines of its log, for who may see it.
    ///
    /// @throws IllegalArgumentException when the cursor is not one of ours
    public Optional<LogLines> logs(Caller.Known caller, String id, LogRange range)
            throws InterruptedException {
        Optional<Unit> unit = unit(caller, id);
        if (unit.isEmpty()) {
            return Optional.empty();
        }
        ServiceLog serviceLog = parts.logs().of(unit.get().key);
        int lines = Objects.requireNonNullElse(range.lines(), LOG_LINES);
        String after = range.after();
        try {
            return Optional.of(
                    after == null
                            ? serviceLog.tail(lines)
                            : serviceLog.after(
                                    after,
                                    lines,
                                    Duration.ofMillis(
                                            Objects.requireNonNullElse(range.waitMs(), 0))));
        } catch (IOException e) {
            throw new UncheckedIOException("the log of " + id + " cannot be read", e);
        }
    }

    /// Stops everything, side by side.
    public void close() {
        supervisor.close(RunningService.GRACE_AT_SHUTDOWN);
    }

    private Result change(Caller.Known caller, String id, Function<Unit, Result> action) {
        Optional<Unit> found = unit(caller, id);
        if (found.isEmpty()) {
            return new Result.Refused("Not authorized");
        }
        Unit unit = found.get();
        unit.lock.lock();
        try {
            return units.get(unit.key) == unit
                    ? action.apply(unit)
                    : new Result.Refused("Not authorized");
        } finally {
            unit.lock.unlock();
        }
    }

    private Optional<Unit> unit(Caller.Known caller, String id) {
        return units.values().stream()
                .filter(unit -> unit.id().value().equals(id))
                .filter(unit -> mayTouch(caller, unit))
                .findFirst();
    }

    private static boolean mayTouch(Caller.Known caller, Unit unit) {
        return caller.admin() || unit.owner().equals(caller.user());
    }

    private static boolean isHouseholds(Unit unit) {
        return unit.owner().equals(UserKey.SYSTEM);
    }

    private static ServiceInfo forGuests(ServiceInfo info) {
        ServiceRecord all = info.settings();
        var shown =
                new ServiceRecord(
                        all.id(),
                        all.owningUserKey(),
                        all.sourceUrl().startsWith("https://") ? all.sourceUrl() : "",
                        all.desiredVersion(),
                        all.source(),
                        all.manifest(),
                        null);
        return new ServiceInfo(
                info.status(),
                info.key(),
                shown,
                info.state(),
                info.reason(),
                info.core(),
                info.url(),
                info.sandbox());
    }

    private Optional<UserKey> owner(Caller.Known caller, @Nullable String username) {
        if (username == null) {
            return Optional.of(caller.user());
        }
        if (!caller.admin()) {
            return username.equals(caller.username())
                    ? Optional.of(caller.user())
                    : Optional.empty();
        }
        return username.equals(UserKey.SYSTEM.value())
                ? Optional.of(UserKey.SYSTEM)
                : parts.user().apply(username);
    }

    private Optional<String> wrongId(String id) {
        if (!ServiceId.fits(id)) {
            return Optional.of(
                    "\"%s\" cannot be a service's ID: want a-z, 0-9 and -, beginning with a letter"
                            .formatted(id));
        }
        return taken(new ServiceId(id))
                ? Optional.of("App already exists under the ID: " + id)
                : Optional.empty();
    }

    private boolean taken(ServiceId id) {
        return id.equals(ServiceId.SYSTEM)
                || wantedIds.contains(id)
                || units.values().stream().anyMatch(unit -> unit.id().equals(id));
    }

    private Table<ServiceRecord> table() {
        return Objects.requireNonNull(records, "services are open");
    }

    private ServiceInfo info(Unit unit) {
        Unit.Status status = unit.status;
        return new ServiceInfo(
                status.state() == State.RUNNING
                        ? ServiceInfo.Status.ACTIVE
                        : ServiceInfo.Status.INACTIVE,
                unit.key,
                unit.record,
                status.state(),
                status.reason(),
                unit.core,
                parts.url().apply(unit.id()),
                status.layers());
    }
}
