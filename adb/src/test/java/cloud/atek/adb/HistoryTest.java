package cloud.atek.adb;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Moment;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Genesis;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.KeyName;
import cloud.atek.datachain.Retention;
import cloud.atek.datachain.trust.TrustMode;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.testkit.Seeds;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    /// One is below another, and one sorts between the two.
    private static final List<String> PATHS = List.of("/a", "/a/b", "/a!", "/b", "/c/d");

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
    void recordIsReadAsItWas() throws IOException {
        put("/a", 1);
        put("/a", 2);
        delete("/a");
        put("/a", 3);

        assertThat(get("/a", 1)).isEmpty();
        assertThat(get("/a", 2)).contains(new Stored(KeyPath.parse("/a"), 2, "{\"n\":1}"));
        assertThat(get("/a", 3).orElseThrow().json()).isEqualTo("{\"n\":2}");
        assertThat(get("/a", 4)).isEmpty();
        assertThat(get("/a", 5).orElseThrow().json()).isEqualTo("{\"n\":3}");
        assertThat(get("/never", 5)).isEmpty();
        assertThat(versions("/a", Long.MAX_VALUE, 10))
                .containsExactly("5 {\"n\":3}", "4 deleted", "3 {\"n\":2}", "2 {\"n\":1}");
        assertThat(versions("/a", 5, 2)).containsExactly("4 deleted", "3 {\"n\":2}");
        assertThat(versions("/never", Long.MAX_VALUE, 10)).isEmpty();
        assertThatThrownBy(() -> get("/a", 6))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessage("The database is at 5: there is no commit 6 yet");
        assertThatThrownBy(() -> versions("/a", 5, 0)).hasMessage("limit is 0: want 1 to 1000");
    }

    @Test
    void timeStandsForWhatWasCommittedThen() throws Exception {
        var times = new ArrayList<Instant>();
        for (int i = 0; i < 20; i++) {
            put("/a", i);
            Thread.sleep(2);
            times.add(Instant.now());
            Thread.sleep(2);
        }

        for (int i = 0; i < 20; i++) {
            Moment then = Moment.of(times.get(i));
            Optional<Stored> found = databases.with(id, db -> db.get(KeyPath.of("a"), then));
            assertThat(found.orElseThrow().json()).isEqualTo("{\"n\":" + i + "}");
        }
        Moment early = Moment.of(Instant.EPOCH);
        Optional<Stored> none = databases.with(id, db -> db.get(KeyPath.of("a"), early));
        assertThat(none).isEmpty();
    }

    @Test
    void restoreMakesARecordWhatItWas() throws IOException {
        put("/a", 1);
        put("/a", 2);
        delete("/a");

        assertThat(restore("/a", 2).orElseThrow()).hasToString(stored("/a", 5, 1));
        assertThat(restore("/a", 5).orElseThrow()).as("it is so").hasToString(stored("/a", 5, 1));
        assertThat(restore("/a", 4)).isEmpty();
        assertThat(get("/a", 6)).isEmpty();
        assertThat(put("/b", 1).sequence()).as("each by one commit").isEqualTo(7);
    }

    @Test
    void differenceIsInTheValues() throws IOException {
        put("/same", 1);
        put("/changed", 1);
        put("/gone", 1);
        put("/same", 1);
        put("/changed", 2);
        delete("/gone");
        put("/new", 1);

        assertThat(differences(4, 8)).containsExactly("changed 1 2", "gone 1 -", "new - 1");
        assertThat(differences(8, 4)).containsExactly("changed 2 1", "gone - 1", "new 1 -");
        assertThat(differences(8, 8)).isEmpty();
        assertThat(differences(0, 8)).containsExactly("changed - 2", "new - 1", "same - 1");
    }

    @Test
    void brokenIndexIsMadeAnew() throws IOException {
        for (int i = 0; i < 2500; i++) {
            put("/r/" + i % 50, i);
        }
        assertThat(get("/r/7", 1000).orElseThrow().json()).isEqualTo("{\"n\":957}");
        Path index = dir.resolve("views").resolve(id + ".history.sqlite");

        databases.close();
        databases = new Databases(dir, ChainSettings.DEFAULT);
        Files.write(index, "this is no database".repeat(500).getBytes(StandardCharsets.UTF_8));
        assertThat(get("/r/7", 1000).orElseThrow().json()).isEqualTo("{\"n\":957}");
        assertThat(list(2501)).hasSize(50);
    }

    /// What compaction took away is told to be so, and never taken for what was not there.
    @Test
    void compactedHistoryIsNotKnownAnyMore() throws IOException {
        SigningKey key = SigningKey.random();
        var keys = new KeyFolder(ChainSettings.DEFAULT.disk(), dir.resolve("keys"));
        keys.save(key);
        id = key.verifyKey().hex();
        Path folder = dir.resolve("chains").resolve(id);
        var roots = List.of(KeyName.of(key.verifyKey()));
        var genesis = new Genesis(TrustMode.CENTRALIZED, roots, Retention.NEWEST);
        Chain.create(folder, key, genesis, ChainSettings.DEFAULT).close();
        for (int i = 0; i < 50; i++) {
            put("/a", i);
        }
        put("/b", 1);
        assertThat(get("/a", 7)).isPresent();
        databases.close();
        try (Chain chain = Chain.open(folder, keys, ChainSettings.DEFAULT)) {
            assertThat(chain.compact().bytesAfter()).isPositive();
        }

        databases = new Databases(dir, ChainSettings.DEFAULT);
        assertThatThrownBy(() -> get("/a", 7))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessage("/a of commit 7 is not there any more: the log was compacted");
        assertThat(get("/a", 52).orElseThrow().json()).isEqualTo("{\"n\":49}");
        databases.close();
        databases = new Databases(dir, ChainSettings.DEFAULT);
        View.delete(dir.resolve("views/" + id + ".history.sqlite"));
        assertThatThrownBy(() -> get("/a", 7))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("What was at 7 is not known any more");
        assertThat(versions("/a", Long.MAX_VALUE, 10)).containsExactly("51 {\"n\":49}");
        put("/a", 77);
        assertThat(get("/a", 53).orElseThrow().json()).isEqualTo("{\"n\":77}");
        assertThat(list(52)).hasSize(2);
    }

    /// Whatever is asked of a state is what a model of that state says.
    @Test
    void everyStateIsThatOfTheModel() {
        Seeds.forAll((random, size) -> {
            if (size % 10 != 0) {
                return;
            }
            id = databases.create();
            var states = new ArrayList<NavigableMap<String, String>>();
            states.add(new TreeMap<>());
            states.add(new TreeMap<>());
            for (int i = 0; i < size; i++) {
                step(random, states);
                if (random.nextInt(10) == 0) {
                    requireSame(random, states);
                }
            }
            if (random.nextBoolean()) {
                databases.close();
                databases = new Databases(dir, ChainSettings.DEFAULT);
                View.delete(dir.resolve("views/" + id + ".sqlite"));
                View.delete(dir.resolve("views/" + id + ".history.sqlite"));
            }
            for (int i = 0; i < 5; i++) {
                requireSame(random, states);
            }
        });
    }

    /// One commit of some records.
    private void step(RandomGenerator random, List<NavigableMap<String, String>> states)
            throws IOException {
        var next = new TreeMap<>(states.getLast());
        var operations = new ArrayList<BatchOperation>();
        for (String path : PATHS) {
            int kind = random.nextInt(6);
            if (kind < 2) {
                int n = random.nextInt(5);
                operations.add(BatchOperation.put(KeyPath.parse(path), json(n)));
                next.put(path, "{\"n\":" + n + "}");
            } else if (kind == 2) {
                operations.add(BatchOperation.delete(KeyPath.parse(path)));
                next.remove(path);
            }
        }
        long sequence = databases.with(id, db -> db.batch(operations, List.of()));
        if (sequence == states.size()) {
            states.add(next);
        }
        assertThat(sequence).isEqualTo(states.size() - 1);
    }

    private void requireSame(RandomGenerator random, List<NavigableMap<String, String>> states)
            throws IOException {
        int at = random.nextInt(states.size());
        Map<String, String> state = states.get(at);
        var found = new TreeMap<String, String>();
        list(at).forEach(one -> found.put(one.path().toString(), one.json()));
        assertThat(found).isEqualTo(state);
        for (String path : PATHS) {
            assertThat(get(path, at).map(Stored::json))
                    .isEqualTo(Optional.ofNullable(state.get(path)));
        }
        int other = random.nextInt(states.size());
        assertThat(differences(at, other)).isEqualTo(differences(state, states.get(other)));
    }

    private static List<String> differences(Map<String, String> left, Map<String, String> right) {
        var paths = new TreeSet<String>(left.keySet());
        paths.addAll(right.keySet());
        return paths.stream()
                .filter(path ->
                        !Optional.ofNullable(left.get(path))
                                .equals(Optional.ofNullable(right.get(path))))
                .sorted((one, two) -> one.replace('/', '\0').compareTo(two.replace('/', '\0')))
                .map(path -> path.substring(1) + " " + n(left.get(path)) + " " + n(right.get(path)))
                .toList();
    }

    private List<String> differences(long left, long right) throws IOException {
        List<Difference> found =
                databases.with(
                        id, db -> db.differences(KeyPath.ROOT, Moment.of(left), Moment.of(right)));
        return found.stream().map(HistoryTest::shown).toList();
    }

    private static String shown(Difference one) {
        Stored left = one.left();
        Stored right = one.right();
        KeyPath path = requireNonNull(left == null ? right : left).path();
        return path.toString().substring(1)
                + " "
                + n(left == null ? null : left.json())
                + " "
                + n(right == null ? null : right.json());
    }

    private static String n(@Nullable String json) {
        return json == null ? "-" : json.replaceAll("\\D", "");
    }

    private List<String> versions(String path, long before, int limit) throws IOException {
        List<Version> found =
                databases.with(id, db -> db.history(KeyPath.parse(path), before, limit));
        return found.stream()
                .map(one -> one.sequence() + " " + (one.put() ? one.json() : "deleted"))
                .toList();
    }

    private Optional<Stored> get(String path, long at) throws IOException {
        return databases.with(id, db -> db.get(KeyPath.parse(path), Moment.of(at)));
    }

    private List<Stored> list(long at) throws IOException {
        return databases.with(id, db -> db.list(KeyPath.ROOT, ListOptions.ALL.at(Moment.of(at))));
    }

    private Optional<Stored> restore(String path, long at) throws IOException {
        return databases.with(id, db -> db.restore(KeyPath.parse(path), Moment.of(at)));
    }

    private Stored put(String path, int n) throws IOException {
        return databases.with(id, db -> db.put(KeyPath.parse(path), json(n)));
    }

    private void delete(String path) throws IOException {
        databases.with(id, db -> deleted(db, KeyPath.parse(path)));
    }

    private static KeyPath deleted(Database db, KeyPath path) throws IOException {
        db.delete(path);
        return path;
    }

    private static String stored(String path, long sequence, int n) {
        return new Stored(KeyPath.parse(path), sequence, "{\"n\":" + n + "}").toString();
    }

    private static ObjectNode json(int n) {
        return MessageCodec.JSON.createObjectNode().put("n", n);
    }
}
