package cloud.atek.host.services;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.AvailableUpdate;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.api.services.ServiceRecord.SourceType;
import cloud.atek.api.services.UpdateOptions;
import cloud.atek.api.services.Updated;
import cloud.atek.api.services.VersionCheck;
import cloud.atek.host.gateway.Audit;
import cloud.atek.host.gateway.Caller;
import cloud.atek.host.gateway.Deed;
import cloud.atek.host.install.Installation;
import cloud.atek.host.install.Installed;
import cloud.atek.host.install.Installer;
import cloud.atek.host.install.Newest;
import cloud.atek.host.install.Source;
import cloud.atek.host.install.Wanted;
import cloud.atek.host.log.ServiceLogs;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Newer versions of installed services: finds, installs and takes them back. Thread-safe; blocks
/// while it fetches and builds, and holds a service's lock only while versions change places.
public final class Updates {

    private static final Logger log = LoggerFactory.getLogger(Updates.class);
    private static final String NOT_AUTHORIZED = "Not authorized";
    private static final Pattern HERE = Pattern.compile("/|file:|git\\+file:");

    private final Units units;
    private final Installer installer;
    private final Exchange exchange;
    private final ServiceLogs logs;
    private final Audit audit;
    private final Clock clock;
    private final Map<ServiceKey, AvailableUpdate> available = new ConcurrentHashMap<>();
    private final Set<ServiceKey> busy = ConcurrentHashMap.newKeySet();

    Updates(
            Units units,
            Installer installer,
            Exchange exchange,
            ServiceLogs logs,
            Audit audit,
            Clock clock) {
        this.units = units;
        this.installer = installer;
        this.exchange = exchange;
        this.logs = logs;
        this.audit = audit;
        this.clock = clock;
    }

    /// What became of a wish.
    public sealed interface Outcome<T> {

        record Done<T>(T value) implements Outcome<T> {}

        /// @param message one plain sentence; what a compiler said may follow on lines of its own
        record Refused<T>(String message) implements Outcome<T> {}
    }

    /// Whether there is a newer version of a service that `caller` may touch.
    public Outcome<VersionCheck> check(Caller.Known caller, String id) {
        Optional<Unit> unit = units.find(caller, id);
        return unit.isPresent()
                ? check(unit.get(), caller.admin())
                : new Outcome.Refused<>(NOT_AUTHORIZED);
    }

    /// @param admin whether addresses inside the home may be asked
    Outcome<VersionCheck> check(Unit unit, boolean admin) {
        return switch (source(unit.record, admin)) {
            case Source.Parsed.Refused(String why) -> new Outcome.Refused<>(why);
            case Source.Parsed.Good(Source.Folder _) ->
                    new Outcome.Done<>(new VersionCheck(false, "", ""));
            case Source.Parsed.Good(Source.GitRepository git) -> ask(unit, git);
        };
    }

    private Outcome<VersionCheck> ask(Unit unit, Source.GitRepository git) {
        Newest newest;
        try {
            newest = installer.newest(wanted(unit, git, UpdateOptions.NEWEST), git);
        } catch (IOException e) {
            return broken(unit, e);
        }
        return switch (newest) {
            case Newest.Refused(String why) -> new Outcome.Refused<>(why);
            case Newest.Found found ->
                    switch (UpdateStep.decide(unit.record, found, UpdateOptions.NEWEST)) {
                        case UpdateStep.Moved(String why) -> new Outcome.Refused<>(why);
                        case UpdateStep.UpToDate _, UpdateStep.Older _ -> found(unit, found, false);
                        case UpdateStep.Take _ -> found(unit, found, true);
                    };
        };
    }

    private Outcome<VersionCheck> found(Unit unit, Newest.Found found, boolean newer) {
        if (newer) {
            String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            available.put(unit.key, new AvailableUpdate(found.tag(), now));
        } else {
            available.remove(unit.key);
        }
        return new Outcome.Done<>(
                new VersionCheck(newer, version(unit.record.source()), found.tag()));
    }

