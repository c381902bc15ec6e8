package cloud.atek.adb.service;

import cloud.atek.adb.Databases;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.AdbApi.Owner;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The state of the process: its databases, and from the host's `init` on the registry of them.
/// Thread-safe.
final class Adb implements AutoCloseable {

    private final Databases databases;
    private final Clock clock;
    private final Access access;
    private @Nullable Registry registry;
    private volatile SqlDesk sql = new SqlDesk(false);

    /// @param self the key that ADB has as a service
    Adb(Databases databases, ServiceKey self, Clock clock) {
        this.databases = databases;
        this.clock = clock;
        this.access = new Access(self);
    }

    /// What one caller sees of it.
    AdbApi as(Caller caller) {
        return new CallerAdb(this, caller);
    }

    Databases databases() {
        return databases;
    }

    /// Opens the server database, or makes one when `serverDbId` is empty.
    ///
    /// @param withSql whether admins may ask in SQL
    synchronized void init(String serverDbId, boolean withSql) throws IOException {
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
        sql = new SqlDesk(withSql);
    }

    /// @throws RpcException before [#init]
    synchronized Registry registry() {
        Registry known = registry;
        if (known == null) {
            throw RpcException.failed("Server db not available");
        }
        return known;
    }

    SqlDesk sql() {
        return sql;
    }

    /// @throws RpcException before [#init]
    People people() {
        return new People(databases, registry().serverDbId());
    }

    Access access() {
        return access;
    }

    /// Makes a database of `owner`.
    synchronized Registration create(Owner owner, @Nullable String alias, @Nullable String access)
            throws IOException {
        requireAccess(access);
        Aliases.require(alias);
        requireFree(owner, alias);
        var registration =
                new Registration(
                        databases.create(),
                        owner,
                        new Registration.CachedMeta(true),
                        access == null ? Registration.PRIVATE : access,
                        alias,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        registry().put(registration);
        return registration;
    }

    /// The owner's database of this alias, made when there is none.
    synchronized Registration getOrCreate(Owner owner, String alias, @Nullable String access)
            throws IOException {
        Optional<Registration> known = registry().byAlias(owner, alias);
        return known.isPresent() ? known.get() : create(owner, alias, access);
    }

    /// Changes what is not null, if that differs from what is known.
    synchronized void edit(String id, Owner owner, @Nullable String alias, @Nullable String access)
            throws IOException {
        requireAccess(access);
        Registration known =
                registry().find(id).orElseThrow(() -> RpcException.failed("DB not found: " + id));
        Registration edited = known.with(owner, alias, access);
        if (edited.equals(known)) {
            return;
        }
        if (!Objects.equals(edited.alias(), known.alias())) {
            Aliases.require(alias);
        }
        if (!Objects.equals(edited.alias(), known.alias())
                || !Objects.equals(edited.owner(), known.owner())) {
            requireFree(owner, edited.alias());
        }
        registry().put(edited);
    }

    /// Forgets that there is such a database. Its log stays where it is.
    synchronized void delete(Registration known) throws IOException {
        registry().remove(known);
    }

    @Override
    public void close() throws IOException {
        databases.close();
    }

    private void requireFree(Owner owner, @Nullable String alias) throws IOException {
        if (alias != null && registry().byAlias(owner, alias).isPresent()) {
            throw RpcException.failed("The alias \"" + alias + "\" is already in use");
        }
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
