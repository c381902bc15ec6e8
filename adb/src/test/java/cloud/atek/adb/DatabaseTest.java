package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.log.LockedException;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.testkit.Seeds;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {

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
    void recordIsThereWhenItWasPutAndGoneWhenDeleted() throws IOException {
        Stored put = put("/a/b", 1);

        assertThat(get("/a/b")).contains(put);
        assertThat(put.sequence()).as("the first is the genesis").isEqualTo(2);
        assertThat(put("/a/b", 2).sequence()).isEqualTo(3);
        assertThat(get("/a/b").orElseThrow().json()).isEqualTo("{\"n\":2}");
        delete("/a/b");
        assertThat(get("/a/b")).isEmpty();
        assertThat(get("/")).isEmpty();
        delete("/a/b");
        assertThat(put("/c", 3).sequence()).as("a delete of nothing writes nothing").isEqualTo(5);
    }

    /// The order of the first Atek: by the bytes of the path, whatever stands below whatever.
    @Test
    void listIsRecursiveAndInTheOrderOfTheBytes() throws IOException {
        List<String> inOrder =
                List.of(
                        "/my",
                        "/my/stuff",
                        "/my/stuff/1",
                        "/my/stuff/10",
                        "/my/stuff/2",
                        "/my/stuffy",
                        "/my-",
                        "/myself");
        for (String path : inOrder.reversed()) {
            put(path, 1);
        }

        assertThat(list("/")).containsExactlyElementsOf(inOrder);
        assertThat(list("/my"))
                .as("the record at the listed path is not in the list")
                .containsExactlyElementsOf(inOrder.subList(1, 6));
        assertThat(list("/my/stuff")).containsExactly("/my/stuff/1", "/my/stuff/10", "/my/stuff/2");
        assertThat(list("/nowhere")).isEmpty();
    }

    @Test
    void boundsLimitAndDirectionCutTheList() throws IOException {
        for (String name : List.of("a", "b", "b/1", "b/2", "b-", "c", "ü")) {
            put("/f/" + name, 1);
        }
        put("/e", 1);
        put("/g", 1);

        assertThat(list("/f", options("b", null, null, null))).containsExactly("/f/a");
        assertThat(list("/f", options(null, "b", null, null))).containsExactly("/f/a", "/f/b");
        assertThat(list("/f", options(null, null, "b", null)))
                .containsExactly("/f/b/1", "/f/b/2", "/f/b-", "/f/c", "/f/ü");
        assertThat(list("/f", options(null, "b/2", "b/1", null))).containsExactly("/f/b/2");
        assertThat(list("/f", options("c", null, null, "b-"))).containsExactly("/f/b-");
        assertThat(list("/f", options("a", null, "c", null))).isEmpty();
        assertThat(list("/f", new ListOptions(null, null, null, null, 2, true)))
                .containsExactly("/f/ü", "/f/c");
        assertThatThrownBy(() -> list("/f", new ListOptions(null, null, null, null, 0, null)))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessage("limit is 0: want 1 to 100000");
    }

    @Test
    void namesMayHoldSlashes() throws IOException {
        KeyPath path = KeyPath.of("a/b", "c");
        databases.with(id, db -> db.put(path, json(1)));

        Optional<Stored> found = databases.with(id, db -> db.get(path));
        assertThat(found).isPresent();
        assertThat(get("/a/b/c")).isEmpty();
    }

    @Test
    void recordsBeyondTheLimitsAreRefusedAndTheDatabaseLives() throws IOException {
        ObjectNode large = json(1).put("text", "x".repeat(Limits.RECORD_BYTES_MAX));
        ObjectNode wide = json(1);
        IntStream.rangeClosed(0, Limits.MEMBERS_MAX).forEach(i -> wide.put("m" + i, i));
        ObjectNode deep = json(1);
        ObjectNode at = deep;
        for (int i = 0; i < Limits.DEPTH_MAX; i++) {
            at = at.putObject("o");
        }

        for (ObjectNode bad : List.of(large, wide, deep)) {
            assertThatThrownBy(() -> databases.with(id, db -> db.put(KeyPath.of("a"), bad)))
                    .isInstanceOf(InvalidRecordException.class);
        }
        assertThatThrownBy(() -> put("/", 1))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("wants a path");
        assertThatThrownBy(() -> put("/half/\ud800", 1))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("not Unicode");
        assertThat(put("/a", 1).sequence()).isEqualTo(2);
    }

    @Test
    void deletedAndBrokenViewsAreRebuiltFromTheLog() throws IOException {
        for (int i = 0; i < 1500; i++) {
            put("/r/" + i % 700, i);
        }
        List<String> before = list("/");
        Path view = dir.resolve("views").resolve(id + ".sqlite");

        reopened(() -> View.delete(view));
        assertThat(list("/")).isEqualTo(before);
        reopened(() ->
                Files.write(
                        view, "this is no database".repeat(500).getBytes(StandardCharsets.UTF_8)));
        assertThat(list("/")).isEqualTo(before);
        reopened(() -> Files.write(view, Arrays.copyOf(Files.readAllBytes(view), 9000)));
        assertThat(list("/")).isEqualTo(before);
        assertThat(get("/r/3").orElseThrow().json()).isEqualTo("{\"n\":1403}");
    }

    @Test
    void viewThatIsAheadOrOfAnotherChainIsRebuilt() throws IOException {
        String other = databases.create();
        databases.with(other, db -> db.put(KeyPath.of("theirs"), json(1)));
        Path view = dir.resolve("views").resolve(id + ".sqlite");
        put("/mine", 1);
        Path chain = dir.resolve("chains").resolve(id).resolve("00000000000000000001.seg");
        databases.close();
        byte[] early = Files.readAllBytes(chain);
        Path checkpoint = chain.resolveSibling("checkpoint");
        byte[] earlyCheckpoint = Files.readAllBytes(checkpoint);

        reopened(() -> {
            View.delete(view);
            Files.copy(view.resolveSibling(other + ".sqlite"), view);
        });
        assertThat(list("/")).containsExactly("/mine");
        put("/later", 2);
        reopened(() -> {
            Files.write(chain, early);
            Files.write(checkpoint, earlyCheckpoint);
        });
        assertThat(list("/")).containsExactly("/mine");
    }

    @Test
    void viewThatBreaksAtWorkIsRebuilt() throws IOException {
        for (int i = 0; i < 2000; i++) {
            put("/r/" + i, i);
        }
        Path view = dir.resolve("views").resolve(id + ".sqlite");
        List<String> before = list("/");
        // Readers are open; every page behind the first is overwritten under them.
        byte[] bytes = Files.readAllBytes(view);
        Arrays.fill(bytes, 4096, bytes.length, (byte) 0x55);
        Files.write(view, bytes);
        Files.write(view.resolveSibling(id + ".sqlite-wal"), new byte[0]);

        assertThat(list("/")).isEqualTo(before);
        assertThat(put("/r/new", 1).sequence()).isEqualTo(2002);
        assertThat(get("/r/new")).isPresent();
    }

    @Test
    void manyWritersSeeTheirOwnWrites() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all =
                    IntStream.range(0, 300)
                            .mapToObj(i -> threads.submit(() -> putAndGet("/w/" + i, i)))
                            .toList();
            for (var one : all) {
                assertThat(one.get()).isTrue();
            }
        }
        assertThat(list("/w")).hasSize(300);
    }

    @Test
    void databaseIsAMapOfPaths() {
        Seeds.forAll((random, size) -> {
            if (size % 10 != 0) {
                return;
            }
            String one = databases.create();
            var model = new TreeMap<String, String>(DatabaseTest::compareBytes);
            for (int i = 0; i < size; i++) {
                KeyPath path = path(random);
                String key = String.join("\0", path.segments());
                if (random.nextInt(4) == 0) {
                    databases.with(one, db -> deleted(db, path));
                    model.remove(key);
                } else {
                    int n = i;
                    databases.with(one, db -> db.put(path, json(n)));
                    model.put(key, "{\"n\":" + n + "}");
                }
            }
            if (random.nextBoolean()) {
                reopened(() -> View.delete(dir.resolve("views/" + one + ".sqlite")));
            }
            List<Stored> all = databases.with(one, db -> db.list(KeyPath.ROOT, ListOptions.ALL));
            assertThat(all.stream().map(s -> String.join("\0", s.path().segments())))
                    .containsExactlyElementsOf(model.keySet());
            assertThat(all.stream().map(Stored::json)).containsExactlyElementsOf(model.values());
            databases.with(one, DatabaseTest::verified);
        });
    }

    @Test
    void idleDatabaseIsClosedAndOpenedWhenItIsUsed() throws IOException {
        put("/a", 1);
        Path chain = dir.resolve("chains").resolve(id);
        var keys = new KeyFolder(ChainSettings.DEFAULT.disk(), dir.resolve("keys"));

        databases.closeIdle(Instant.now().minusSeconds(60));
        assertThatThrownBy(() -> Chain.open(chain, keys, ChainSettings.DEFAULT))
                .isInstanceOf(LockedException.class);
        databases.closeIdle(Instant.now().plusSeconds(60));
        Chain.open(chain, keys, ChainSettings.DEFAULT).close();
        assertThat(get("/a")).isPresent();
    }

    @Test
    void statCountsRecordsVersionsAndBytes() throws IOException {
        assertThat(databases.stat(id).records()).isZero();
        put("/a", 1);
        put("/a", 2);
        put("/b", 1);
        delete("/b");
        delete("/b");

        Stat stat = databases.stat(id);
        assertThat(stat.records()).isEqualTo(1);
        assertThat(stat.versions()).isEqualTo(4);
        assertThat(stat.sequence()).isEqualTo(5);
        assertThat(stat.viewLag()).isZero();
        assertThat(stat.logBytes()).isPositive();
        assertThat(stat.viewBytes()).isPositive();
        reopened(() -> View.delete(dir.resolve("views/" + id + ".sqlite")));
        assertThat(databases.stat(id).versions()).isEqualTo(4);
    }

    @Test
    void idThatIsNoIdIsRefusedBeforeItIsAPath() {
        assertThatThrownBy(() -> databases.with("../../etc", Database::id))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void reopened(Step step) throws IOException {
        databases.close();
        step.run();
        databases = new Databases(dir, ChainSettings.DEFAULT);
    }

    private Stored put(String path, int n) throws IOException {
        return databases.with(id, db -> db.put(KeyPath.parse(path), json(n)));
    }

    private boolean putAndGet(String path, int n) throws IOException {
        put(path, n);
        return get(path).isPresent();
    }

    private Optional<Stored> get(String path) throws IOException {
        return databases.with(id, db -> db.get(KeyPath.parse(path)));
    }

    private void delete(String path) throws IOException {
        databases.with(id, db -> deleted(db, KeyPath.parse(path)));
    }

    private List<String> list(String path) throws IOException {
        return list(path, ListOptions.ALL);
    }

    private List<String> list(String path, ListOptions options) throws IOException {
        return databases.with(id, db -> db.list(KeyPath.parse(path), options)).stream()
                .map(stored -> stored.path().toString())
                .toList();
    }

    private static boolean deleted(Database db, KeyPath path) throws IOException {
        db.delete(path);
        return true;
    }

    private static boolean verified(Database db) throws IOException {
        db.verify();
        return true;
    }

    private static ListOptions options(
            @Nullable String lt, @Nullable String lte, @Nullable String gt, @Nullable String gte) {
        return new ListOptions(lt, lte, gt, gte, null, null);
    }

    private static ObjectNode json(int n) {
        return MessageCodec.JSON.createObjectNode().put("n", n);
    }

    private static KeyPath path(RandomGenerator random) {
        List<String> names = List.of("a", "a!", "b", "b/c", "ü", "\u0001", "0", "😀");
        return new KeyPath(
                IntStream.rangeClosed(0, random.nextInt(4))
                        .mapToObj(_ -> names.get(random.nextInt(names.size())))
                        .toList());
    }

    private static int compareBytes(String one, String other) {
        return Arrays.compareUnsigned(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
