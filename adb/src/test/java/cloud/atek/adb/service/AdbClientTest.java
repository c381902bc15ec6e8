package cloud.atek.adb.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.DbConfig;
import cloud.atek.api.adb.AdbApi.DbRecord;
import cloud.atek.api.adb.AdbApi.DiffOptions;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.DbState;
import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.Filter.Comparison;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Moment;
import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.Query.Order;
import cloud.atek.kit.HostApis;
import cloud.atek.kit.RpcException;
import cloud.atek.kit.adb.Adb;
import cloud.atek.kit.adb.Db;
import cloud.atek.kit.adb.Entries;
import cloud.atek.kit.adb.Entry;
import cloud.atek.kit.adb.InvalidValueException;
import cloud.atek.kit.adb.OnInvalid;
import cloud.atek.kit.adb.Schema;
import cloud.atek.kit.adb.Table;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The Java client, over real sockets.
class AdbClientTest {

    private static final Schema<Note> NOTES =
            Schema.define(Note.class, "example.com/note")
                    .key("/id")
                    .json(
                            """
                            {
                              "type": "object",
                              "required": ["id", "text"],
                              "properties": {
                                "id": {"type": "string"},
                                "text": {"type": "string", "maxLength": 1000},
                                "stars": {"type": "integer", "minimum": 0, "default": 3},
                                "createdAt": {"type": "string", "format": "date-time"}
                              }
                            }
                            """);

    private Door door;
    private Db db;
    private Table<Note> notes;

    record Note(String id, String text, @Nullable Integer stars, @Nullable Instant createdAt) {
        static Note of(String id, String text) {
            return new Note(id, text, null, null);
        }
    }

    @BeforeEach
    void open() throws IOException {
        door = Door.open();
        db = new Adb(door.apis()).db("main");
        notes = NOTES.in(db);
    }

    @AfterEach
    void close() throws IOException {
        door.close();
    }

    @Test
    void databasesAreNamedByAliasesIdsAndAddresses() {
        var adb = new Adb(door.apis());
        db.put("/a/b", Map.of("n", 1));

        assertThat(db.id()).matches("[0-9a-f]{64}");
        assertThat(adb.db("main").id()).isEqualTo(db.id());
        assertThat(adb.db("hyper://" + db.id() + "/a").get("/a/b").key()).isEqualTo("b");
        assertThat(adb.db(db.id().toUpperCase(Locale.ROOT)).id()).isEqualTo(db.id());
        Db open = adb.db("open", new DbConfig(null, "public"));
        assertThat(open.describe().access()).isEqualTo("public");
        assertThat(adb.create(DbConfig.DEFAULT).id()).isNotEqualTo(db.id());
        assertThat(adb.list()).hasSize(3);
    }

