package cloud.atek.host.services;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.InstallOptions;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.host.install.Installation;
import cloud.atek.host.install.Installed;
import cloud.atek.host.install.Installer;
import cloud.atek.host.install.Progress;
import cloud.atek.host.install.Source;
import cloud.atek.host.install.Wanted;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
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

    /// @param keys makes keys that were never used before
    Installs(Installer installer, Supplier<String> keys) {
        this.installer = installer;
        this.keys = keys;
    }

    /// What an installation came to.
    sealed interface Made {

        /// Its package is on the disk; nobody knows of it yet.
        record Done(Unit unit) implements Made {}

        /// @param why one plain sentence; what a compiler said may follow on lines of its own
        record Refused(String why) implements Made {}
    }

    /// A service that the host brings along; its key is its ID.
    Made core(ServiceId id, Source source, Map<String, String> config) throws IOException {
        var wanted = new Wanted(new ServiceKey(id.value()), id, source, "");
        var options = new InstallOptions(source.address(), null, null, null, config);
        return make(wanted, UserKey.SYSTEM, options, true);
    }

    /// A service that somebody wants.
    Made create(Source source, UserKey owner, InstallOptions options, ServiceId id)
            throws IOException {
        var key = new ServiceKey(keys.get());
        String version = Objects.requireNonNullElse(options.desiredVersion(), "");
        return make(new Wanted(key, id, source, version), owner, options, false);
    }

    private Made make(Wanted wanted, UserKey owner, InstallOptions options, boolean core)
            throws IOException {
        Progress progress = words -> log.info("install {}: {}", wanted.id(), words);
        return switch (installer.install(wanted, progress)) {
            case Installation.Refused(String why) -> new Made.Refused(why);
            case Installation.Done(Installed installed) -> {
                Map<String, String> config = options.config();
                var record =
                        new ServiceRecord(
                                wanted.id(),
                                owner,
                                wanted.source().address(),
                                options.desiredVersion(),
                                installed.source(),
                                installed.rawManifest(),
                                config == null || config.isEmpty() ? null : config);
                yield new Made.Done(new Unit(wanted.key(), core, record, installed));
            }
        };
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
