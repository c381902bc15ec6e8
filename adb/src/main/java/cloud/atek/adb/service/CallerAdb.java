package cloud.atek.adb.service;

import cloud.atek.adb.Database;
import cloud.atek.adb.Stored;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The API for one caller: every method finds the database, then decides, then works.
final class CallerAdb implements AdbApi {

    private static final int ALIAS_LENGTH_MAX = 256;

    private final Adb adb;
    private final Caller caller;

    CallerAdb(Adb adb, Caller caller) {
        this.adb = adb;
        this.caller = caller;
    }

    @Override
    public void init(Config config) {
        requireHost();
        Failures.shown(() -> {
            String id = config.serverDbId();
            adb.init(id.isEmpty() ? id : requireId(id));
            return id;
        });
    }

    @Override
    public Config getConfig() {
        requireHost();
        return new Config(adb.registry().serverDbId());
    }

    @Override
    public DbInfo dbCreate(DbConfig config) {
        requireAlias(config.alias());
        return Failures.shown(() -> created(adb.create(caller, config)));
    }

    @Override
    public DbInfo dbGetOrCreate(String alias, DbConfig config) {
        Optional<String> id = DbId.parse(alias);
        if (id.isPresent()) {
            return Failures.shown(() -> existing(id.get()));
        }
        requireAlias(alias);
        return Failures.shown(() -> created(adb.getOrCreate(caller, alias, config)));
    }

    @Override
    public List<DbInfo> dbList() {
        return Failures.shown(
                () -> adb.registry().ownedBy(caller).stream().map(this::described).toList());
    }

    @Override
    public DbInfo dbDescribe(String dbId) {
        return Failures.shown(() -> {
            String id = resolve(dbId);
            if (isServerDb(id) && Access.isHost(caller)) {
                var host = new Owner("system", "system");
                return new DbInfo(id, true, true, host, null, Registration.PRIVATE, null);
            }
            return registration(id)
                    .filter(found -> Access.reads(caller, Optional.of(found)))
                    .map(this::described)
                    .orElseGet(() -> unknown(id));
        });
    }

    @Override
    public RecordList recordList(String dbId, KeyPath path, @Nullable ListOptions options) {
        return Failures.shown(() -> {
            String id = readable(dbId);
            ListOptions wanted = options == null ? ListOptions.ALL : options;
            List<Stored> found = adb.databases().with(id, db -> db.list(path, wanted));
            int depth = path.segments().size();
            return new RecordList(found.stream().map(one -> record(id, one, depth, true)).toList());
        });
    }

    @Override
    public DbRecord recordGet(String dbId, KeyPath path) {
        return Failures.shown(() -> {
            String id = readable(dbId);
            Stored found =
                    adb.databases().with(id, db -> db.get(path)).orElseThrow(() -> notFound(path));
            return record(id, found, path.segments().size() - 1, true);
        });
    }

    @Override
    public DbRecord recordPut(String dbId, KeyPath path, ObjectNode value) {
        return Failures.shown(() -> {
            String id = writable(dbId);
            Stored stored = adb.databases().with(id, db -> db.put(path, value));
            forgetRegistration(id, path);
            return record(id, stored, path.segments().size() - 1, false);
        });
    }

    @Override
    public void recordDelete(String dbId, KeyPath path) {
        Failures.shown(() -> {
            String id = writable(dbId);
            adb.databases().with(id, db -> delete(db, path));
            forgetRegistration(id, path);
            return id;
        });
    }

    private static KeyPath delete(Database database, KeyPath path) throws IOException {
        database.delete(path);
        return path;
    }

    private String readable(String dbId) throws IOException {
        String id = resolve(dbId);
        if (!Access.reads(caller, registration(id))) {
            throw RpcException.failed("Not authorized to access " + id);
        }
        return existingId(id);
    }

    private String writable(String dbId) throws IOException {
        String id = resolve(dbId);
        if (!Access.writes(caller, registration(id))) {
            throw RpcException.failed("Not authorized to access " + id);
        }
        return existingId(id);
    }

    private String existingId(String id) {
        if (!adb.databases().exists(id)) {
            throw RpcException.failed("Database not found: " + id);
        }
        return id;
    }

    /// The id that `dbId` spells, or has as the caller's alias.
    private String resolve(String dbId) throws IOException {
        Registry registry = adb.registry();
        Optional<String> id = DbId.parse(dbId);
        return id.isPresent()
                ? id.get()
                : registry.byAlias(caller, dbId)
                        .map(Registration::dbId)
                        .orElseThrow(() -> RpcException.failed("Invalid database ID: " + dbId));
    }

    /// Nothing for the server database, whatever its records say: it is the host's.
    private Optional<Registration> registration(String id) throws IOException {
        return isServerDb(id) ? Optional.empty() : adb.registry().find(id);
    }

    private boolean isServerDb(String id) {
        return adb.registry().serverDbId().equals(id);
    }

    private void forgetRegistration(String id, KeyPath path) {
        List<String> folder = Registration.FOLDER.segments();
        boolean below =
                path.segments().size() > folder.size()
                        && path.segments().subList(0, folder.size()).equals(folder);
        if (isServerDb(id) && below) {
            adb.registry().forget();
        }
    }

    private DbInfo created(Registration made) {
        return new DbInfo(made.dbId(), Access.owns(caller, made), null, null, null, null, null);
    }

    private DbInfo existing(String id) throws IOException {
        readable(id);
        boolean writes = Access.writes(caller, registration(id));
        return new DbInfo(id, writes, null, null, null, null, null);
    }

    private DbInfo described(Registration found) {
        return new DbInfo(
                found.dbId(),
                Access.writes(caller, Optional.of(found)),
                false,
                found.owner(),
                found.alias(),
                found.isPublic() ? Registration.PUBLIC : Registration.PRIVATE,
                found.createdAt());
    }

    private static DbInfo unknown(String id) {
        return new DbInfo(id, false, false, null, null, null, null);
    }

    /// The value goes out as the text that is stored: nothing here reads it.
    ///
    /// @param keyFrom how many names of the path the record's key leaves out
    private static DbRecord record(String id, Stored stored, int keyFrom, boolean withSequence) {
        List<String> names = stored.path().segments();
        String path = stored.path().toString();
        return new DbRecord(
                String.join("/", names.subList(keyFrom, names.size())),
                path,
                "hyper://" + id + path,
                withSequence ? stored.sequence() : null,
                JsonNodeFactory.instance.rawValueNode(new RawValue(stored.json())));
    }

    private static RpcException notFound(KeyPath path) {
        return RpcException.failed("Not found: " + String.join(",", path.segments()));
    }

    private static String requireId(String dbId) {
        return DbId.parse(dbId)
                .orElseThrow(() -> RpcException.failed("Invalid database ID: " + dbId));
    }

    private static void requireAlias(@Nullable String alias) {
        if (alias == null) {
            return;
        }
        if (alias.isBlank() || alias.length() > ALIAS_LENGTH_MAX) {
            throw RpcException.failed("An alias has 1 to " + ALIAS_LENGTH_MAX + " characters");
        }
        if (DbId.parse(alias).isPresent()) {
            throw RpcException.failed("An alias cannot look like a database ID: " + alias);
        }
    }

    private void requireHost() {
        if (!Access.isHost(caller)) {
            throw RpcException.failed("Not authorized");
        }
    }
}
