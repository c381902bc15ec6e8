package cloud.atek.adb.service;

import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AdbApi.DbAdminConfig;
import cloud.atek.api.adb.AdbApi.Owner;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one caller may change in the registry. The server database is in no registry, so nothing
/// here reaches it.
///
/// Admins change everything. Everybody else changes databases that are his and his service's, in
/// person all that are his, and gives none to another user or to the service of another user.
final class Administration {

    private final Adb adb;
    private final Rights rights;

    Administration(Adb adb, Rights rights) {
        this.adb = adb;
        this.rights = rights;
    }

    Registration create(DbAdminConfig config) throws IOException {
        Caller caller = rights.caller();
        var mine = new Owner(caller.user().value(), caller.service().value());
        Owner owner = owner(config.owner(), mine);
        if (!rights.isAdmin()) {
            requireUser(owner, mine);
            requireService(owner, mine);
        }
        return adb.create(owner, config.alias(), config.access());
    }

    /// @param dbId an id or an alias
    void edit(String dbId, DbAdminConfig config) throws IOException {
        String id = rights.resolve(dbId);
        Registration known =
                rights.registration(id)
                        .orElseThrow(() -> RpcException.failed("DB not found: " + id));
        Owner before = known.owner() == null ? new Owner(null, null) : known.owner();
        Owner after = owner(config.owner(), before);
        if (!rights.isAdmin()) {
            requireMine(known);
            requireUser(after, before);
            requireService(after, before);
        }
        adb.edit(id, after, config.alias(), config.access());
    }

    void delete(String id) throws IOException {
        Registration known =
                rights.registration(id).orElseThrow(() -> RpcException.failed("DB not found"));
        if (!rights.isAdmin()) {
            requireMine(known);
        }
        adb.delete(known);
    }

    private void requireMine(Registration known) {
        Caller caller = rights.caller();
        if (!known.ownedBy(caller.user().value())) {
            throw RpcException.failed("Can't configure a database owned by a different user");
        }
        if (!Access.owns(caller, known) && !adb.access().isInPerson(caller)) {
            throw RpcException.failed("Can't configure a database owned by a different service");
        }
    }

    private static void requireUser(Owner after, Owner before) {
        if (!String.valueOf(after.userKey()).equals(before.userKey())) {
            throw RpcException.failed("Can't change the owning user of a database");
        }
    }

    private void requireService(Owner after, Owner before) throws IOException {
        String service = String.valueOf(after.serviceKey());
        if (service.equals(before.serviceKey()) || service.equals(adb.access().self().value())) {
            return;
        }
        Optional<UserKey> owner = adb.people().ownerOf(new ServiceKey(service));
        if (owner.isEmpty()) {
            throw RpcException.failed(
                    "Invalid owning service: "
                            + service
                            + ". Key does not map to any known services."
                            + " Has the owning service been deleted?");
        }
        if (!owner.get().equals(rights.caller().user())) {
            throw RpcException.failed(
                    "Can't configure a database to be owned by a service owned by another user");
        }
    }

    /// Half of an owner takes the other half from what was before.
    private static Owner owner(@Nullable Owner wanted, Owner before) {
        if (wanted == null) {
            return before;
        }
        String user = wanted.userKey() == null ? before.userKey() : wanted.userKey();
        String service = wanted.serviceKey() == null ? before.serviceKey() : wanted.serviceKey();
        return new Owner(
                user == null ? null : new UserKey(user).value(),
                service == null ? null : new ServiceKey(service).value());
    }
}
