package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.IndexInfo;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.Query;
import cloud.atek.api.adb.Query.Order;
import cloud.atek.api.adb.QueryPlan;
import cloud.atek.api.adb.TextQuery;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.KeyFolder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One hundred thousand records.
class LargeQueryTest {

    private static final int RECORDS = 100_000;
    private static final int STEP = 1000;
    private static final KeyPath FOLDER = KeyPath.of("n");
    private static final Query BELOW = Query.below(FOLDER);

    @Test
    void queriesOfManyRecordsWantAnIndexAndUseIt(@TempDir Path dir) throws IOException {
        try (var databases = new Databases(dir, ChainSettings.DEFAULT)) {
            String id = databases.create();
            fill(dir, id);
            databases.with(id, LargeQueryTest::refusesWithoutIndex);
            databases.with(id, LargeQueryTest::buildsAndUsesIndexes);
            databases.with(id, LargeQueryTest::refusesWhatAnIndexDoesNotNarrowEnough);
            databases.with(id, LargeQueryTest::findsWordsButNotTooMany);
        }
    }

    private static boolean refusesWithoutIndex(Database db) throws IOException {
        assertThat(db.query(BELOW.counted()).count()).isEqualTo(RECORDS);
        assertThat(db.explain(BELOW)).isEqualTo(new QueryPlan(null, 0, true, false, null, null));
        Query one = BELOW.where(eq("/i", 77)).orderBy(Order.up("/g"));
        String refusal =
                "The query has to read more than 20,000 records below /n: define an index of /n on"
                        + " [\"/i\", \"/g\"], or narrow the filter or the path";
        assertThatThrownBy(() -> db.query(one))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessage(refusal);
        assertThat(db.explain(one)).isEqualTo(new QueryPlan(null, 0, false, true, 20_000, refusal));
        assertThatThrownBy(() -> db.query(BELOW.orderBy(Order.down("/i"))))
                .hasMessageContaining("define an index of /n on [\"/i\"]");
        assertThatThrownBy(() -> db.query(BELOW.where(new Filter.Not(eq("/i", 1)))))
                .hasMessageContaining("no index helps with its filter");
        assertThat(db.query(BELOW.limit(0)).records()).isEmpty();
        return true;
    }

    private static boolean buildsAndUsesIndexes(Database db) throws IOException {
        db.defineIndex(IndexConfig.values("by-i", FOLDER, "/i"));
        db.defineIndex(IndexConfig.values("by-g", FOLDER, "/g"));
        db.defineIndex(IndexConfig.values("by-gi", FOLDER, "/g", "/i"));
        assertThatThrownBy(() -> db.query(BELOW.orderBy(Order.down("/i"))))
                .hasMessageContaining("is being built");
        ready(db);
        Query one = BELOW.where(eq("/i", 77));
        assertThat(db.explain(one)).isEqualTo(new QueryPlan("by-i", 1, true, false, null, null));
        assertThat(db.query(one).records()).hasSize(1);
        Query group = BELOW.where(eq("/g", 3)).orderBy(Order.down("/i")).limit(2).counted();
        assertThat(db.explain(group)).isEqualTo(new QueryPlan("by-gi", 1, true, false, null, null));
        Page page = db.query(group);
        assertThat(page.count()).isEqualTo(RECORDS / 10);
        assertThat(numbers(page)).containsExactly(99_993, 99_983);
        assertThat(numbers(db.query(group.after(page.next())))).containsExactly(99_973, 99_963);
        var above = new Filter.Compare(new Pointer("/i"), Filter.Comparison.GTE, number(500));
        Page ranged = db.query(BELOW.where(above).orderBy(Order.up("/i")).limit(3));
        assertThat(numbers(ranged)).containsExactly(500, 501, 502);
        return true;
    }

    private static boolean refusesWhatAnIndexDoesNotNarrowEnough(Database db) throws IOException {
        var above = new Filter.Compare(new Pointer("/i"), Filter.Comparison.GTE, number(500));
        assertThatThrownBy(() -> db.query(BELOW.where(above)))
                .as("sorted by path")
                .hasMessageContaining("has to read more than 20,000");
        Query group = BELOW.where(new Filter.And(List.of(eq("/g", 3), contains("word93"))));
        assertThat(db.explain(group)).isEqualTo(new QueryPlan("by-g", 1, true, true, 10_000, null));
        assertThat(db.query(group.counted()).count()).isEqualTo(100);
        return true;
    }

    private static boolean findsWordsButNotTooMany(Database db) throws IOException {
        db.defineIndex(IndexConfig.text("words", FOLDER, "/text"));
        ready(db);
        assertThat(db.search(TextQuery.below(FOLDER, "word93")).records()).hasSize(100);
        assertThatThrownBy(() -> db.search(TextQuery.below(FOLDER, "common")))
                .hasMessage("More than 50,000 records have these words: add another word");
        db.dropIndex("by-gi");
        db.dropIndex("words");
        assertThat(db.indexes()).hasSize(2);
        return true;
    }

    private static void ready(Database db) throws IOException {
        long end = System.nanoTime() + 60_000_000_000L;
        while (!db.indexes().stream().allMatch(IndexInfo::ready)) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(20_000_000);
        }
    }

    /// Many records in each commit: faster than one by one.
    private static void fill(Path dir, String id) throws IOException {
        var keys = new KeyFolder(ChainSettings.DEFAULT.disk(), dir.resolve("keys"));
        Path folder = dir.resolve("chains").resolve(id);
        try (Chain chain = Chain.open(folder, keys, ChainSettings.DEFAULT)) {
            for (int from = 0; from < RECORDS; from += STEP) {
                chain.commit(
                        Change.of(
                                IntStream.range(from, from + STEP)
                                        .mapToObj(LargeQueryTest::event)
                                        .toArray(Event[]::new)));
            }
        }
    }

    private static Event event(int i) {
        // Paths in another order than the numbers.
        KeyPath path = FOLDER.child(new StringBuilder().append(i).reverse().toString());
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("i", i).put("g", i % 10);
        json.put("text", "common word" + i % 1000 + " and some more words to have a length");
        return RecordEvents.put(path, RecordJson.write(json));
    }

    private static List<Integer> numbers(Page page) {
        return page.records().stream()
                .map(one -> RecordJson.read(one.json()).get("i").intValue())
                .toList();
    }

    private static Filter eq(String pointer, int n) {
        return new Filter.Compare(new Pointer(pointer), Filter.Comparison.EQ, number(n));
    }

    private static Filter contains(String word) {
        return new Filter.Contains(
                new Pointer("/text"), JsonNodeFactory.instance.textNode(word + " "));
    }

    private static JsonNode number(int n) {
        return JsonNodeFactory.instance.numberNode(n);
    }
}
