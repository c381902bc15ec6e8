package cloud.atek.adb.service;

import cloud.atek.adb.Databases;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import java.io.IOException;
import java.util.Optional;

/// What one caller may: finds the database that he means, and refuses what is not his.
final class Rights {

    private final Adb adb;
    private final Caller caller;

    Rights(Adb adb, Caller caller) {
        this.adb = adb;
        this.caller = caller;
    }

    Caller caller() {
        return caller;
    }

    Databases databases() {
        return adb.databases();
    }

    boolean isHost() {
        return Access.isHost(caller);
    }

    /// Whether the caller has all that is anybody's: the host, and admins in person.
    boolean isAdmin() throws IOException {
        return isHost() || isAdminInPerson();
    }

    /// The id of a database that the caller reads.
    ///
    /// @throws RpcException when he may not, or there is none
    String readable(String dbId) throws IOException {
        String id = resolve(dbId);
        if (!reads(registration(id))) {
            throw RpcException.failed("Not authorized to access " + id);
        }
        return existing(id);
    }

    /// The id of a database that the caller writes.
    ///
    /// @throws RpcException when he may not, or there is none
    String writable(String dbId) throws IOException {
        String id = resolve(dbId);
        if (!writes(registration(id))) {
            throw RpcException.failed("Not authorized to access " + id);
        }
        return existing(id);
    }

    boolean reads(Optional<Registration> database) throws IOException {
        // Whether he is an admin is asked last: it takes a record.
        return adb.access().reads(caller, false, database)
                || (database.isPresent() && isAdminInPerson());
    }

    boolean writes(Optional<Registration> database) throws IOException {
        return adb.access().writes(caller, false, database)
                || (database.isPresent() && isAdminInPerson());
    }

    /// The id that `dbId` spells, or has as the caller's alias.
    String resolve(String dbId) throws IOException {
        Registry registry = adb.registry();
        Optional<String> id = DbId.parse(dbId);
        return id.isPresent()
                ? id.get()
                : registry.byAlias(caller, dbId)
                        .map(Registration::dbId)
                        .orElseThrow(() -> RpcException.failed("Invalid database ID: " + dbId));
    }

    /// Nothing for the server database, whatever its records say: it is the host's.
    Optional<Registration> registration(String id) throws IOException {
        return isServerDb(id) ? Optional.empty() : adb.registry().find(id);
    }

    boolean isServerDb(String id) {
        return adb.registry().serverDbId().equals(id);
    }

    private boolean isAdminInPerson() throws IOException {
        return adb.access().isInPerson(caller) && adb.people().isAdmin(caller.user());
    }

    private String existing(String id) {
        if (!adb.databases().exists(id)) {
            throw RpcException.failed("Database not found: " + id);
        }
        return id;
    }
}
