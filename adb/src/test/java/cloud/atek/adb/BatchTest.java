package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.Expected;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.testkit.Seeds;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTest {

    private static final int WRITERS = 16;
    private static final int ACCOUNTS = 8;
    private static final int TRANSFERS = 20;
    private static final int SUM = 1000 * ACCOUNTS;

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
    void allHappensInOneCommit() throws IOException {
        put("/old", 1);

        long sequence = batch(putting("/a", 1), putting("/b/c", 2), deleting("/old"));

        assertThat(sequence).isEqualTo(3);
        assertThat(all()).containsExactly("/a@3={\"n\":1}", "/b/c@3={\"n\":2}");
        assertThat(batch(deleting("/old"), deleting("/never")))
                .as("nothing to write, nothing written")
                .isEqualTo(3);
        assertThat(batch()).isEqualTo(3);
    }

    @Test
    void refusalNamesEveryRecordWithBothVersionsAndWritesNothing() throws IOException {
        put("/a", 1);
        put("/b", 1);

        assertThatThrownBy(
                        () -> batch(putting("/a", 2).expecting(2), putting("/b", 2).expecting(0)))
                .isInstanceOf(ConflictException.class)
                .hasMessage("Conflict: /b was expected absent and is at 3: read it again");
        assertThatThrownBy(() ->
                        batch(
                                List.of(putting("/new", 1), deleting("/none").expecting(7)),
                                List.of(at("/a", 5), at("/none/too", 4))))
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        e ->
                                assertThat(e.conflicts())
                                        .containsExactlyInAnyOrder(
                                                new Conflict(KeyPath.parse("/none"), 7, 0),
                                                new Conflict(KeyPath.parse("/a"), 5, 2),
                                                new Conflict(KeyPath.parse("/none/too"), 4, 0)));
        assertThatThrownBy(() -> batch(List.of(), List.of(at("/a", 1))))
                .hasMessage("Conflict: /a was expected at 1 and is at 2: read it again");
        assertThat(all()).containsExactly("/a@2={\"n\":1}", "/b@3={\"n\":1}");
        assertThat(batch(List.of(deleting("/b").expecting(3)), List.of(at("/a", 2)))).isEqualTo(4);
        assertThat(batch(List.of(deleting("/b")), List.of(at("/b", 0)))).isEqualTo(4);
        assertThat(batch(putting("/b", 3).expecting(0))).isEqualTo(5);
    }

    @Test
    void badBatchIsRefusedWithItsPlace() throws IOException {
        ObjectNode infinite = MessageCodec.JSON.createObjectNode();
        infinite.putObject("x").put("y", Double.POSITIVE_INFINITY);

        assertThatThrownBy(() ->
                        batch(putting("/a", 1), BatchOperation.put(KeyPath.parse("/b"), infinite)))
                .isInstanceOfSatisfying(
                        InvalidRecordException.class,
                        e -> assertThat(e.pointer()).isEqualTo("/1/value/x/y"));
        assertThatThrownBy(() -> batch(putting("/a", 1), putting("a/", 1)))
                .hasMessage("The batch writes /a twice");
        assertThatThrownBy(() -> batch(putting("/", 1))).hasMessage("A record wants a path");
        assertThatThrownBy(() ->
                        batch(
                                IntStream.rangeClosed(0, Limits.BATCH_MAX)
                                        .mapToObj(i -> putting("/" + i, i))
                                        .toArray(BatchOperation[]::new)))
                .hasMessageContaining("at most 10,000 operations");
        assertThatThrownBy(() ->
                        batch(
                                IntStream.range(0, 20)
                                        .mapToObj(i -> large("/" + i))
                                        .toArray(BatchOperation[]::new)))
                .hasMessageContaining("The batch is refused: the change has")
                .hasMessageContaining("bytes");
        assertThat(all()).isEmpty();
        assertThat(put("/a", 1).sequence()).isEqualTo(2);
    }

    /// What every writer moves from one record to another was there before, and after.
    @Test
    void sumOverRecordsHoldsUnderManyWriters() throws Exception {
        for (int i = 0; i < ACCOUNTS; i++) {
            put("/account/" + i, SUM / ACCOUNTS);
        }
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Integer> reader = threads.submit(() -> readUntil(done));
            List<Future<Integer>> writers =
                    IntStream.range(0, WRITERS)
                            .mapToObj(i -> threads.submit(() -> transfer(new Random(i))))
                            .toList();
            for (var writer : writers) {
                assertThat(writer.get()).isEqualTo(TRANSFERS);
            }
            done.set(true);
            assertThat(reader.get()).isPositive();
        }
        assertThat(sum()).isEqualTo(SUM);
        assertThat(put("/last", 0).sequence())
                .as("every transfer is one commit")
                .isEqualTo(1 + ACCOUNTS + WRITERS * TRANSFERS + 1);
    }

    /// A deletion of what is not there writes nothing, and is as atomic as the rest.
    @Test
    void deletionsAndPutsOfOneNameNeverMix() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> writers =
                    IntStream.range(0, 200)
                            .mapToObj(i ->
                                    threads.submit(() ->
                                            i % 2 == 0
                                                    ? batch(putting("/x", i), deleting("/y"))
                                                    : batch(putting("/y", i), deleting("/x"))))
                            .toList();
            for (var writer : writers) {
                assertThat(writer.get()).isPositive();
            }
        }
        assertThat(all()).as("the last batch took the other's record away").hasSize(1);
    }

    @Test
    void batchesAreStepsOfAMap() {
        Seeds.forAll((random, size) -> {
            if (size % 10 != 0) {
                return;
            }
            id = databases.create();
            var model = new TreeMap<String, Long>();
            for (int i = 0; i < size; i++) {
                var next = new TreeMap<>(model);
                List<BatchOperation> operations = operations(random, next);
                List<Expected> expected = new ArrayList<>();
                boolean fits = true;
                for (String path : List.of("/a", "/b", "/c/d")) {
                    long is = model.getOrDefault(path, 0L);
                    long wanted = random.nextInt(6) == 0 ? random.nextInt(4) : is;
                    if (random.nextBoolean()) {
                        expected.add(at(path, wanted));
                        fits &= wanted == is;
                    }
                }
                if (fits) {
                    long sequence = batch(operations, expected);
                    next.replaceAll((_, old) -> old < 0 ? sequence : old);
                    model = next;
                } else {
                    assertThatThrownBy(() -> batch(operations, expected))
                            .isInstanceOf(ConflictException.class);
                }
            }
            var found = new TreeMap<String, Long>();
            list().forEach(one -> found.put(one.path().toString(), one.sequence()));
            assertThat(found).isEqualTo(model);
        });
    }

    /// Some, and what they make of `model`; -1 is the sequence that is to come.
    private static List<BatchOperation> operations(
            RandomGenerator random, Map<String, Long> model) {
        var operations = new ArrayList<BatchOperation>();
        for (String path : List.of("/a", "/b", "/c/d", "/c")) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    operations.add(putting(path, random.nextInt(9)));
                    model.put(path, -1L);
                }
                case 1 -> {
                    operations.add(deleting(path));
                    model.remove(path);
                }
                default -> {
                    // Left alone.
                }
            }
        }
        return operations;
    }

    private int transfer(Random random) throws IOException {
        int done = 0;
        while (done < TRANSFERS) {
            List<Stored> accounts = accounts();
            Stored from = accounts.get(random.nextInt(ACCOUNTS));
            Stored to = accounts.get(random.nextInt(ACCOUNTS));
            int amount = random.nextInt(100);
            if (from.equals(to)) {
                continue;
            }
            try {
                batch(moved(from, -amount), moved(to, amount));
                done++;
            } catch (ConflictException e) {
                // Another was faster: again, with what is there now.
            }
        }
        return done;
    }

    private int readUntil(AtomicBoolean done) throws IOException {
        Set<Integer> sums = new HashSet<>();
        int reads = 0;
        while (!done.get() || reads == 0) {
            sums.add(sum());
            reads++;
        }
        assertThat(sums).containsExactly(SUM);
        return reads;
    }

    private static BatchOperation moved(Stored account, int amount) {
        ObjectNode value = RecordJson.read(account.json());
        value.put("n", value.path("n").asInt() + amount);
        return BatchOperation.put(account.path(), value).expecting(account.sequence());
    }

    private int sum() throws IOException {
        return accounts().stream()
                .mapToInt(one -> RecordJson.read(one.json()).path("n").asInt())
                .sum();
    }

    private List<Stored> accounts() throws IOException {
        return databases.with(id, db -> db.list(KeyPath.parse("/account"), ListOptions.ALL));
    }

    private List<Stored> list() throws IOException {
        return databases.with(id, db -> db.list(KeyPath.ROOT, ListOptions.ALL));
    }

    private List<String> all() throws IOException {
        return list().stream()
                .map(one -> one.path() + "@" + one.sequence() + "=" + one.json())
                .toList();
    }

    private long batch(BatchOperation... operations) throws IOException {
        return batch(List.of(operations), List.of());
    }

    private long batch(List<BatchOperation> operations, List<Expected> expected)
            throws IOException {
        return databases.with(id, db -> db.batch(operations, expected));
    }

    private Stored put(String path, int n) throws IOException {
        return databases.with(id, db -> db.put(KeyPath.parse(path), json(n)));
    }

    private static BatchOperation putting(String path, int n) {
        return BatchOperation.put(KeyPath.parse(path), json(n));
    }

    private static BatchOperation large(String path) {
        return BatchOperation.put(KeyPath.parse(path), json(1).put("x", "x".repeat(900_000)));
    }

    private static BatchOperation deleting(String path) {
        return BatchOperation.delete(KeyPath.parse(path));
    }

    private static Expected at(String path, long sequence) {
        return new Expected(KeyPath.parse(path), sequence);
    }

    private static ObjectNode json(int n) {
        return MessageCodec.JSON.createObjectNode().put("n", n);
    }
}
