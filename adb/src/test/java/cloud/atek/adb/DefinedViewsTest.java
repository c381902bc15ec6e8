package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.ViewConfig;
import cloud.atek.api.adb.ViewInfo;
import cloud.atek.api.adb.ViewQuery;
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
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinedViewsTest {

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
    void entriesAreThoseOfANaiveMapperWhateverIsWrittenAndDeleted() {
        Seeds.forAll((random, size) -> {
            if (size % 50 != 0) {
                return;
            }
            var json = new RandomJson(random);
            id = databases.create();
            List<String> names = List.of("/a", "/f/a", "/f/b", "/f/b/c", "/g");
            for (int i = 0; i < size; i++) {
                put(json.one(names) + random.nextInt(30), json.object());
            }
            var views = new ArrayList<ViewConfig>();
            for (int i = 0; i < 6; i++) {
                views.add(view(json, "v" + i));
                define(views.getLast());
            }
            // Some while the views are built, some behind that.
            for (int i = 0; i < size; i++) {
                String path = json.one(names) + random.nextInt(30);
                if (random.nextInt(3) == 0) {
                    delete(path);
                } else {
                    put(path, json.object());
                }
            }
            ready();
            views.forEach(view -> assertNaive(view, random.nextInt(1, 40)));
            drop(views.removeFirst().name());
            reopen(random.nextBoolean());
            assertThat(list()).hasSize(5);
            views.forEach(view -> assertNaive(view, random.nextInt(1, 40)));
        });
    }

    @Test
    void arraysGiveAnEntryForEachOfTheirElements() throws IOException {
        put("/o/1", "{\"by\":\"ann\",\"items\":[{\"sku\":\"b\",\"n\":2},{\"sku\":\"a\",\"n\":1}]}");
        put("/o/2", "{\"by\":\"bob\",\"items\":[{\"sku\":\"a\",\"n\":5},{\"sku\":\"a\",\"n\":5}]}");
        put("/o/3", "{\"by\":\"eve\",\"items\":[]}");
        put("/o/4", "{\"by\":[\"x\",\"y\"],\"items\":[{\"sku\":[[1],[2]]},{}]}");
        define(ViewConfig.by("sku", KeyPath.of("o"), "/items/sku").values("/by", "/items/n"));
        ready();

        assertThat(entries("sku", ViewQuery.ALL))
                .containsExactly(
                        "[\"a\"] /o/1 [\"ann\",1]",
                        "[\"a\"] /o/2 [\"bob\",5]",
                        "[\"b\"] /o/1 [\"ann\",2]",
                        "[[1]] /o/4 [[\"x\",\"y\"],null]",
                        "[[2]] /o/4 [[\"x\",\"y\"],null]");
        define(ViewConfig.by("two", KeyPath.of("o"), "/by", "/items/0/sku"));
        ready();
        assertThat(entries("two", ViewQuery.ALL.atLeast(text("bob"))))
                .containsExactly(
                        "[\"bob\",\"a\"] /o/2 null",
                        "[\"x\",[1]] /o/4 null",
                        "[\"x\",[2]] /o/4 null",
                        "[\"y\",[1]] /o/4 null",
                        "[\"y\",[2]] /o/4 null");
    }

    @Test
    void boundsAreTheBeginningsOfKeys() throws IOException {
        for (int i = 0; i < 30; i++) {
            put("/n/" + i, "{\"g\":" + i / 10 + ",\"n\":" + i % 10 + "}");
        }
        define(ViewConfig.by("gn", KeyPath.of("n"), "/g", "/n"));
        ready();

        assertThat(entries("gn", ViewQuery.ALL.prefix(number(1)))).hasSize(10);
        assertThat(entries("gn", bounds("{\"gt\":[1]}"))).hasSize(10);
        assertThat(entries("gn", bounds("{\"lte\":[1]}"))).hasSize(20);
        assertThat(entries("gn", bounds("{\"lt\":[1]}"))).hasSize(10);
        assertThat(entries("gn", bounds("{\"prefix\":[1],\"gte\":[1,4],\"lt\":[1,6]}")))
                .containsExactly("[1,4] /n/14 null", "[1,5] /n/15 null");
        assertThat(entries("gn", bounds("{\"gt\":[0,8],\"lte\":[1,0],\"reverse\":true}")))
                .containsExactly("[1,0] /n/10 null", "[0,9] /n/9 null");
        assertThat(entries("gn", bounds("{\"gte\":[2],\"lt\":[1]}"))).isEmpty();
    }

    /// What is there all the time is on one page, whatever comes and goes around it.
    @Test
    void pagesGoOnWhereTheyEnded() {
        Seeds.forAll((random, size) -> {
            if (size % 100 != 0) {
                return;
            }
            id = databases.create();
            var staying = new HashSet<String>();
            for (int i = 0; i < 60; i++) {
                boolean stays = i % 2 == 0;
                String path = "/f/" + (stays ? "stay" : "go") + i;
                put(path, "{\"k\":" + random.nextInt(5) + "}");
                if (stays) {
                    staying.add(path);
                }
            }
            define(ViewConfig.by("k", KeyPath.ROOT, "/k"));
            ready();
            ViewQuery query = ViewQuery.ALL.limit(7);
            ViewQuery asked = random.nextBoolean() ? query : query.reversed();
            var seen = new ArrayList<String>();
            for (String after = ""; after != null; ) {
                MappedPage page = page("k", after.isEmpty() ? asked : asked.after(after));
                page.entries().forEach(one -> seen.add(one.path().toString()));
                after = page.next();
                for (MappedPage.Entry one : page.entries()) {
                    if (!staying.contains(one.path().toString())) {
                        delete(one.path().toString());
                    }
                }
                put("/f/go" + random.nextInt(100, 200), "{\"k\":" + random.nextInt(5) + "}");
            }
            assertThat(seen.stream().filter(staying::contains))
                    .containsExactlyInAnyOrderElementsOf(staying);
        });
    }

    @Test
    void recordWithTooManyEntriesIsCutAndCounted() throws IOException {
        String many =
                IntStream.rangeClosed(0, Limits.MAPPED_ENTRIES_MAX)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",", "[", "]"));
        String fits = many.replaceFirst(",[0-9]+]$", "]");
        put("/a", "{\"t\":" + many + "}");
        define(ViewConfig.by("t", KeyPath.ROOT, "/t"));
        ready();
        assertThat(list().getFirst().cut()).isEqualTo(1);
        put("/b", "{\"t\":" + many + ",\"u\":" + many + "}");
        assertThat(list().getFirst().cut()).isEqualTo(2);

        put("/a", "{\"t\":" + fits + "}");
        put("/b", "{\"t\":1}");
        assertThat(list().getFirst().cut()).isZero();
        int all = 0;
        ViewQuery query = ViewQuery.ALL.limit(1000);
        MappedPage page = page("t", query);
        for (; page.next() != null; page = page("t", query.after(page.next()))) {
            all += page.entries().size();
        }
        assertThat(all + page.entries().size()).isEqualTo(Limits.MAPPED_ENTRIES_MAX + 1);
    }

    @Test
    void combinationsOfArraysTakeNoTime() throws IOException {
        String many = "[" + "1,".repeat(50_000) + "1]";
        define(ViewConfig.by("abc", KeyPath.ROOT, "/a", "/b", "/c", "/none"));
        put("/x", "{\"a\":" + many + ",\"b\":" + many + ",\"c\":" + many + "}");

        assertThat(entries("abc", ViewQuery.ALL)).isEmpty();
        assertThat(list().getFirst().cut()).isEqualTo(1);
    }

    @Test
    void wrongUsesAreRefused() throws IOException {
        define(ViewConfig.by("v", KeyPath.ROOT, "/a"));
        define(ViewConfig.by("v", KeyPath.ROOT, "/a"));
        assertRefused(() -> define(ViewConfig.by("v", KeyPath.ROOT, "/b")), "another definition");
        assertRefused(() -> page("w", ViewQuery.ALL), "There is no view \"w\"");
        put("/1", "{\"a\":1}");
        put("/2", "{\"a\":1}");
        String next = page("v", ViewQuery.ALL.limit(1)).next();
        assertThat(page("v", ViewQuery.ALL.limit(5).after(next)).entries()).hasSize(1);
        assertRefused(() -> page("v", ViewQuery.ALL.reversed().after(next)), "another query");
        assertRefused(() -> page("v", ViewQuery.ALL.after("AQ")), "leave it out");
        drop("v");
        define(ViewConfig.by("v", KeyPath.ROOT, "/a", "/a"));
        assertRefused(() -> page("v", ViewQuery.ALL.after(next)), "another query");
        for (int i = 1; i < Limits.MAPPINGS_MAX; i++) {
            define(ViewConfig.by("v" + i, KeyPath.ROOT, "/a"));
        }
        assertRefused(() -> define(ViewConfig.by("x", KeyPath.ROOT, "/a")), "drop one first");
    }

    private void assertNaive(ViewConfig view, int limit) {
        try {
            var records = databases.with(id, db -> db.list(KeyPath.ROOT, ListOptions.ALL));
            List<String> wanted = NaiveMapping.entries(view, records);
            var found = new ArrayList<String>();
            ViewQuery query = ViewQuery.ALL.limit(limit);
            MappedPage page = page(view.name(), query);
            for (; page.next() != null; page = page(view.name(), query.after(page.next()))) {
                assertThat(page.entries()).hasSize(limit);
                page.entries().forEach(one -> found.add(text(one)));
            }
            page.entries().forEach(one -> found.add(text(one)));
            assertThat(found).as(view.toJson().toString()).isEqualTo(wanted);
            var backwards = new ArrayList<String>();
            for (var one : page(view.name(), ViewQuery.ALL.limit(1000).reversed()).entries()) {
                backwards.addFirst(text(one));
            }
            assertThat(backwards).isEqualTo(wanted);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ViewConfig view(RandomJson json, String name) {
        int keys = 1 + json.random().nextInt(3);
        String[] key =
                IntStream.range(0, keys)
                        .mapToObj(_ -> json.pointer().text())
                        .toArray(String[]::new);
        ViewConfig view =
                ViewConfig.by(name, KeyPath.parse(json.one(List.of("/", "/f", "/f/b"))), key);
        view = json.random().nextBoolean() ? view : view.where(json.filter(2));
        return json.random().nextBoolean()
                ? view
                : view.values(json.pointer().text(), json.pointer().text());
    }

    private static void assertRefused(Failing call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining(message);
    }

    private interface Failing {
        void run() throws IOException;
    }

    private static ViewQuery bounds(String json) throws IOException {
        return ViewQuery.from(MessageCodec.JSON.readTree(json));
    }

    private static JsonNode text(String value) {
        return JsonNodeFactory.instance.textNode(value);
    }

    private static JsonNode number(int value) {
        return JsonNodeFactory.instance.numberNode(value);
    }

    private List<String> entries(String name, ViewQuery query) throws IOException {
        return page(name, query).entries().stream().map(DefinedViewsTest::text).toList();
    }

    private static String text(MappedPage.Entry entry) {
        return entry.keys() + " " + entry.path() + " " + entry.value();
    }

    private MappedPage page(String name, ViewQuery query) throws IOException {
        return databases.with(id, db -> db.views().page(name, query));
    }

    private List<ViewInfo> list() throws IOException {
        return databases.with(id, db -> db.views().list());
    }

    private void define(ViewConfig view) throws IOException {
        databases.with(id, db -> db.views().define(view));
        ready();
    }

    private void drop(String name) throws IOException {
        databases.with(
                id,
                db -> {
                    db.views().drop(name);
                    return name;
                });
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
        while (!list().stream().allMatch(ViewInfo::ready)) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void put(String path, String json) throws IOException {
        put(path, (ObjectNode) MessageCodec.JSON.readTree(json));
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
}
