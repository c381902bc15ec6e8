package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.AdbApi.BatchOperation;
import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.Filter;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Pointer;
import cloud.atek.api.adb.WatchOptions;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {

    private static final Filter SMALL =
            new Filter.Compare(new Pointer("/n"), Filter.Comparison.LT, IntNode.valueOf(5));

    @TempDir private Path dir;
    private Databases databases = new Databases(Path.of("unused"), ChainSettings.DEFAULT);
    private String id = "";

    @BeforeEach
    void create() throws IOException {
        databases = new Databases(dir, ChainSettings.DEFAULT);
        id = databases.create();
    }

    @AfterEach
    void close() throws IOException {
        databases.close();
    }

    private Ear listen(WatchOptions options) throws IOException {
        return Ear.listen(databases, id, options);
    }

    private long put(String path, int n) throws IOException {
        return databases.with(
                id,
                db -> db.put(KeyPath.parse(path), RecordJson.read("{\"n\":" + n + "}")).sequence());
    }

    private void delete(String path) throws IOException {
        databases.with(
                id,
                db -> {
                    db.delete(KeyPath.parse(path));
                    return path;
                });
    }

    private WatchOptions books() {
        return WatchOptions.below(KeyPath.parse("/books"));
    }

    @Test
    void whatWasAndWhatComesIsTold() throws Exception {
        put("/books/a", 1);
        put("/other", 1);
        delete("/books/a");
        try (Ear ear = listen(books().after(0))) {
            ear.awaitLive();
            long seq = put("/books/b/c", 2);
            put("/books", 3);
            ear.awaitSequence(seq);

            assertThat(ear.messages())
                    .satisfiesExactly(
                            put ->
                                    assertThat(put)
                                            .contains("\"/books/a\",\"seq\":2,\"value\":{\"n\":1}"),
                            gone ->
                                    assertThat(gone)
                                            .contains("\"/books/a\",\"seq\":4,\"deleted\":true"),
                            live -> assertThat(live).isEqualTo("{\"event\":\"live\",\"seq\":4}"),
                            put ->
                                    assertThat(put)
                                            .startsWith("{\"event\":\"commit\",\"seq\":5,\"time\":")
                                            .contains(
                                                    "\"/books/b/c\",\"seq\":5,\"value\":{\"n\":2}"));
        }
    }

    @Test
    void recordThatDoesNotMatchAnyMoreLeft() throws Exception {
        put("/books/a", 1);
        put("/books/never", 9);
        try (Ear ear = listen(books().where(SMALL).after(0))) {
            ear.awaitLive();
            put("/books/a", 7);
            put("/books/a", 8);
            put("/books/never", 10);
            delete("/books/never");
            put("/books/a", 2);
            delete("/books/a");
            ear.awaitSequence(9);

            assertThat(ear.changes())
                    .containsExactly(
                            "/books/a 1", "/books/a left", "/books/a 2", "/books/a deleted");
        }
        try (Ear again = listen(books().where(SMALL).after(0))) {
            again.awaitLive();
            assertThat(again.changes())
                    .containsExactly(
                            "/books/a 1", "/books/a left", "/books/a 2", "/books/a deleted");
        }
    }

    @Test
    void batchIsOneEvent() throws Exception {
        try (Ear ear = listen(books())) {
            ear.awaitLive();
            var all = new ArrayList<BatchOperation>();
            ObjectNode one = MessageCodec.JSON.createObjectNode().put("n", 1);
            for (int i = 0; i < 50; i++) {
                all.add(BatchOperation.put(KeyPath.parse("/books/" + i), one));
            }
            databases.with(id, db -> db.batch(all, List.of()));
            ear.awaitSequence(2);

            assertThat(ear.messages()).hasSize(2);
            assertThat(ear.changes()).hasSize(50);
        }
    }

    @Test
    void largeCommitComesInPartsAndCountsWithTheLast() throws Exception {
        try (Ear ear = listen(books())) {
            ear.awaitLive();
            ObjectNode large = MessageCodec.JSON.createObjectNode().put("n", "x".repeat(300_000));
            var all =
                    IntStream.range(0, 10)
                            .mapToObj(i -> BatchOperation.put(KeyPath.parse("/books/" + i), large))
                            .toList();
            databases.with(id, db -> db.batch(all, List.of()));
            ear.awaitSequence(2);

            assertThat(ear.messages().subList(1, 10)).allMatch(m -> m.contains("\"more\":true"));
            assertThat(ear.messages().getLast()).doesNotContain("\"more\"");
            assertThat(ear.changes()).hasSize(10);
            long next = put("/books/x", 1);
            ear.awaitSequence(next);
        }
    }

    /// His queue overflows many times, and he is told everything in its order.
    @Test
    void slowWatcherMissesNothingAndHearsNothingTwice() throws Exception {
        try (Ear slow = listen(books());
                Ear quick = listen(books())) {
            slow.awaitLive();
            quick.awaitLive();
            slow.stopHearing();
            for (int i = 0; i < 3 * Limits.WATCH_QUEUE_COMMITS; i++) {
                put("/books/" + i, i);
            }
            quick.awaitSequence(1 + 3 * Limits.WATCH_QUEUE_COMMITS);
            slow.goOnHearing();
            long last = put("/books/last", 0);
            slow.awaitSequence(last);
            long live = put("/books/live", 0);
            slow.awaitSequence(live);
            quick.awaitSequence(live);

            assertThat(slow.changes()).isEqualTo(quick.changes()).doesNotHaveDuplicates();
            assertThat(slow.changes()).hasSize(2 + 3 * Limits.WATCH_QUEUE_COMMITS);
        }
        assertThat(databases.watchers()).isZero();
    }

    @Test
    void sequenceThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> listen(books().after(99)))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessage("The database is at 1: there is no commit 99 yet");
    }

    @Test
    void watchedDatabaseStaysOpenAndClosesWhenNobodyWatches() throws Exception {
        try (Ear ear = listen(books())) {
            ear.awaitLive();
            databases.closeIdle(java.time.Instant.MAX);
            ear.awaitSequence(put("/books/a", 1));
        }
        assertThat(databases.watchers()).isZero();
        databases.closeIdle(java.time.Instant.MAX);
        assertThat(put("/books/a", 2)).isEqualTo(3);
    }

    /// What was purged stands in the log until the next compaction, and no watcher hears of it.
    @Test
    void whatWasPurgedIsToldToNobody() throws Exception {
        put("/books/a", 1);
        put("/books/secret", 4711);
        delete("/books/secret");
        put("/books/secret", 4712);
        try (Ear live = listen(books())) {
            live.awaitLive();
            long purged =
                    databases.with(
                            id,
                            db ->
                                    db.upkeep()
                                            .purge(KeyPath.parse("/books/secret"), false, "bob")
                                            .sequence());
            live.awaitFailure("HistoryGoneException");
            try (Ear late = listen(books().after(2))) {
                late.awaitFailure("watch from " + purged + " or later");
                assertThat(late.messages()).noneMatch(one -> one.contains("471"));
            }
            try (Ear again = listen(books().after(purged))) {
                again.awaitSequence(put("/books/secret", 5));
                assertThat(again.changes()).containsExactly("/books/secret 5");
            }
        }
    }

    /// Random writes, and watchers who come and go, some of them slow: what each made of what he
    /// heard is what the list has.
    @Test
    void whatWatchersHeardIsWhatTheListHas() throws Exception {
        cloud.atek.testkit.Seeds.forAll((random, size) -> {
            if (size % 4 != 0) {
                return;
            }
            id = databases.create();
            var options = new ArrayList<WatchOptions>();
            var ears = new ArrayList<Ear>();
            for (int i = 0; i < 6; i++) {
                WatchOptions wanted = i % 2 == 0 ? books() : WatchOptions.ALL;
                options.add(i % 3 == 0 ? wanted : wanted.where(SMALL));
                ears.add(listen(options.get(i).after(0)));
            }
            try {
                for (int i = 0; i < 8 + size / 3; i++) {
                    write(random);
                    disturb(random, options, ears);
                }
                ears.forEach(Ear::goOnHearing);
                put("/books/end", 1);
                long last = put("/books/end", 2);
                for (int i = 0; i < ears.size(); i++) {
                    ears.get(i).awaitSequence(last);
                    assertThat(ears.get(i).records()).isEqualTo(expected(options.get(i)));
                    assertThat(ears.get(i).mistakes()).isEmpty();
                }
            } finally {
                for (Ear ear : ears) {
                    ear.close();
                }
            }
        });
    }

    /// Lets one come back where he was, or be slow.
    private void disturb(RandomGenerator random, List<WatchOptions> options, List<Ear> ears)
            throws IOException {
        int one = random.nextInt(ears.size());
        if (random.nextInt(6) == 0) {
            Ear before = ears.get(one);
            before.close();
            ears.set(one, Ear.again(databases, id, options.get(one), before));
        }
        if (random.nextInt(20) == 0) {
            ears.get(random.nextInt(ears.size())).stopHearing();
        }
    }

    private void write(RandomGenerator random) throws IOException {
        String folder = random.nextBoolean() ? "/books/" : "/films/";
        String path = folder + random.nextInt(6);
        switch (random.nextInt(6)) {
            case 0 -> delete(path);
            case 1 -> {
                var operations = new ArrayList<BatchOperation>();
                for (int i = 0; i < 4; i++) {
                    ObjectNode value = RecordJson.read("{\"n\":" + random.nextInt(10) + "}");
                    operations.add(BatchOperation.put(KeyPath.parse(folder + i), value));
                }
                operations.add(BatchOperation.delete(KeyPath.parse(folder + "5")));
                databases.with(id, db -> db.batch(operations, List.of()));
            }
            default -> put(path, random.nextInt(10));
        }
    }

    private List<String> expected(WatchOptions options) throws IOException {
        return databases.with(id, db -> db.list(options.path(), ListOptions.ALL)).stream()
                .filter(one -> Matcher.of(options.where()).test(RecordJson.read(one.json())))
                .map(one -> one.path() + " " + RecordJson.read(one.json()).path("n"))
                .sorted()
                .toList();
    }
}
