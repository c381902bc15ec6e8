package cloud.atek.adb.service;

import cloud.atek.adb.Database;
import cloud.atek.adb.Databases;
import cloud.atek.adb.Stored;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.AdbApi.Owner;
import cloud.atek.kit.Caller;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which databases there are, and whose they are: the records of the server database, remembered
/// until one of them changes. Thread-safe.
final class Registry {

    private static final Logger log = LoggerFactory.getLogger(Registry.class);

    private final Databases databases;
    private final String serverDbId;
    private @Nullable Map<String, Registration> known;

    Registry(Databases databases, String serverDbId) {
        this.databases = databases;
        this.serverDbId = serverDbId;
    }

    String serverDbId() {
        return serverDbId;
    }

    Optional<Registration> find(String dbId) throws IOException {
        return Optional.ofNullable(known().get(dbId));
    }

    /// The database that the caller's user and service know by this alias.
    Optional<Registration> byAlias(Caller caller, String alias) throws IOException {
        return ownedBy(caller).stream().filter(one -> alias.equals(one.alias())).findFirst();
    }

    /// The database that this user and service know by this alias.
    Optional<Registration> byAlias(Owner owner, String alias) throws IOException {
        return known().values().stream()
                .filter(one -> owner.equals(one.owner()) && alias.equals(one.alias()))
                .findFirst();
    }

    /// All databases of a user, through whatever service they were made.
    List<Registration> ownedBy(UserKey user) throws IOException {
        return known().values().stream().filter(one -> one.ownedBy(user.value())).toList();
    }

    List<Registration> ownedBy(Caller caller) throws IOException {
        return known().values().stream().filter(one -> Access.owns(caller, one)).toList();
    }

    /// Durably, a new one or one that is known.
    synchronized void put(Registration registration) throws IOException {
        databases.with(serverDbId, db -> db.put(registration.path(), registration.toJson()));
        known = null;
    }

    /// Durably.
    synchronized void remove(Registration registration) throws IOException {
        databases.with(serverDbId, db -> deleted(db, registration));
        known = null;
    }

    /// Somebody wrote to the records behind this.
    synchronized void forget() {
        known = null;
    }

    private synchronized Map<String, Registration> known() throws IOException {
        Map<String, Registration> all = known;
        if (all == null) {
            all = read();
            known = all;
        }
        return all;
    }

    private static String deleted(Database db, Registration registration) throws IOException {
        db.delete(registration.path());
        return registration.dbId();
    }

    private Map<String, Registration> read() throws IOException {
        var all = new LinkedHashMap<String, Registration>();
        List<Stored> records =
                databases.with(serverDbId, db -> db.list(Registration.FOLDER, ListOptions.ALL));
        for (Stored record : records) {
            try {
                Registration one = Registration.of(record.json());
                all.put(one.dbId(), one);
            } catch (IllegalArgumentException e) {
                log.warn("the record {} is not that of a database", record.path(), e);
            }
        }
        return all;
    }
}