    @Test
    void recordsArePutFoundListedAndDeleted() {
        db.put("/things/a", Map.of("n", 1));
        db.put(KeyPath.of("things", "b/c"), Note.of("x", "y"));

        assertThat(db.list("/things")).extracting(DbRecord::key).containsExactly("a", "b/c");
        assertThat(db.get("/things/a").value()).hasToString("{\"n\":1}");
        assertThat(db.get(KeyPath.of("things", "b/c")).value())
                .hasToString("{\"id\":\"x\",\"text\":\"y\"}");
        db.delete("/things/a");
        assertThat(db.find("/things/a")).isEmpty();
        assertThatThrownBy(() -> db.get("/things/a"))
                .isInstanceOf(RpcException.class)
                .hasMessage("Not found: things,a");
        assertThatThrownBy(() -> db.put("/things/a", List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a record is a JSON object");
        assertThatThrownBy(() -> new Adb(door.apis()).db("ab".repeat(32)).find("/a"))
                .isInstanceOf(RpcException.class)
                .hasMessageStartingWith("Not authorized to access");
    }

    @Test
    void batchesHistoryAndQueriesAreThere() {
        KeyPath ann = KeyPath.parse("/people/ann");
        long first = db.batch(List.of(BatchOperation.put(ann, age(30))));
        db.put(ann, Map.of("age", 31));

        assertThat(db.history("/people/ann")).hasSize(2);
        assertThat(db.diff(new DiffOptions(DbState.at(first), null, null, null))).hasSize(1);
        assertThat(db.restore(ann, Moment.of(first)).orElseThrow().value())
                .hasToString("{\"age\":30}");
        assertThat(db.stat().records()).isEqualTo(1);
        assertThat(db.indexes()).isEmpty();
    }

    @Test
    void schemaMapsRecordsToJava() {
        Entry<Note> made = notes.create(Note.of("first", "Hello"));

        assertThat(made.key()).isEqualTo("first");
        assertThat(made.path()).isEqualTo("/example.com/note/first");
        assertThat(made.url()).isEqualTo("hyper://" + db.id() + "/example.com/note/first");
        assertThat(made.value().stars()).isEqualTo(3);
        assertThat(made.value().createdAt()).isNotNull();
        assertThat(notes.get("first")).isEqualTo(made);
        assertThat(notes.list()).containsExactly(made);
        assertThatThrownBy(() -> notes.create(Note.of("first", "again")))
                .isInstanceOf(RpcException.class)
                .hasMessageStartingWith("Conflict: /example.com/note/first");

        Entry<Note> changed = notes.replace(made, new Note("first", "Bye", 5, null));
        assertThat(notes.find("first")).hasValue(changed);
        assertThatThrownBy(() -> notes.replace(made, Note.of("first", "late")))
                .isInstanceOf(RpcException.class)
                .hasMessageStartingWith("Conflict: ");
        notes.delete("first");
        assertThat(notes.find("first")).isEmpty();
    }

    @Test
    void tutorial() {
        HostApis host = door.apis();

        Table<Note> table = NOTES.in(new Adb(host).db("main"));
        Entry<Note> made = table.create(new Note("first", "Hello", null, null));
        table.replace(made, new Note("first", "Bye", 5, made.value().createdAt()));
        List<Entry<Note>> good = table.onInvalid(OnInvalid.SKIP).list();

        assertThat(good).hasSize(1);
        assertThat(good.getFirst().value().text()).isEqualTo("Bye");
    }

    @Test
    void whatDoesNotFitIsNotWritten() {
        String long1001 = "x".repeat(1001);
        assertThatThrownBy(() -> notes.create(Note.of("a", long1001)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("/example.com/note/a does not fit its schema: /text: ")
                .hasMessageNotContaining(long1001);
        assertThatThrownBy(() -> notes.put("a", new Note("a", "x", -1, null)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("/stars: ");

        assertThat(db.list("/")).isEmpty();
    }

    @Test
    void whatDoesNotFitIsThrownSkippedOrMended() {
        notes.create(Note.of("good", "x"));
        db.put("/example.com/note/bad", Map.of("id", "bad", "text", 7));
        db.put("/example.com/note/when", Map.of("id", "w", "text", "x", "createdAt", "noon"));

        assertThatThrownBy(notes::list)
                .isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("/example.com/note/bad does not fit its schema: /text: ");
        assertThatThrownBy(() -> notes.get("when")).hasMessageContaining("/createdAt: ");

        Table<Note> good = notes.onInvalid(OnInvalid.SKIP);
        assertThat(good.list()).extracting(Entry::key).containsExactly("good");
        assertThat(good.find("bad")).isEmpty();
        assertThatThrownBy(() -> good.get("bad")).isInstanceOf(InvalidValueException.class);

        Table<Note> mended =
                notes.onInvalid(invalid -> {
                    invalid.value().remove("createdAt");
                    return invalid.value().put("text", invalid.value().path("text").asText());
                });
        assertThat(mended.list())
                .extracting(one -> one.value().text())
                .containsExactly("7", "x", "x");
        assertThatThrownBy(() -> notes.onInvalid(invalid -> invalid.value()).list())
                .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void defaultsAreFilledInWhenReadingToo() {
        db.put("/example.com/note/old", Note.of("old", "before there were stars"));

        assertThat(notes.get("old").value().stars()).isEqualTo(3);
        assertThat(db.get("/example.com/note/old").value())
                .hasToString("{\"id\":\"old\",\"text\":\"before there were stars\"}");
    }

    @Test
    void whatJavaCannotHoldDoesNotFit() {
        record Point(int x, int y) {}
        Table<Point> points = Schema.define(Point.class, "points").in(db);
        points.create(new Point(1, 2));
        db.put("/points/odd", Map.of("x", "one", "y", 2));

        assertThatThrownBy(() -> points.get("odd"))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage(
                        "/points/odd does not fit its schema: /x: it does not fit the Java type");
        assertThat(points.onInvalid(OnInvalid.SKIP).list())
                .extracting(Entry::value)
                .containsExactly(new Point(1, 2));
    }

    @Test
    void keysAreMadeOfPointersOrOfTheTime() {
        record Pair(@Nullable String id, String a, boolean b) {}
        Table<Pair> pairs = Schema.define(Pair.class, "pairs").key("/a", "/b").in(db);
        Table<Pair> timed = Schema.define(Pair.class, "timed").auto("id", () -> "made").in(db);

        assertThat(pairs.create(new Pair(null, "x", true)).key()).isEqualTo("x,true");
        Table<Pair> keyless = Schema.define(Pair.class, "p").key("/id").in(db);
        assertThatThrownBy(() -> keyless.create(new Pair(null, "x", true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no key can be made: want a text, a number or a truth at /id");
        Entry<Pair> first = timed.create(new Pair(null, "x", true));
        Entry<Pair> second = timed.create(new Pair("own", "y", true));
        assertThat(first.key()).matches("ff0[89][0-9a-f]{12}.*").isLessThan(second.key());
        assertThat(timed.list()).extracting(one -> one.value().id()).containsExactly("made", "own");
    }

    @Test
    void recordsOfASchemaAreQueriedAPageAtATime() {
        for (int i = 0; i < 5; i++) {
            notes.create(new Note("n" + i, "text", i, null));
        }
        Entries<Note> page =
                notes.query(query -> query.orderBy(Order.down("/stars")).limit(2).counted());
        Entries<Note> rest =
                notes.query(query -> query.orderBy(Order.down("/stars")).after(page.next()));

        assertThat(page.count()).isEqualTo(5);
        assertThat(page.entries()).extracting(Entry::key).containsExactly("n4", "n3");
        assertThat(rest.entries()).extracting(Entry::key).containsExactly("n2", "n1", "n0");
        assertThat(rest.next()).isNull();
        assertThatThrownBy(() -> notes.query(query -> query.select(new Pointer("/text"))))
                .isInstanceOf(IllegalArgumentException.class);
        var four = new Filter.Compare(new Pointer("/stars"), Comparison.EQ, IntNode.valueOf(4));
        assertThat(notes.query(query -> query.where(four)).entries()).hasSize(1);
        assertThat(notes.list(new ListOptions(null, null, "n2", null, 1, null)))
                .extracting(Entry::key)
                .containsExactly("n3");
    }

    @Test
    void schemasThatAreNoneAreRefused() {
        assertThatThrownBy(() -> NOTES.json("[]")).hasMessage("want a JSON Schema, an object");
        assertThatThrownBy(() -> NOTES.json("{")).hasMessageContaining("is no JSON");
    }

    private static ObjectNode age(int years) {
        return JsonNodeFactory.instance.objectNode().put("age", years);
    }
}
