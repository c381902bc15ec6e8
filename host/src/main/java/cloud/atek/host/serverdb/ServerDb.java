package cloud.atek.host.serverdb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.host.gateway.Gateway;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The open server database. Thread-safe.
public final class ServerDb {

    private static final Logger log = LoggerFactory.getLogger(ServerDb.class);

    private final AdbClient adb;
    private final String id;
    private final BooleanSupplier sql;

    private ServerDb(AdbClient adb, String id, BooleanSupplier sql) {
        this.adb = adb;
        this.id = id;
        this.sql = sql;
    }

    /// Opens it, or makes it when `id` is empty.
    ///
    /// @param sql whether ADB answers admins in SQL; asked each time that ADB is told
    /// @throws ServerDbException when ADB cannot
    public static ServerDb open(Gateway gateway, String id, BooleanSupplier sql) {
        var adb = new AdbClient(gateway);
        adb.init(id, sql.getAsBoolean());
        return new ServerDb(adb, adb.serverDbId(), sql);
    }

    /// Tells an ADB that has just started anew which database is the host's, or one that runs that
    /// `sql` has changed.
    public void reopen() {
        try {
            adb.init(id, sql.getAsBoolean());
        } catch (ServerDbException e) {
            // It may still answer later; until then callers are told that the database is closed.
            log.error("the server database was not opened again", e);
        }
    }

    /// 64 hex digits.
    public String id() {
        return id;
    }

    /// The databases of users, for what the host does on their behalf.
    public Databases databases() {
        return new Databases(adb);
    }

    /// Opens a table: the records right below `path`, each a `type`.
    public <T> Table<T> table(String path, Class<T> type) {
        return new Table<>(adb, id, KeyPath.parse(path), type);
    }
}
