package cloud.atek.adb.service;

import cloud.atek.adb.Databases;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.AdbApi.DbConfig;
import cloud.atek.api.adb.AdbApi.Owner;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of the process: its databases, and from the host's `init` on the registry of them.
/// Thread-safe.
final class Adb implements AutoCloseable {

    private final Databases databases;
    private final Clock clock;
    private @Nullable Registry registry;

    Adb(Databases databases, Clock clock) {
        this.databases = databases;
        this.clock = clock;
    }

    /// What one caller sees of it.
    AdbApi as(Caller caller) {
        return new CallerAdb(this, caller);
    }

    Databases databases() {
        return databases;
    }

    /// Opens the server database, or makes one when `serverDbId` is empty.
    synchronized void init(String serverDbId) throws IOException {
        if (registry != null) {
            throw RpcException.failed("ADB has already been initialized");
        }
        String id = serverDbId.isEmpty() ? databases.create() : serverDbId;
        if (!databases.exists(id)) {
            throw RpcException.failed(
                    "Server database not found: "
                            + id
                            + ". Restore the data folder from a backup, or clear serverDbId");
        }
        databases.with(id, db -> db.id());
        registry = new Registry(databases, id);
    }

    /// @throws RpcException before [#init]
    synchronized Registry registry() {
        Registry known = registry;
        if (known == null) {
            throw RpcException.failed("Server db not available");
        }
        return known;
    }

    /// Makes a database of the caller.
    synchronized Registration create(Caller caller, DbConfig config) throws IOException {
        requireAccess(config.access());
        String alias = config.alias();
        if (alias != null && registry().byAlias(caller, alias).isPresent()) {
            throw RpcException.failed("The alias \"" + alias + "\" is already in use");
        }
        return register(caller, config, databases.create());
    }

    /// The caller's database of this alias, made when there is none.
    synchronized Registration getOrCreate(Caller caller, String alias, DbConfig config)
            throws IOException {
        Optional<Registration> known = registry().byAlias(caller, alias);
        return known.isPresent()
                ? known.get()
                : create(caller, new DbConfig(alias, config.access()));
    }

    @Override
    public void close() throws IOException {
        databases.close();
    }

    private Registration register(Caller caller, DbConfig config, String id) throws IOException {
        var registration =
                new Registration(
                        id,
                        new Owner(caller.user().value(), caller.service().value()),
                        new Registration.CachedMeta(true),
                        config.access() == null ? Registration.PRIVATE : config.access(),
                        config.alias(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        registry().add(registration);
        return registration;
    }

    private static void requireAccess(@Nullable String access) {
        boolean known =
                access == null
                        || access.equals(Registration.PUBLIC)
                        || access.equals(Registration.PRIVATE);
        if (!known) {
            throw RpcException.failed("access is \"" + access + "\": want public or private");
        }
    }
}
