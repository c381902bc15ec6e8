package cloud.atek.adb.service;

import cloud.atek.adb.Database;
import cloud.atek.adb.Page;
import cloud.atek.adb.Stat;
import cloud.atek.adb.Stored;
import cloud.atek.api.Live;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.Expectations;
import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.IndexInfo;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.MergeOptions;
import cloud.atek.api.adb.MergePage;
import cloud.atek.api.adb.Moment;
import cloud.atek.api.adb.Query;
import cloud.atek.api.adb.QueryPage;
import cloud.atek.api.adb.QueryPlan;
import cloud.atek.api.adb.TextQuery;
import cloud.atek.api.adb.ViewConfig;
import cloud.atek.api.adb.ViewInfo;
import cloud.atek.api.adb.ViewPage;
import cloud.atek.api.adb.ViewQuery;
import cloud.atek.api.adb.WatchEvent;
import cloud.atek.api.adb.WatchOptions;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The API for one caller: every method finds the database, then decides, then works.
final class CallerAdb implements AdbApi {

    private final Adb adb;
    private final Caller caller;
    private final Rights rights;
    private final Administration administration;
    private final CallerHistory history;
    private final CallerViews views;
    private final CallerStorage storage;
    private final CallerBlobs blobs;
    private final CallerTransfer transfer;
    private final CallerWatch watches;

    CallerAdb(Adb adb, Caller caller) {
        this.adb = adb;
        this.caller = caller;
        this.rights = new Rights(adb, caller);
        this.history = new CallerHistory(rights);
        this.views = new CallerViews(rights);
        this.storage = new CallerStorage(rights);
        this.blobs = new CallerBlobs(rights);
        this.transfer = new CallerTransfer(rights);
        this.watches = new CallerWatch(rights);
        this.administration = new Administration(adb, rights);
    }

    @Override
    public void init(Config config) {
        requireHost();
        Failures.shown(() -> {
            String id = config.serverDbId();
            adb.init(id.isEmpty() ? id : requireId(id), Boolean.TRUE.equals(config.sql()));
            return id;
        });
    }

    @Override
    public Config getConfig() {
        requireHost();
        return new Config(adb.registry().serverDbId(), adb.sql().open() ? true : null);
    }

    @Override
    public DbInfo dbCreate(@Nullable DbConfig config) {
        DbConfig wanted = config == null ? DbConfig.DEFAULT : config;
        return Failures.shown(() -> {
            Registration made = adb.create(me(), wanted.alias(), wanted.access());
            storage.retain(made.dbId(), wanted.retention());
            return created(made);
        });
    }

    @Override
    public DbInfo dbGetOrCreate(String alias, @Nullable DbConfig config) {
        DbConfig wanted = config == null ? DbConfig.DEFAULT : config;
        Optional<String> id = DbId.parse(alias);
        if (id.isPresent()) {
            return Failures.shown(() -> existing(id.get()));
        }
        return Failures.shown(() -> {
            boolean known = adb.registry().byAlias(caller, alias).isPresent();
            Registration made = adb.getOrCreate(me(), alias, wanted.access());
            storage.retain(made.dbId(), known ? null : wanted.retention());
            return created(made);
        });
    }

    @Override
    public void dbConfigure(String dbId, DbConfig config) {
        Failures.shown(() -> {
            String id = rights.resolve(dbId);
            administration.edit(id, new DbAdminConfig(null, config.alias(), config.access()));
            return storage.retain(id, config.retention());
        });
    }

    @Override
    public DbConfig dbGetConfig(String dbId) {
        return Failures.shown(() -> {
            String id = rights.readable(dbId);
            Registration found =
                    rights.registration(id)
                            .orElseThrow(
                                    () -> RpcException.failed("No config for this database found"));
            return new DbConfig(found.alias(), accessOf(found), storage.retention(id));
        });
    }

    @Override
    public List<DbInfo> adminListDbsByOwningUser(@Nullable String owningUserKey) {
        UserKey user = owningUserKey == null ? caller.user() : new UserKey(owningUserKey);
        return Failures.shown(() -> {
            if (!user.equals(caller.user()) && !rights.isAdmin()) {
                throw RpcException.failed("Cannot enumerate databases owned by another user");
            }
            var all = new ArrayList<DbInfo>();
            if (user.equals(UserKey.SYSTEM) && rights.isAdmin()) {
                all.add(serverDb());
            }
            for (Registration one : adb.registry().ownedBy(user)) {
                all.add(described(one));
            }
            return all;
        });
    }

    @Override
    public DbInfo adminCreateDb(DbAdminConfig config) {
        return Failures.shown(() -> created(administration.create(config)));
    }

    @Override
    public void adminEditDbConfig(String dbId, DbAdminConfig config) {
        Failures.shown(() -> {
            administration.edit(dbId, config);
            return dbId;
        });
    }

    @Override
    public void adminDeleteDb(String dbId) {
        Failures.shown(() -> {
            administration.delete(requireId(dbId));
            return dbId;
        });
    }

