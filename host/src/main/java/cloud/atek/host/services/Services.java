package cloud.atek.host.services;

import cloud.atek.api.ApiId;
import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.ConfigureOptions;
import cloud.atek.api.services.InstallOptions;
import cloud.atek.api.services.LogLines;
import cloud.atek.api.services.LogRange;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Tallies;
import cloud.atek.host.install.Installed;
import cloud.atek.host.install.Installer;
import cloud.atek.host.install.Source;
import cloud.atek.host.log.ServiceLog;
import cloud.atek.host.log.ServiceLogs;
import cloud.atek.host.permissions.Grants;
import cloud.atek.host.permissions.Subject;
import cloud.atek.host.process.RunningService;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.serverdb.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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

    /// Lines of a log that are shown unless others are wanted.
    public static final int LOG_LINES = 200;

    private final Units units = new Units();
    private final Parts parts;
    private final Installs installs;
    private final Supervisor supervisor;
    private final Lives lives;
    private final Updates updates;
    private final ServiceFigures figures;
    private final Agreed agreed;
    private volatile @Nullable Table<ServiceRecord> records;

    /// What services are made with.
    ///
    /// @param url where a browser finds a service
    /// @param user finds a user by name
    /// @param keys makes keys that were never used before
    /// @param tallies what goes to each service
    /// @param protections how well others are protected from it
    /// @param grants what services may do
    public record Parts(
            Installer installer,
            Registry registry,
            ServiceLogs logs,
            Function<ServiceId, String> url,
            Function<String, Optional<UserKey>> user,
            Supplier<String> keys,
            Clock clock,
            Tallies tallies,
            Protections protections,
            Grants grants) {}

    public Services(Parts parts, SupervisorParts supervisorParts) {
        this.parts = parts;
        this.agreed = new Agreed(parts.grants());
        this.installs = new Installs(parts.installer(), parts.keys(), parts.logs());
        this.supervisor = new Supervisor(supervisorParts);
        this.lives = new Lives(units, supervisor);
        this.updates =
                new Updates(
                        units,
                        parts.installer(),
                        new Exchange(supervisor, this::keep),
                        parts.logs(),
                        supervisorParts.audit(),
                        parts.clock());
        parts.registry().wakenBy(lives);
        this.figures =
                new ServiceFigures(
                        units,
                        new ServiceFigures.Sources(
                                parts.logs(),
                                parts.tallies(),
                                supervisorParts.data(),
                                supervisorParts.egress()::use));
    }

    /// Newer versions of these services.
    public Updates updates() {
        return updates;
    }

    /// Deletes what a host that was killed left behind. Only at boot, before anything starts.
    ///
    /// @throws IOException when the data folder cannot be used
    public void sweep() throws IOException {
        parts.installer().sweep();
        supervisor.sweep();
    }

    /// Starts a service that the host brings along, and installs it when it is not there.
    ///
    /// @param version a version or range, empty for the newest release
    /// @return how it is with it now
    /// @throws IOException when the data folder cannot be used
    public Result startCore(ServiceId id, Source source, String version, Map<String, String> config)
            throws IOException {
        return switch (installs.core(id, source, version, config)) {
            case Installs.Made.Refused(String why) -> new Result.Refused(why);
            case Installs.Made.Done(Unit unit) -> {
                units.add(unit);
                updates.prune(unit);
                supervisor.bring(unit);
                yield new Result.Done(info(unit));
            }
        };
    }

    /// From now on `action` runs each time a core service that exports `api` has started: it may
    /// have forgotten what the host told it.
    public void whenStarted(ApiId api, Runnable action) {
        for (Unit unit : units.all()) {
            Installed installed = unit.installed;
            if (unit.core
                    && installed != null
                    && installed.manifest().exports().stream()
                            .anyMatch(export -> export.api().equals(api))) {
                unit.whenStarted = action;
            }
        }
    }

    /// Starts what users installed, side by side, and returns at once.
    ///
    /// @throws IOException when the data folder cannot be used
    public void open(Table<ServiceRecord> table) throws IOException {
        table.all()
                .forEach((key, record) -> {
                    Unit unit = installs.load(new ServiceKey(key), record);
                    units.add(unit);
                    updates.prune(unit);
                });
        parts.installer().removeAllBut(units.keys());
        records = table;
        agreed.takeOver(units.all(), table);
        for (Unit unit : units.all()) {
            if (!unit.core) {
                supervisor.open(unit);
            }
        }
    }

    /// Those that `caller` may see, core services first. What is the household's he sees without
    /// its environment and without where it lies on this machine.
    public List<ServiceInfo> list(Caller.Known caller) {
        return units.all().stream()
                .filter(unit -> Units.maySee(caller, unit))
                .map(unit -> Units.mayTouch(caller, unit) ? info(unit) : GuestView.of(info(unit)))
                .sorted((a, b) -> Boolean.compare(b.core(), a.core()))
                .toList();
    }

    /// Finds one that `caller` may see.
    public Optional<ServiceInfo> find(Caller.Known caller, String id) {
        return units.find(caller, id).map(this::info);
    }

    /// Fetches, checks, builds, records and starts.
    public Result install(Caller.Known caller, InstallOptions options) {
        Optional<UserKey> owner = owner(caller, options.user());
        Optional<String> wrong = Lives.wrong(options.idleSeconds());
        if (wrong.isPresent()) {
            return new Result.Refused(wrong.get());
        }
        if (owner.isEmpty()) {
            return new Result.Refused(
                    caller.admin()
                            ? "No user found with the username of " + options.user()
                            : "Not authorized");
        }
        return switch (Source.parse(options.sourceUrl(), caller.admin())) {
            case Source.Parsed.Refused(String why) -> new Result.Refused(why);
            case Source.Parsed.Good(Source source) ->
                    install(new Ordered(source, owner.get(), caller.username(), options));
        };
    }

    /// @param by name of who installs
    private record Ordered(Source source, UserKey owner, String by, InstallOptions options) {}

    private Result install(Ordered ordered) {
        return switch (units.reserve(ordered.options().id(), ordered.source())) {
            case Units.Name.Refused(String why) -> new Result.Refused(why);
            case Units.Name.Reserved(ServiceId id) -> {
                try {
                    yield install(ordered, id);
                } catch (IOException e) {
                    log.warn("{} was not installed", id, e);
                    yield new Result.Refused("The data folder cannot be used: " + e.getMessage());
                } finally {
                    units.release(id);
                }
            }
        };
    }

    private Result install(Ordered ordered, ServiceId id) throws IOException {
        InstallOptions options = ordered.options();
        Unit unit = installs.begin(ordered.source(), ordered.owner(), options, id);
        units.add(unit);
        supervisor.register(unit);
        boolean installed = false;
        try {
            switch (installs.finish(unit, ordered.source(), options)) {
                case Installs.Made.Refused(String why) -> {
                    return new Result.Refused(why);
                }
                case Installs.Made.Done _ -> {
                    table().put(unit.key.value(), unit.record);
                    installed = true;
                    agreed.begin(unit, options, ordered.by());
                }
            }
        } finally {
            if (!installed) {
                forget(unit);
            }
        }
        supervisor.start(unit);
        return new Result.Done(info(unit));
    }

    private void forget(Unit unit) {
        unit.turn(Status.stopped());
        units.remove(unit);
        parts.registry().withdraw(unit.key);
        installs.remove(unit);
        updates.forget(unit);
    }

    /// Stops it and takes its package off the disk. What it stored stays, in `data/<key>`.
    public Result uninstall(Caller.Known caller, String id) {
        return units.change(
                caller,
                id,
                unit -> {
                    if (unit.core) {
                        return new Result.Refused(id + " belongs to the host and stays");
                    }
                    supervisor.stop(unit, RunningService.GRACE, Lives.uninstalling());
                    table().remove(unit.key.value());
                    forget(unit);
                    agreed.forget(unit);
                    return new Result.Done(info(unit));
                });
    }

    public Result start(Caller.Known caller, String id) {
        return units.change(
                caller,
                id,
                unit -> {
                    keepStopped(unit, false);
                    supervisor.start(unit);
                    return started(unit);
                });
    }

    private Result started(Unit unit) {
        return unit.run != null
                ? new Result.Done(info(unit))
                : new Result.Refused(unit.id() + " did not start: " + unit.status().reason());
    }

    /// What its owner stopped stays so when the host is started anew.
    private void keepStopped(Unit unit, boolean stopped) {
        ServiceRecord old = unit.record;
        if (!unit.core && old.keptStopped() != stopped) {
            ServiceRecord next = old.living(old.activation(), old.idleSeconds(), stopped);
            table().put(unit.key.value(), next);
            unit.record = next;
        }
    }

    public Result stop(Caller.Known caller, String id) {
        return units.change(
                caller,
                id,
                unit -> {
                    keepStopped(unit, true);
                    supervisor.stop(unit, RunningService.GRACE, Status.stopped());
                    return new Result.Done(info(unit));
                });
    }

    /// Makes it another user's; if it runs it is started again, for him.
    public Result give(String id, UserKey owner) {
        return units.change(
                Caller.Known.HOST,
                id,
                unit -> {
                    ServiceRecord next = unit.record.withOwner(owner);
                    table().put(unit.key.value(), next);
                    unit.record = next;
                    supervisor.register(unit);
                    if (unit.run != null) {
                        supervisor.restart(unit);
                    }
                    return new Result.Done(info(unit));
                });
    }

    /// Starts it anew, if it runs, so that it has what it was granted.
    ///
    /// @param more whether that is more: then one that was stopped because it took too much, too
    public void refresh(ServiceKey key, boolean more) {
        units.find(key).ifPresent(unit -> supervisor.refresh(unit, more));
    }

    public Result restart(Caller.Known caller, String id) {
        return units.change(
                caller,
                id,
                unit -> {
                    keepStopped(unit, false);
                    supervisor.restart(unit);
                    return started(unit);
                });
    }

    /// Changes name, wanted version or variables; the running process is left alone.
    public Result configure(Caller.Known caller, String id, ConfigureOptions options) {
        String url = options.sourceUrl();
        if (url != null
                && Source.parse(url, caller.admin()) instanceof Source.Parsed.Refused(String why)) {
            return new Result.Refused(why);
        }
        return units.change(
                caller,
                id,
                unit -> {
                    Optional<String> wrong =
                            unit.core
                                    ? Optional.of(id + " is set up in config.json")
                                    : Lives.wrong(options.idleSeconds());
                    if (wrong.isPresent()) {
                        return new Result.Refused(wrong.get());
                    }
                    String newId = options.id();
                    return newId == null || newId.equals(id)
                            ? changed(unit, options)
                            : renamed(unit, options, newId);
                });
    }

    private Result renamed(Unit unit, ConfigureOptions options, String newId) {
        return switch (units.reserve(newId)) {
            case Units.Name.Refused(String why) -> new Result.Refused(why);
            case Units.Name.Reserved(ServiceId name) -> {
                try {
                    yield changed(unit, options);
                } finally {
                    units.release(name);
                }
            }
        };
    }

    private Result changed(Unit unit, ConfigureOptions options) {
        ServiceRecord next = Configured.of(unit.record, options);
        table().put(unit.key.value(), next);
        unit.record = next;
        updates.forget(unit);
        supervisor.register(unit);
        supervisor.reopen(unit);
        return new Result.Done(info(unit));
    }

    /// What they take and do.
    public ServiceFigures figures() {
        return figures;
    }

    /// All of them, as those who may or may not.
    public Subject.Book subjects() {
        return new Subjects(units);
    }

    /// Lines of its log, for who may see it.
    ///
    /// @throws IllegalArgumentException when the cursor is not one of ours
    public Optional<LogLines> logs(Caller.Known caller, String id, LogRange range)
            throws InterruptedException {
        Optional<ServiceLog> found = log(caller, id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ServiceLog serviceLog = found.get();
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

    /// Its log, for who may see it.
    public Optional<ServiceLog> log(Caller.Known caller, String id) {
        return units.find(caller, id).map(unit -> parts.logs().of(unit.key));
    }

    /// Stops everything, side by side.
    public void close() {
        supervisor.close(RunningService.GRACE_AT_SHUTDOWN);
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

    private void keep(Unit unit, ServiceRecord record) throws IOException {
        if (unit.core) {
            parts.installer().record(unit.key, record);
        } else {
            table().put(unit.key.value(), record);
        }
        unit.record = record;
        agreed.settle(unit);
    }

    private Table<ServiceRecord> table() {
        return Objects.requireNonNull(records, "services are open");
    }

    private ServiceInfo info(Unit unit) {
        Status status = unit.status();
        return new ServiceInfo(
                status.active(unit.run != null),
                unit.key,
                agreed.shown(unit),
                status.state(),
                status.reason(),
                unit.core,
                parts.url().apply(unit.id()),
                status.layers(),
                status.since().truncatedTo(ChronoUnit.MILLIS).toString(),
                unit.core ? null : unit.activation(),
                updates.available(unit),
                parts.protections().of(unit));
    }
}
