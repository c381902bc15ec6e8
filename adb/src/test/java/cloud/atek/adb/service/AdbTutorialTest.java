package cloud.atek.adb.service;

import static cloud.atek.api.adb.Filter.Comparison.EQ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.adb.Databases;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.Config;
import cloud.atek.api.adb.AdbApi.DbConfig;
import cloud.atek.api.adb.AdbApi.DiffOptions;
import cloud.atek.api.adb.AdbApi.GetOptions;
import cloud.atek.api.adb.DbState;
import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.IndexInfo;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.MergePage;
import cloud.atek.api.adb.Moment;
import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.Query;
import cloud.atek.api.adb.RetentionConfig;
import cloud.atek.api.adb.StorageApi.PurgeResult;
import cloud.atek.api.adb.TextQuery;
import cloud.atek.api.adb.ViewConfig;
import cloud.atek.api.adb.ViewInfo;
import cloud.atek.api.adb.ViewQuery;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.kit.Caller;
import cloud.atek.kit.RpcException;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The snippets of docs/adb.md.
class AdbTutorialTest {

    private final Adb process;
    private final AdbApi adb;

    AdbTutorialTest(@TempDir Path dir) {
        this.process =
                new Adb(
                        new Databases(dir, ChainSettings.DEFAULT),
                        new ServiceKey("core.adb"),
                        Clock.systemUTC());
        this.adb = process.as(new Caller(new UserKey("bob"), new ServiceKey("bank")));
    }

    @BeforeEach
    void init() {
        process.as(new Caller(UserKey.SYSTEM, Caller.HOST)).init(new Config(""));
    }

    @AfterEach
    void close() throws IOException {
        process.close();
    }

    @Test
    void recordsArePutListedAndRead() {
        String db = adb.dbGetOrCreate("main", new DbConfig(null, "private")).dbId();
        adb.recordPut(db, KeyPath.parse("/accounts/ann"), balance(70));
        adb.recordPut(db, KeyPath.parse("/accounts/bob"), balance(30));

        assertThat(adb.recordList("main", KeyPath.parse("/accounts"), null).records())
                .extracting(AdbApi.DbRecord::key)
                .containsExactly("ann", "bob");
    }

    @Test
    void transferIsOneCommit() {
        String db = adb.dbGetOrCreate("main", null).dbId();
        KeyPath ann = KeyPath.parse("/accounts/ann");
        KeyPath bob = KeyPath.parse("/accounts/bob");
        long opened =
                adb.batch(
                                db,
                                List.of(
                                        BatchOperation.put(ann, balance(70)),
                                        BatchOperation.put(bob, balance(30))),
                                null)
                        .seq();

        var transfer =
                List.of(
                        BatchOperation.put(ann, balance(60)).expecting(opened),
                        BatchOperation.put(bob, balance(40)).expecting(opened));
        adb.batch(db, transfer, null);
        assertThatThrownBy(() -> adb.batch(db, transfer, null))
                .isInstanceOf(RpcException.class)
                .hasMessageStartingWith("Conflict: /accounts/ann was expected at 2 and is at 3");

        assertThat(adb.recordGet(db, ann, new GetOptions(Moment.of(opened))).value())
                .hasToString("{\"balance\":70}");
        var since = new DiffOptions(DbState.at(opened), null, null, null);
        assertThat(adb.recordDiff(db, since)).hasSize(2);
        adb.restore(db, ann, Moment.of(opened));
        assertThat(adb.recordHistory(db, ann, null).versions()).hasSize(3);
    }

