package cloud.atek.host.services;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.InstallOptions;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.api.services.ServiceRecord.SourceType;
import cloud.atek.host.install.Installation;
import cloud.atek.host.install.Installed;
import cloud.atek.host.install.Installer;
import cloud.atek.host.install.Progress;
import cloud.atek.host.install.Source;
import cloud.atek.host.install.Versions;
import cloud.atek.host.install.Wanted;
import cloud.atek.host.log.ServiceLogs;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes units of packages: new ones, core ones, and those that were installed before. Thread-safe;
/// blocks while it fetches and builds.
final class Installs {

    private static final Logger log = LoggerFactory.getLogger(Installs.class);

    private final Installer installer;
    private final Supplier<String> keys;
    private final ServiceLogs logs;

    /// @param keys makes keys that were never used before
    /// @param logs hear how an installation goes on
    Installs(Installer installer, Supplier<String> keys, ServiceLogs logs) {
        this.installer = installer;
        this.keys = keys;
        this.logs = logs;
    }

    /// What an installation came to.
    sealed interface Made {

        /// Its package is on the disk; nobody knows of it yet.
        record Done(Unit unit) implements Made {}

        /// @param why one plain sentence; what a compiler said may follow on lines of its own
        record Refused(String why) implements Made {}
    }

    /// A service that the host brings along; its key is its ID. What comes from Git is installed
    /// once and kept: the host starts without a network.
    Made core(ServiceId id, Source source, String version, Map<String, String> config)
            throws IOException {
        var wanted = new Wanted(new ServiceKey(id.value()), id, source, version);
        var options = new InstallOptions(source.address(), null, version, null, config);
        Progress progress =
                new BuildLog(logs.of(wanted.key()), words -> log.info("install {}: {}", id, words));
        if (!(source instanceof Source.GitRepository)) {
            return make(wanted, UserKey.SYSTEM, options, true, progress);
        }
        Optional<Unit> kept = kept(wanted, options);
        if (kept.isPresent() && fits(kept.get(), version)) {
            return new Made.Done(kept.get());
        }
        Made made = make(wanted, UserKey.SYSTEM, options, true, progress);
        return switch (made) {
            case Made.Done(Unit unit) -> {
                installer.record(unit.key, unit.record);
                yield made;
            }
            case Made.Refused(String why) when kept.isPresent() -> {
                log.warn("{} stays as it is: {}", id, why);
                yield new Made.Done(kept.get());
            }
            case Made.Refused _ -> made;
        };
    }

    /// What an earlier start installed from the same address, with the variables of this one.
    private Optional<Unit> kept(Wanted wanted, InstallOptions options) {
        return installer
                .recorded(wanted.key())
                .filter(old -> old.sourceUrl().equals(wanted.source().address()))
                .map(old ->
                        record(wanted, UserKey.SYSTEM, options, old.source())
                                .holding(old.source(), old.manifest())
                                .after(old.previous()))
                .map(record -> new Unit(wanted.key(), true, record, loaded(wanted.key(), record)))
                .filter(unit -> unit.installed != null);
    }

    private static boolean fits(Unit unit, String version) {
        String tag = unit.record.source().installedVersion();
        return tag != null && Versions.fits(tag, version);
    }

    /// A service that somebody wants.
    ///
    /// @return how it is seen until [#finish] is done
    Unit begin(Source source, UserKey owner, InstallOptions options, ServiceId id) {
        SourceType type = source instanceof Source.Folder ? SourceType.FILE : SourceType.GIT;
        var nothing = new ServiceRecord.Installed(type, null, null, null, null);
        var wanted = new Wanted(new ServiceKey(keys.get()), id, source, "");
        var unit = new Unit(wanted.key(), false, record(wanted, owner, options, nothing), null);
        unit.turn(installing("Its installation begins"));
        return unit;
    }

    private static Status installing(String words) {
        return Status.of(State.INSTALLING, words, Status.Comes.SOON);
    }

    /// Fetches and builds what [#begin] began.
    ///
    /// @return when it is done, `unit` itself
    Made finish(Unit unit, Source source, InstallOptions options) throws IOException {
        String version = Objects.requireNonNullElse(options.desiredVersion(), "");
        Progress progress =
                new BuildLog(
                        logs.of(unit.key),
                        words -> {
                            log.info("install {}: {}", unit.id(), words);
                            unit.turn(installing(words));
                        });
        var wanted = new Wanted(unit.key, unit.id(), source, version);
        Made made = make(wanted, unit.owner(), options, false, progress);
        if (made instanceof Made.Done(Unit done)) {
            unit.record = done.record;
            unit.installed = done.installed;
            return new Made.Done(unit);
        }
        logs.delete(unit.key);
        return made;
    }

    private Made make(
            Wanted wanted, UserKey owner, InstallOptions options, boolean core, Progress progress)
            throws IOException {
        return switch (installer.install(wanted, progress)) {
            case Installation.Refused(String why) -> new Made.Refused(why);
            case Installation.Done(Installed installed) -> {
                ServiceRecord record = record(wanted, owner, options, installed.source());
                yield new Made.Done(
                        new Unit(
                                wanted.key(),
                                core,
                                record.holding(installed.source(), installed.rawManifest()),
                                installed));
            }
        };
    }

    private static ServiceRecord record(
            Wanted wanted,
            UserKey owner,
            InstallOptions options,
            ServiceRecord.Installed installed) {
        Map<String, String> config = options.config();
        return new ServiceRecord(
                        wanted.id(),
                        owner,
                        wanted.source().address(),
                        options.desiredVersion(),
                        installed,
                        null,
                        config == null || config.isEmpty() ? null : config)
                .living(options.activation(), options.idleSeconds(), false);
    }

    /// A service that was installed before. When its files are missing it can only be seen and
    /// uninstalled.
    Unit load(ServiceKey key, ServiceRecord record) {
        return new Unit(key, false, record, loaded(key, record));
    }

    private @Nullable Installed loaded(ServiceKey key, ServiceRecord record) {
        return switch (Source.parse(record.sourceUrl(), true)) {
            case Source.Parsed.Refused _ -> null;
            case Source.Parsed.Good(Source source) ->
                    switch (installer.load(key, source, record.source())) {
                        case Installation.Done(Installed found) -> found;
                        case Installation.Refused(String why) -> {
                            log.warn("{}: {}", record.id(), why);
                            yield null;
                        }
                    };
        };
    }

    /// Takes its package off the disk; what cannot be deleted now is at the next boot.
    void remove(Unit unit) {
        try {
            installer.remove(unit.key);
        } catch (IOException e) {
            log.warn("files of {} stay behind until the next start", unit.id(), e);
        }
    }
}