    /// Looks for newer versions of all services that come from a repository, one after the other.
    ///
    /// @param admin whether somebody's services may come from inside the home
    public void checkAll(Predicate<UserKey> admin) {
        for (Unit unit : units.all()) {
            boolean git = unit.record.source().sourceType() == SourceType.GIT;
            if (!git || unit.installed == null || Thread.currentThread().isInterrupted()) {
                continue;
            }
            boolean known = available.containsKey(unit.key);
            switch (check(unit, admin.test(unit.owner()))) {
                case Outcome.Refused<VersionCheck>(String why) ->
                        log.warn("{} cannot be checked for updates: {}", unit.id(), why);
                case Outcome.Done<VersionCheck>(var found) -> {
                    if (found.hasUpdate() && !known) {
                        told(unit, found.latestVersion());
                    }
                }
            }
        }
    }

    private void told(Unit unit, String version) {
        log.info("{} can be updated to {}", unit.id(), version);
        var target = Deed.Target.service(unit.id(), unit.key, unit.owner());
        audit.record(Deed.ofTheHost("update found", target, version));
    }

    /// What the last check found, if it is still to be had.
    @Nullable AvailableUpdate available(Unit unit) {
        return available.get(unit.key);
    }

    /// Forgets what was found for a service that is gone.
    void forget(Unit unit) {
        available.remove(unit.key);
    }

    /// Installs a newer version of a service that `caller` may touch, see
    /// [cloud.atek.api.services.ServicesApi#updatePackage].
    public Outcome<Updated> update(Caller.Known caller, String id, UpdateOptions options) {
        return alone(
                caller,
                id,
                unit ->
                        switch (source(unit.record, caller.admin())) {
                            case Source.Parsed.Refused(String why) -> new Outcome.Refused<>(why);
                            case Source.Parsed.Good(Source.Folder folder) -> rebuild(unit, folder);
                            case Source.Parsed.Good(Source.GitRepository git) ->
                                    fetch(unit, git, options);
                        });
    }

    /// Goes back to the version before the last update.
    public Outcome<Updated> rollback(Caller.Known caller, String id) {
        return alone(caller, id, unit -> rollback(unit, caller.admin()));
    }

    @FunctionalInterface
    private interface Change {
        Outcome<Updated> of(Unit unit) throws IOException;
    }

    /// One change of versions at a time for each service.
    private Outcome<Updated> alone(Caller.Known caller, String id, Change change) {
        Optional<Unit> found = units.find(caller, id);
        if (found.isEmpty()) {
            return new Outcome.Refused<>(NOT_AUTHORIZED);
        }
        Unit unit = found.get();
        if (unit.status().state() == State.INSTALLING || !busy.add(unit.key)) {
            return new Outcome.Refused<>(id + " is being installed or updated already.");
        }
        Status before = unit.status();
        try {
            exchange.tell(unit, before, "Looking for another version");
            return change.of(unit);
        } catch (IOException e) {
            return broken(unit, e);
        } finally {
            exchange.quiet(unit, before);
            prune(unit);
            busy.remove(unit.key);
        }
    }

    private static <T> Outcome<T> broken(Unit unit, IOException e) {
        log.warn("{} was not updated", unit.id(), e);
        return new Outcome.Refused<>("The data folder cannot be used: " + e.getMessage());
    }

    private Outcome<Updated> rebuild(Unit unit, Source.Folder folder) throws IOException {
        if (unit.core) {
            return new Outcome.Refused<>(
                    unit.id() + " comes with Atek: a newer Atek brings a newer one.");
        }
        return switch (install(unit, wanted(unit, folder, UpdateOptions.NEWEST))) {
            case Installation.Refused(String why) -> new Outcome.Refused<>(why);
            case Installation.Done(Installed next) -> take(unit, next, unit.record.previous());
        };
    }

    private Outcome<Updated> fetch(Unit unit, Source.GitRepository git, UpdateOptions options)
            throws IOException {
        Wanted wanted = wanted(unit, git, options);
        return switch (installer.newest(wanted, git)) {
            case Newest.Refused(String why) -> new Outcome.Refused<>(why);
            case Newest.Found found ->
                    switch (UpdateStep.decide(unit.record, found, options)) {
                        case UpdateStep.Moved(String why) -> new Outcome.Refused<>(why);
                        case UpdateStep.Older(_, String why) -> new Outcome.Refused<>(why);
                        case UpdateStep.UpToDate(String tag) ->
                                new Outcome.Done<>(new Updated(tag, tag));
                        case UpdateStep.Take _ ->
                                fetched(unit, install(unit, wanted.exactly(found.tag())), options);
                    };
        };
    }