    @Test
    void queryUsesAnIndex() {
        String db = adb.dbGetOrCreate("library", null).dbId();
        adb.recordPut(db, KeyPath.parse("/books/solaris"), book("Lem", 1961, "Solaris"));
        adb.recordPut(db, KeyPath.parse("/books/eden"), book("Lem", 1959, "Eden"));
        adb.recordPut(db, KeyPath.parse("/books/ubik"), book("Dick", 1969, "Ubik"));

        KeyPath books = KeyPath.parse("/books");
        adb.indexDefine(db, IndexConfig.values("by-author", books, "/author", "/year"));
        adb.indexDefine(db, IndexConfig.text("words", books, "/title"));
        awaitIndexes(db);
        Filter byLem = new Filter.Compare(new Pointer("/author"), EQ, TextNode.valueOf("Lem"));
        Query query = Query.below(books).where(byLem).orderBy(Query.Order.up("/year"));
        assertThat(adb.recordExplain(db, query).index()).isEqualTo("by-author");
        assertThat(adb.recordQuery(db, query).records())
                .extracting(AdbApi.DbRecord::key)
                .containsExactly("eden", "solaris");
        assertThat(adb.textSearch(db, TextQuery.below(books, "sol*")).records()).hasSize(1);
    }

    @Test
    void viewHasEntriesForTheElementsOfArrays() {
        String db = adb.dbGetOrCreate("shop", null).dbId();
        ObjectNode order = MessageCodec.JSON.createObjectNode().put("by", "ann");
        order.withArray("/items").addObject().put("sku", "tea").put("count", 2);
        order.withArray("/items").addObject().put("sku", "cup").put("count", 4);
        adb.recordPut(db, KeyPath.parse("/orders/1"), order);

        var sold = ViewConfig.by("sold", KeyPath.parse("/orders"), "/items/sku");
        adb.viewDefine(db, sold.values("/items/count", "/by"));
        awaitViews(db);
        var tea = ViewQuery.ALL.prefix(TextNode.valueOf("tea"));
        assertThat(adb.viewGet(db, "sold", tea).entries().getFirst().value())
                .hasToString("[2,\"ann\"]");
        assertThat(adb.viewGet(db, "sold", null).entries()).hasSize(2);
    }

    @Test
    void databasesAreReadAsOne() {
        String mine = adb.dbGetOrCreate("mine", null).dbId();
        String ours = adb.dbGetOrCreate("ours", null).dbId();
        adb.recordPut(mine, KeyPath.parse("/notes/2"), balance(2));
        adb.recordPut(ours, KeyPath.parse("/notes/1"), balance(1));

        MergePage both = adb.recordMerge(List.of(mine, ours), KeyPath.parse("/notes"), null);
        assertThat(both.records()).extracting(AdbApi.DbRecord::key).containsExactly("1", "2");
        assertThat(both.records().getFirst().url()).isEqualTo("hyper://" + ours + "/notes/1");
    }

    @Test
    void whatIsPurgedIsGoneAndThatItWasIsNot() {
        String db = adb.dbGetOrCreate("main", null).dbId();
        KeyPath secret = KeyPath.parse("/letters/7");
        adb.recordPut(db, secret, balance(1));
        adb.recordPut(db, KeyPath.parse("/letters/8"), balance(2));

        adb.dbConfigure(db, DbConfig.DEFAULT.retention(RetentionConfig.versions(10)));
        PurgeResult gone = adb.purge(db, secret, null);
        adb.compact(db);
        assertThat(gone.versions()).isEqualTo(1);
        assertThat(adb.recordHistory(db, secret, null).versions()).isEmpty();
        assertThat(adb.stat(db).records()).isEqualTo(1);
    }

    private void awaitIndexes(String db) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!adb.indexList(db).stream().allMatch(IndexInfo::ready)) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static ObjectNode book(String author, int year, String title) {
        return MessageCodec.JSON
                .createObjectNode()
                .put("author", author)
                .put("year", year)
                .put("title", title);
    }

    private void awaitViews(String db) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (!adb.viewList(db).stream().allMatch(ViewInfo::ready)) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static ObjectNode balance(int amount) {
        return MessageCodec.JSON.createObjectNode().put("balance", amount);
    }
}
