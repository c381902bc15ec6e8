package cloud.atek.kit.adb;

import cloud.atek.api.Live;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.BatchOptions;
import cloud.atek.api.adb.AdbApi.DbInfo;
import cloud.atek.api.adb.AdbApi.DbRecord;
import cloud.atek.api.adb.AdbApi.DbStat;
import cloud.atek.api.adb.AdbApi.Diff;
import cloud.atek.api.adb.AdbApi.DiffOptions;
import cloud.atek.api.adb.AdbApi.HistoryOptions;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.AdbApi.RecordVersion;
import cloud.atek.api.adb.Expectations;
import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.IndexInfo;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Moment;
import cloud.atek.api.adb.Query;
import cloud.atek.api.adb.QueryPage;
import cloud.atek.api.adb.TextQuery;
import cloud.atek.api.adb.ViewConfig;
import cloud.atek.api.adb.ViewInfo;
import cloud.atek.api.adb.ViewPage;
import cloud.atek.api.adb.ViewQuery;
import cloud.atek.api.adb.WatchEvent;
import cloud.atek.api.adb.WatchOptions;
import cloud.atek.kit.HostApis;
import cloud.atek.kit.RpcException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/// One database. Where a path is asked for, a text such as `/notes/first` will do, or a [KeyPath],
/// whose names may have slashes. Thread-safe; it calls and fails as [Adb] says.
public final class Db {

    private final HostApis host;
    private final AdbApi api;
    private final String id;

    Db(HostApis host, AdbApi api, String id) {
        this.host = host;
        this.api = api;
        this.id = id;
    }

    /// 64 hex digits.
    public String id() {
        return id;
    }

    AdbApi api() {
        return api;
    }

    public DbInfo describe() {
        return api.dbDescribe(id);
    }

    public DbStat stat() {
        return api.stat(id);
    }

    /// The records below `path`, those in folders included, ordered by the bytes of their paths.
    public List<DbRecord> list(String path) {
        return list(KeyPath.parse(path), ListOptions.ALL);
    }

    public List<DbRecord> list(KeyPath path, ListOptions options) {
        return api.recordList(id, path, options).records();
    }

    /// @throws RpcException also when there is none
    public DbRecord get(String path) {
        return get(KeyPath.parse(path));
    }

    /// @throws RpcException also when there is none
    public DbRecord get(KeyPath path) {
        return api.recordGet(id, path, null);
    }

    public Optional<DbRecord> find(String path) {
        return find(KeyPath.parse(path));
    }

    public Optional<DbRecord> find(KeyPath path) {
        try {
            return Optional.of(get(path));
        } catch (RpcException e) {
            JsonNode data = e.error().data();
            if (data != null && data.has("notFound")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public DbRecord put(String path, Object value) {
        return put(KeyPath.parse(path), value);
    }

    /// Durable when it returns.
    ///
    /// @param value what becomes a JSON object: a record, a map, an `ObjectNode`
    /// @return without a sequence
    public DbRecord put(KeyPath path, Object value) {
        return api.recordPut(id, path, Mapping.object(value));
    }

    public void delete(String path) {
        delete(KeyPath.parse(path));
    }

    /// Deleting what is not there is no error.
    public void delete(KeyPath path) {
        api.recordDelete(id, path);
    }

    /// All of it in one commit, or nothing.
    ///
    /// @return the sequence of the commit
    public long batch(List<BatchOperation> operations) {
        return api.batch(id, operations, null).seq();
    }

    /// @param expect of records that the batch only read
    public long batch(List<BatchOperation> operations, Expectations expect) {
        return api.batch(id, operations, new BatchOptions(expect)).seq();
    }

    public QueryPage query(Query query) {
        return api.recordQuery(id, query);
    }

    public QueryPage search(TextQuery query) {
        return api.textSearch(id, query);
    }

    /// The newest 100 versions, newest first.
    public List<RecordVersion> history(String path) {
        return history(KeyPath.parse(path), new HistoryOptions(null, null));
    }

    public List<RecordVersion> history(KeyPath path, HistoryOptions options) {
        return api.recordHistory(id, path, options).versions();
    }

    public List<Diff> diff(DiffOptions options) {
        return api.recordDiff(id, options);
    }

    /// Makes a record what it was.
    ///
    /// @return empty when it was not there, and so is deleted
    public Optional<DbRecord> restore(KeyPath path, Moment at) {
        return Optional.ofNullable(api.restore(id, path, at));
    }

    public IndexInfo defineIndex(IndexConfig index) {
        return api.indexDefine(id, index);
    }

    public List<IndexInfo> indexes() {
        return api.indexList(id);
    }

    public void dropIndex(String name) {
        api.indexDrop(id, name);
    }

    /// Durable when it returns; the view is built in the background, see [#views].
    public ViewInfo defineView(ViewConfig view) {
        return api.viewDefine(id, view);
    }

    public List<ViewInfo> views() {
        return api.viewList(id);
    }

    /// The first page of a view.
    public ViewPage view(String name) {
        return view(name, ViewQuery.ALL);
    }

    /// @throws RpcException also while the view is being built
    public ViewPage view(String name, ViewQuery query) {
        return api.viewGet(id, name, query);
    }

    public void dropView(String name) {
        api.viewDrop(id, name);
    }

    /// The changes of records after a commit, and those to come, until it is closed. An event is a
    /// whole commit. When the connection breaks it is made again, after 0.5 to 30 seconds, and goes
    /// on where it was; after each there is an event [WatchEvent#LIVE].
    ///
    /// Its `hasNext` throws [RpcException] when ADB refuses to go on. What a purge or a compaction
    /// took away is refused with the sequence from which on it can be had, as `oldest` in the data
    /// of the error.
    ///
    /// @throws RpcException when it is refused, or cannot begin
    public Live<WatchEvent> watch(WatchOptions options) {
        return new Watching(wanted -> api.watch(id, wanted), options);
    }

    public Blobs blobs() {
        return new Blobs(host, api, id);
    }
}