    private Installation install(Unit unit, Wanted wanted) throws IOException {
        Status before = unit.status();
        return installer.install(
                wanted,
                new BuildLog(
                        logs.of(unit.key),
                        words -> {
                            log.info("update {}: {}", unit.id(), words);
                            exchange.tell(unit, before, words);
                        }));
    }

    /// Only what was fetched says for sure which commit a tag names.
    private Outcome<Updated> fetched(Unit unit, Installation end, UpdateOptions options) {
        return switch (end) {
            case Installation.Refused(String why) -> new Outcome.Refused<>(why);
            case Installation.Done(Installed next) -> {
                String tag = version(next.source());
                var found = new Newest.Found(tag, next.source().commit());
                yield UpdateStep.decide(unit.record, found, options)
                                instanceof UpdateStep.Moved(String why)
                        ? new Outcome.Refused<>(why)
                        : take(unit, next, unit.record.source());
            }
        };
    }

    private Outcome<Updated> rollback(Unit unit, boolean admin) {
        ServiceRecord.Installed previous = unit.record.previous();
        if (previous == null) {
            return new Outcome.Refused<>(
                    "There is no earlier version of %s to go back to.".formatted(unit.id()));
        }
        return switch (source(unit.record, admin)) {
            case Source.Parsed.Refused(String why) -> new Outcome.Refused<>(why);
            case Source.Parsed.Good(Source source) ->
                    switch (installer.load(unit.key, source, previous)) {
                        case Installation.Refused(String why) -> new Outcome.Refused<>(why);
                        case Installation.Done(Installed next) ->
                                take(unit, next, unit.record.source());
                    };
        };
    }

    /// @param before what a rollback will go back to
    private Outcome<Updated> take(
            Unit unit, Installed next, ServiceRecord.@Nullable Installed before) {
        unit.lock.lock();
        try {
            if (!units.all().contains(unit)) {
                return new Outcome.Refused<>(NOT_AUTHORIZED);
            }
            // Its owner may have changed its variables while it was built.
            ServiceRecord old = unit.record;
            ServiceRecord record = old.holding(next.source(), next.rawManifest()).after(before);
            return switch (exchange.exchange(unit, next, record)) {
                case Exchange.Outcome.Kept(String why) ->
                        new Outcome.Refused<>(
                                "%s was not updated to %s. %s"
                                        .formatted(unit.id(), name(next), why));
                case Exchange.Outcome.Done() -> {
                    available.remove(unit.key);
                    log.info("{} is at {} now", unit.id(), name(next));
                    yield new Outcome.Done<>(
                            new Updated(version(next.source()), version(old.source())));
                }
            };
        } finally {
            unit.lock.unlock();
        }
    }

    /// Removes from the disk what is neither installed nor kept for a rollback.
    void prune(Unit unit) {
        try {
            installer.removeVersionsBut(
                    unit.key,
                    Stream.of(unit.record.source(), unit.record.previous())
                            .filter(Objects::nonNull)
                            .map(ServiceRecord.Installed::commit)
                            .filter(Objects::nonNull)
                            .collect(Collectors.toSet()));
        } catch (IOException e) {
            log.warn("old versions of {} stay behind until the next start", unit.id(), e);
        }
    }

    /// Where it comes from. What lies on this machine was checked when its address was recorded.
    private static Source.Parsed source(ServiceRecord record, boolean admin) {
        boolean here = HERE.matcher(record.sourceUrl()).lookingAt();
        return Source.parse(record.sourceUrl(), admin || here);
    }

    private static Wanted wanted(Unit unit, Source source, UpdateOptions options) {
        String version =
                Objects.requireNonNullElse(
                        options.version(),
                        Objects.requireNonNullElse(unit.record.desiredVersion(), ""));
        return new Wanted(unit.key, unit.id(), source, version);
    }

    private static String name(Installed installed) {
        String version = version(installed.source());
        return version.isEmpty() ? "what is in its folder now" : version;
    }

    private static String version(ServiceRecord.Installed installed) {
        return Objects.requireNonNullElse(installed.installedVersion(), "");
    }
}