    @Override
    public List<DbInfo> dbList() {
        return Failures.shown(() -> {
            var all = new ArrayList<DbInfo>();
            for (Registration one : adb.registry().ownedBy(caller)) {
                all.add(described(one));
            }
            return all;
        });
    }

    @Override
    public DbInfo dbDescribe(String dbId) {
        return Failures.shown(() -> {
            String id = rights.resolve(dbId);
            if (rights.isServerDb(id) && rights.isHost()) {
                return serverDb();
            }
            Optional<Registration> found = rights.registration(id);
            return found.isPresent() && rights.reads(found) ? described(found.get()) : unknown(id);
        });
    }

    @Override
    public RecordList recordList(String dbId, KeyPath path, @Nullable ListOptions options) {
        return Failures.shown(() -> {
            String id = readable(dbId);
            ListOptions wanted = options == null ? ListOptions.ALL : options;
            List<Stored> found = adb.databases().with(id, db -> db.list(path, wanted));
            int depth = path.segments().size();
            return new RecordList(
                    found.stream().map(one -> Records.of(id, one, depth, true)).toList());
        });
    }

    @Override
    public DbRecord recordGet(String dbId, KeyPath path, @Nullable GetOptions options) {
        Moment at = options == null ? null : options.at();
        return Failures.shown(() -> {
            String id = readable(dbId);
            Stored found =
                    adb.databases()
                            .with(id, db -> at == null ? db.get(path) : db.get(path, at))
                            .orElseThrow(() -> Failures.notFound(path));
            return Records.of(id, found, path.segments().size() - 1, true);
        });
    }

