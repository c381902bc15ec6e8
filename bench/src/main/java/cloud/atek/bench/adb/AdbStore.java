package cloud.atek.bench.adb;

import cloud.atek.adb.Databases;
import cloud.atek.adb.RecordJson;
import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.Query;
import cloud.atek.datachain.ChainSettings;
import com.fasterxml.jackson.databind.node.IntNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// ADB as a service uses it, without the socket.
final class AdbStore implements Store {

    private static final KeyPath FOLDER = KeyPath.of("r");
    private static final Pointer GROUP = new Pointer("/group");

    private final Databases databases;
    private final Records records;
    private final String id;

    AdbStore(Path dir, Records records) throws IOException {
        this.databases = new Databases(dir, ChainSettings.DEFAULT);
        this.records = records;
        this.id = databases.create();
    }

    @Override
    public void put(int number) throws IOException {
        databases.with(id, db -> db.put(path(number), RecordJson.read(records.json(number))));
    }

    @Override
    public void batch(int from, int count) throws IOException {
        List<BatchOperation> operations =
                IntStream.range(from, from + count)
                        .mapToObj(number ->
                                BatchOperation.put(
                                        path(number), RecordJson.read(records.json(number))))
                        .toList();
        databases.with(id, db -> db.batch(operations, List.of()));
    }

    @Override
    public int get(int number) throws IOException {
        return databases.with(id, db -> db.get(path(number)).orElseThrow().json().length());
    }

    @Override
    public int range(int from, int count) throws IOException {
        var options = new ListOptions(null, null, null, Records.key(from), count, null);
        return databases.with(id, db -> db.list(FOLDER, options).size());
    }

    @Override
    public void index() throws IOException {
        IndexConfig index = IndexConfig.values("group", FOLDER, GROUP.text());
        databases.with(id, db -> db.defineIndex(index));
        while (!databases.with(id, db -> db.indexes().getFirst().ready())) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public int query(int group) throws IOException {
        var equal = new Filter.Compare(GROUP, Filter.Comparison.EQ, IntNode.valueOf(group));
        return databases.with(
                id, db -> db.query(Query.below(FOLDER).where(equal)).records().size());
    }

    @Override
    public void close() throws IOException {
        databases.close();
    }

    private static KeyPath path(int number) {
        return FOLDER.child(Records.key(number));
    }
}
