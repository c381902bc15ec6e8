package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.IndexInfo;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.Query;
import cloud.atek.api.adb.Query.Order;
import cloud.atek.api.adb.QueryPlan;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.testkit.Seeds;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryTest {

    @TempDir private Path dir;

    private Databases databases = new Databases(Path.of("unused"), ChainSettings.DEFAULT);
    private String id = "";

    @BeforeEach
    void create() throws IOException {
        databases.close();
        databases = new Databases(dir, ChainSettings.DEFAULT);
        id = databases.create();
    }

    @AfterEach
    void close() throws IOException {
        databases.close();
    }

    @Test
    void answersAreThoseOfANaiveEvaluatorWithAndWithoutIndexes() {
        Seeds.forAll((random, size) -> {
            if (size % 20 != 0) {
                return;
            }
            var json = new RandomJson(random);
            id = databases.create();
            List<String> names = List.of("/a", "/f/a", "/f/b", "/f/b/c", "/f-/x", "/g", "/f/ü");
            for (int i = 0; i < size; i++) {
                put(json.one(names) + random.nextInt(40), json.object());
            }
            List<Query> queries =
                    IntStream.range(0, 60)
                            .mapToObj(_ -> query(json, json.one(List.of("/", "/f", "/f/b", "/x"))))
                            .toList();
            assertNaive(queries, random.nextInt(1, 50));
            for (int i = 0; i < 4; i++) {
                define(index(json, "i" + i));
            }
            // Some while the indexes are built, some behind that.
            for (int i = 0; i < size / 2; i++) {
                String path = json.one(names) + random.nextInt(40);
                if (random.nextInt(3) == 0) {
                    delete(path);
                } else {
                    put(path, json.object());
                }
            }
            ready();
            assertNaive(queries, random.nextInt(1, 50));
            databases.with(id, db -> dropped(db, "i" + random.nextInt(4)));
            reopen(random.nextBoolean());
            assertThat(databases.with(id, Database::indexes)).hasSize(3);
            assertNaive(queries, random.nextInt(1, 50));
        });
    }

    /// What is there all the time is on one page, whatever comes and goes around it.
    @Test
    void pagesGoOnWhereTheyEndedWhateverIsWritten() {
        Seeds.forAll((random, size) -> {
            if (size % 40 != 0) {
                return;
            }
            var json = new RandomJson(random);
            id = databases.create();
            var staying = new HashSet<String>();
            for (int i = 0; i < 60; i++) {
                String path = "/f/" + (i % 2 == 0 ? "stay" : "go") + random.nextInt(1000);
                put(path, json.object());
                if (i % 2 == 0) {
                    staying.add(path);
                }
            }
            if (random.nextBoolean()) {
                define(IndexConfig.values("i", KeyPath.of("f"), "/a", "/b"));
                ready();
            }
            Query query =
                    Query.below(KeyPath.of("f")).orderBy(Order.up("/a"), Order.up("/b")).limit(5);
            var seen = new ArrayList<String>();
            for (String after = ""; after != null; ) {
                Page page = page(after.isEmpty() ? query : query.after(after));
                page.records().forEach(one -> seen.add(one.path().toString()));
                after = page.next();
                for (Stored one : page.records()) {
                    if (!staying.contains(one.path().toString())) {
                        delete(one.path().toString());
                    }
                }
                put("/f/go" + random.nextInt(1000), json.object());
            }
            assertThat(seen.stream().filter(staying::contains))
                    .containsExactlyInAnyOrderElementsOf(staying);
        });
    }

    @Test
    void selectKeepsTheNestingAndNothingElse() throws IOException {
        put("/r", read("{\"a\":{\"b\":1,\"c\":2},\"t\":[5,{\"x\":6,\"y\":7},8],\"z\":null}"));

        assertThat(selected("/a/b", "/z")).isEqualTo("{\"a\":{\"b\":1},\"z\":null}");
        assertThat(selected("/t/2", "/t/1/y", "/none")).isEqualTo("{\"t\":[{\"y\":7},8]}");
        assertThat(selected("/none")).isEqualTo("{}");
        assertThat(selected("/a/b", "")).isEqualTo(json(get("/r")));
    }

    @Test
    void prefixPinsNoValue() throws IOException {
        put("/a", read("{\"t\":\"b\"}"));
        put("/b", read("{\"t\":\"a\"}"));

        Query query =
                Query.below(KeyPath.ROOT)
                        .where(new Filter.Prefix(new Pointer("/t"), ""))
                        .orderBy(Order.up("/t"));
        assertThat(paths(query)).containsExactly("/b", "/a");
    }

    @Test
    void signsOfQueryLanguagesMeanNothing() throws IOException {
        List<String> evil =
                List.of(
                        "' OR '1'='1",
                        "\"; DROP TABLE record; --",
                        "$[0]",
                        "$.a",
                        "a') --",
                        "%",
                        "_",
                        "*",
                        "?1",
                        ":a",
                        "\\",
                        "\u0000",
                        "x'00'",
                        "💥'\"`");
        for (int i = 0; i < evil.size(); i++) {
            put("/e/" + i, JsonNodeFactory.instance.objectNode().put(evil.get(i), evil.get(i)));
        }
        for (int i = 0; i < evil.size(); i++) {
            var pointer = new Pointer("/" + evil.get(i));
            assertFinds(evil.get(i), pointer, "/e/" + i);
            define(
                    new IndexConfig(
                            "i" + i, IndexConfig.Kind.VALUE, KeyPath.of("e"), List.of(pointer)));
            ready();
            assertFinds(evil.get(i), pointer, "/e/" + i);
        }
        assertThat(page(Query.below(KeyPath.ROOT)).records()).hasSize(evil.size());
        assertThat(paths(Query.below(KeyPath.of("' OR 1=1 --", "\"")))).isEmpty();
    }

    private void assertFinds(String text, Pointer pointer, String path) throws IOException {
        JsonNode operand = JsonNodeFactory.instance.textNode(text);
        Query query =
                Query.below(KeyPath.of("e"))
                        .where(new Filter.Compare(pointer, Filter.Comparison.EQ, operand))
                        .orderBy(new Order(pointer, true))
                        .select(pointer);
        assertThat(paths(query)).containsExactly(path);
        assertThat(paths(query.where(new Filter.Prefix(pointer, text)))).containsExactly(path);
    }

    @Test
    void indexesAreDefinedListedAndDropped() throws IOException {
        put("/a/1", read("{\"n\":1}"));
        var index = IndexConfig.values("by-n", KeyPath.of("a"), "/n");

        define(index);
        define(index);
        ready();
        assertThat(databases.with(id, Database::indexes))
                .containsExactly(new IndexInfo(index, true, 1));
        assertThatThrownBy(() -> define(IndexConfig.values("by-n", KeyPath.of("a"), "/m")))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("An index \"by-n\" is there, with another definition");
        assertThat(explain(where("/n", 1)).index()).isEqualTo("by-n");
        assertThat(explain(Query.below(KeyPath.ROOT).where(eq("/n", 1))).index())
                .as("it does not have all that is asked for")
                .isNull();
        databases.with(id, db -> dropped(db, "by-n"));
        databases.with(id, db -> dropped(db, "by-n"));
        assertThat(databases.with(id, Database::indexes)).isEmpty();
        assertThat(explain(where("/n", 1)).index()).isNull();
        define(IndexConfig.values("by-n", KeyPath.of("a"), "/m"));
        for (int i = 1; i < Limits.INDEXES_MAX; i++) {
            define(IndexConfig.values("i" + i, KeyPath.of("a"), "/m"));
        }
        assertThatThrownBy(() -> define(IndexConfig.values("more", KeyPath.of("a"), "/m")))
                .hasMessage("The database has 16 indexes, and no more fit: drop one first");
        assertThat(paths(where("/n", 1))).containsExactly("/a/1");
    }

    @Test
    void longestMatchOfAnIndexIsUsed() throws IOException {
        define(IndexConfig.values("a", KeyPath.of("a"), "/a"));
        define(IndexConfig.values("ab", KeyPath.of("a"), "/a", "/b"));
        define(IndexConfig.values("c", KeyPath.ROOT, "/c"));
        ready();
        Query below = Query.below(KeyPath.of("a"));
        Filter range = new Filter.Compare(new Pointer("/b"), Filter.Comparison.GT, number(3));
        Filter both = new Filter.And(List.of(eq("/a", 1), range));

        assertThat(explain(below.where(both).orderBy(Order.down("/b"))))
                .isEqualTo(new QueryPlan("ab", 1, true, false, null, null));
        assertThat(explain(below.where(eq("/a", 1)).orderBy(Order.up("/b"))).index())
                .isEqualTo("ab");
        assertThat(explain(below.where(eq("/a", 1))))
                .as("in the order of paths")
                .isEqualTo(new QueryPlan("a", 1, true, false, null, null));
        assertThat(explain(below.orderBy(Order.up("/a"), Order.up("/b"))).index()).isEqualTo("ab");
        assertThat(explain(below.orderBy(Order.up("/a"), Order.down("/b"))).index()).isNull();
        assertThat(explain(below.where(eq("/c", 1))))
                .as("of more than the path")
                .isEqualTo(new QueryPlan("c", 1, true, false, 0, null));
        assertThat(explain(below.where(new Filter.Not(eq("/a", 1)))))
                .isEqualTo(new QueryPlan(null, 0, true, true, 0, null));
        assertThat(explain(below)).isEqualTo(new QueryPlan(null, 0, true, false, null, null));
    }

    @Test
    void cursorsOfOtherQueriesAndNonsenseAreRefused() throws IOException {
        for (int i = 0; i < 5; i++) {
            put("/a/" + i, read("{\"n\":" + i + "}"));
        }
        Query query = Query.below(KeyPath.of("a")).limit(2);
        String next = page(query).next();

        assertThat(next).isNotNull();
        assertThat(paths(query.after(next).limit(3))).containsExactly("/a/2", "/a/3", "/a/4");
        assertRefused(query.orderBy(Order.up("/n")).after(next), "it belongs to another query");
        assertRefused(query.where(eq("/n", 1)).after(next), "it belongs to another query");
        for (String nonsense :
                List.of("", "?", "AQ", "AAAA", next.substring(0, 13), "x".repeat(999))) {
            assertRefused(query.after(nonsense), "/after: it ");
        }
        assertThat(page(query.limit(0).counted())).isEqualTo(new Page(List.of(), null, 5L));
    }

    @Test
    void pageOfLargeRecordsIsShortAndReadingIsBounded() throws IOException {
        for (int i = 10; i < 80; i++) {
            put(
                    "/big/" + i,
                    read(
                            "{\"n\":%d,\"t\":\"%s\"}"
                                    .formatted(i, "x".repeat(1 << 20).substring(64))));
        }
        Query all = Query.below(KeyPath.of("big"));
        Page first = page(all);

        assertThat(first.records()).hasSize(8);
        assertThat(page(all.after(first.next())).records().getFirst().path())
                .isEqualTo(KeyPath.of("big", "18"));
        assertRefused(all.orderBy(Order.up("/n")), "has to read more than 67,108,864 characters");
        define(IndexConfig.values("n", KeyPath.of("big"), "/n", "/t"));
        ready();
        assertThat(page(all.orderBy(Order.down("/n"), Order.down("/t"))).records()).hasSize(8);
    }

    private static Query query(RandomJson json, String path) {
        return Query.below(KeyPath.parse(path))
                .where(json.filter(3))
                .orderBy(json.orders().toArray(Order[]::new))
                .counted();
    }

    private static IndexConfig index(RandomJson json, String name) {
        List<Pointer> pointers =
                IntStream.rangeClosed(0, json.random().nextInt(3))
                        .mapToObj(_ -> json.pointer())
                        .distinct()
                        .toList();
        return new IndexConfig(
                name,
                json.random().nextInt(6) == 0 ? IndexConfig.Kind.TEXT : IndexConfig.Kind.VALUE,
                KeyPath.parse(json.one(List.of("/", "/f", "/f", "/f/b"))),
                pointers);
    }

    private void assertNaive(List<Query> queries, int limit) throws IOException {
        var records = new TreeMap<String, JsonNode>();
        for (Stored one : databases.with(id, db -> db.list(KeyPath.ROOT, ListOptions.ALL))) {
            records.put(one.path().toString(), RecordJson.read(one.json()));
        }
        for (Query query : queries) {
            List<String> wanted = NaiveQuery.answer(query, records);
            var found = new ArrayList<String>();
            Page page = page(query.limit(limit));
            assertThat(page.count()).isEqualTo(wanted.size());
            for (; page.next() != null; page = page(query.limit(limit).after(page.next()))) {
                assertThat(page.records()).hasSize(limit);
                collect(page, found);
            }
            collect(page, found);
            assertThat(found)
                    .as(
                            "%s by %s of %s",
                            query.toJson(), explain(query), describe(found, wanted, records))
                    .containsExactlyElementsOf(wanted);
        }
    }

    private static Object describe(
            List<String> found, List<String> wanted, Map<String, JsonNode> records) {
        return found.equals(wanted) ? "" : records;
    }

    private static void collect(Page page, List<String> to) {
        page.records().forEach(one -> to.add(one.path().toString()));
    }

    private void assertRefused(Query query, String message) {
        assertThatThrownBy(() -> page(query))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining(message);
    }

    private void reopen(boolean withoutView) throws IOException {
        databases.close();
        if (withoutView) {
            View.delete(dir.resolve("views/" + id + ".sqlite"));
        }
        databases = new Databases(dir, ChainSettings.DEFAULT);
        ready();
    }

    private void ready() throws IOException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!databases.with(id, Database::indexes).stream().allMatch(IndexInfo::ready)) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private String selected(String... pointers) throws IOException {
        Query query = Query.below(KeyPath.ROOT);
        Pointer[] select = List.of(pointers).stream().map(Pointer::new).toArray(Pointer[]::new);
        return page(query.select(select)).records().getFirst().json();
    }

    private List<String> paths(Query query) throws IOException {
        var paths = new ArrayList<String>();
        collect(page(query), paths);
        return paths;
    }

    private Page page(Query query) throws IOException {
        return databases.with(id, db -> db.query(query));
    }

    private QueryPlan explain(Query query) throws IOException {
        return databases.with(id, db -> db.explain(query));
    }

    private void define(IndexConfig index) throws IOException {
        databases.with(id, db -> db.defineIndex(index));
    }

    private static boolean dropped(Database db, String name) throws IOException {
        db.dropIndex(name);
        return true;
    }

    private void put(String path, ObjectNode value) throws IOException {
        databases.with(id, db -> db.put(KeyPath.parse(path), value));
    }

    private void delete(String path) throws IOException {
        databases.with(
                id,
                db -> {
                    db.delete(KeyPath.parse(path));
                    return path;
                });
    }

    private @Nullable Stored get(String path) throws IOException {
        return databases.with(id, db -> db.get(KeyPath.parse(path))).orElse(null);
    }

    private static String json(@Nullable Stored stored) {
        return stored == null ? "" : stored.json();
    }

    private static Query where(String pointer, int n) {
        return Query.below(KeyPath.of("a")).where(eq(pointer, n));
    }

    private static Filter eq(String pointer, int n) {
        return new Filter.Compare(new Pointer(pointer), Filter.Comparison.EQ, number(n));
    }

    private static JsonNode number(int n) {
        return JsonNodeFactory.instance.numberNode(n);
    }

    private static ObjectNode read(String json) throws IOException {
        return (ObjectNode) MessageCodec.JSON.readTree(json);
    }
}