    @Override
    public DbRecord recordPut(String dbId, KeyPath path, ObjectNode value) {
        return Failures.shown(() -> {
            String id = writable(dbId);
            Stored stored = adb.databases().with(id, db -> db.put(path, value));
            forgetRegistration(id, path);
            return Records.of(id, stored, path.segments().size() - 1, false);
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

    @Override
    public BatchResult batch(
            String dbId, List<BatchOperation> operations, @Nullable BatchOptions options) {
        Expectations expect = options == null ? null : options.expect();
        return Failures.shown(() -> {
            String id = writable(dbId);
            List<Expected> expected = expect == null ? List.of() : expect.all();
            long sequence = adb.databases().with(id, db -> db.batch(operations, expected));
            operations.forEach(one -> forgetRegistration(id, one.path()));
            return new BatchResult(sequence);
        });
    }

    @Override
    public List<Diff> recordDiff(String dbId, DiffOptions options) {
        return Failures.shown(() -> history.diff(dbId, options));
    }

    @Override
    public RecordHistory recordHistory(
            String dbId, KeyPath path, @Nullable HistoryOptions options) {
        return Failures.shown(() -> history.of(dbId, path, options));
    }

    @Override
    public @Nullable DbRecord restore(String dbId, KeyPath path, Moment at) {
        return Failures.shown(
                        () -> {
                            String id = writable(dbId);
                            Optional<Stored> stored =
                                    adb.databases().with(id, db -> db.restore(path, at));
                            forgetRegistration(id, path);
                            return stored.map(
                                    one -> Records.of(id, one, path.segments().size() - 1, true));
                        })
                .orElse(null);
    }

    @Override
    public DbStat stat(String dbId) {
        return Failures.shown(() -> {
            String id = readable(dbId);
            Stat is = adb.databases().stat(id);
            return new DbStat(
                    id,
                    is.records(),
                    is.versions(),
                    is.sequence(),
                    is.viewLag(),
                    is.logBytes(),
                    is.viewBytes(),
                    is.blobs(),
                    is.blobBytes(),
                    CallerStorage.progress(is.building()));
        });
    }

    @Override
    public BlobList blobList(String dbId, KeyPath path, @Nullable ListOptions options) {
        return Failures.shown(() -> blobs.list(dbId, path, options));
    }

    @Override
    public Blob blobStat(String dbId, KeyPath path) {
        return Failures.shown(() -> blobs.stat(dbId, path));
    }

    @Override
    public void blobDelete(String dbId, KeyPath path) {
        Failures.shown(() -> blobs.delete(dbId, path));
    }

    @Override
    public Live<WatchEvent> watch(String dbId, @Nullable WatchOptions options) {
        return Failures.shown(() -> watches.watch(dbId, options));
    }

    @Override
    public QueryPage recordQuery(String dbId, Query query) {
        return Failures.shown(() -> {
            String id = readable(dbId);
            return page(id, query.path(), adb.databases().with(id, db -> db.query(query)));
        });
    }

    @Override
    public QueryPlan recordExplain(String dbId, Query query) {
        return Failures.shown(() -> {
            String id = readable(dbId);
            return adb.databases().with(id, db -> db.explain(query));
        });
    }

    @Override
    public QueryPage textSearch(String dbId, TextQuery query) {
        return Failures.shown(() -> {
            String id = readable(dbId);
            return page(id, query.path(), adb.databases().with(id, db -> db.search(query)));
        });
    }

    @Override
    public IndexInfo indexDefine(String dbId, IndexConfig index) {
        return Failures.shown(() -> {
            String id = writable(dbId);
            return adb.databases().with(id, db -> db.defineIndex(index));
        });
    }

    @Override
    public List<IndexInfo> indexList(String dbId) {
        return Failures.shown(() -> {
            String id = readable(dbId);
            return adb.databases().with(id, Database::indexes);
        });
    }

    @Override
    public void indexDrop(String dbId, String name) {
        Failures.shown(() -> views.dropIndex(dbId, name));
    }

    @Override
    public ExportPage recordExport(String dbId, @Nullable ExportOptions options) {
        return Failures.shown(() -> transfer.out(dbId, options));
    }

    @Override
    public ImportResult recordImport(
            String dbId, List<ImportRecord> records, @Nullable ImportOptions options) {
        return Failures.shown(() -> {
            String id = writable(dbId);
            ImportResult result = transfer.in(id, records, options);
            records.forEach(one -> forgetRegistration(id, one.path()));
            return result;
        });
    }

    @Override
    public SqlResult sqlQuery(String dbId, String sql, @Nullable List<JsonNode> params) {
        return Failures.shown(() -> transfer.sql(adb.sql(), dbId, sql, params));
    }

    @Override
    public ViewInfo viewDefine(String dbId, ViewConfig view) {
        return Failures.shown(() -> views.define(dbId, view));
    }

    @Override
    public List<ViewInfo> viewList(String dbId) {
        return Failures.shown(() -> views.list(dbId));
    }

    @Override
    public void viewDrop(String dbId, String name) {
        Failures.shown(() -> views.drop(dbId, name));
    }

    @Override
    public ViewPage viewGet(String dbId, String name, @Nullable ViewQuery query) {
        return Failures.shown(() -> views.page(dbId, name, query));
    }

    @Override
    public MergePage recordMerge(List<String> dbIds, KeyPath path, @Nullable MergeOptions options) {
        return Failures.shown(() -> views.merge(dbIds, path, options));
    }

    @Override
    public PurgeResult purge(String dbId, KeyPath path, @Nullable PurgeOptions options) {
        return Failures.shown(() -> storage.purge(dbId, path, options));
    }

    @Override
    public CompactResult compact(String dbId) {
        return Failures.shown(() -> storage.compact(dbId));
    }

    @Override
    public BuildProgress rebuild(String dbId) {
        return Failures.shown(() -> storage.rebuild(dbId));
    }

    private static QueryPage page(String id, KeyPath path, Page found) {
        int depth = path.segments().size();
        return new QueryPage(
                found.records().stream().map(one -> Records.of(id, one, depth, true)).toList(),
                found.next(),
                found.count());
    }

    private static KeyPath delete(Database database, KeyPath path) throws IOException {
        database.delete(path);
        return path;
    }

    private String readable(String dbId) throws IOException {
        return rights.readable(dbId);
    }

    private String writable(String dbId) throws IOException {
        return rights.writable(dbId);
    }

    private Owner me() {
        return new Owner(caller.user().value(), caller.service().value());
    }

    private void forgetRegistration(String id, KeyPath path) {
        List<String> folder = Registration.FOLDER.segments();
        boolean below =
                path.segments().size() > folder.size()
                        && path.segments().subList(0, folder.size()).equals(folder);
        if (rights.isServerDb(id) && below) {
            adb.registry().forget();
        }
    }

    private static DbInfo created(Registration made) {
        return new DbInfo(made.dbId(), true, null, null, null, null, null);
    }

    private DbInfo existing(String id) throws IOException {
        rights.readable(id);
        boolean writes = rights.writes(rights.registration(id));
        return new DbInfo(id, writes, null, null, null, null, null);
    }

    private DbInfo described(Registration found) throws IOException {
        return new DbInfo(
                found.dbId(),
                rights.writes(Optional.of(found)),
                false,
                found.owner(),
                found.alias(),
                accessOf(found),
                found.createdAt());
    }

    private DbInfo serverDb() {
        var host = new Owner("system", "system");
        String id = adb.registry().serverDbId();
        return new DbInfo(id, rights.isHost(), true, host, null, Registration.PRIVATE, null);
    }

    private static String accessOf(Registration found) {
        return found.isPublic() ? Registration.PUBLIC : Registration.PRIVATE;
    }

    private static DbInfo unknown(String id) {
        return new DbInfo(id, false, false, null, null, null, null);
    }

    private static String requireId(String dbId) {
        return DbId.parse(dbId)
                .orElseThrow(() -> RpcException.failed("Invalid database ID: " + dbId));
    }

    private void requireHost() {
        if (!rights.isHost()) {
            throw RpcException.failed("Not authorized");
        }
    }
}
