package cloud.atek.adb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.IndexConfig;
import cloud.atek.api.adb.IndexInfo;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.api.adb.Moment;
import cloud.atek.api.adb.Query;
import cloud.atek.api.adb.TextQuery;
import cloud.atek.api.adb.ViewConfig;
import cloud.atek.api.adb.ViewInfo;
import cloud.atek.api.adb.ViewQuery;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.CompactionSettings;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.Retention;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.merkle.Verdict;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.testkit.ManualClock;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpkeepTest {

    private static final String SECRET = "verysecretmarker";

    @TempDir private Path dir;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));
    private Databases databases = new Databases(Path.of("unused"), ChainSettings.DEFAULT);
    private String id = "";

    @BeforeEach
    void create() throws IOException {
        databases.close();
        open(new CompactMode.Never());
        id = databases.create();
    }

    @AfterEach
    void close() throws IOException {
        databases.close();
    }

    @Test
    void purgedRecordIsInNoFileAfterCompactionAndTheRestIsAsItWas() throws IOException {
        databases.with(id, db -> db.defineIndex(IndexConfig.values("v", KeyPath.ROOT, "/t")));
        databases.with(id, db -> db.defineIndex(IndexConfig.text("w", KeyPath.ROOT, "/t")));
        databases.with(id, db -> db.views().define(ViewConfig.by("k", KeyPath.ROOT, "/t")));
        put("/keep", "other");
        long first = put("/gone/" + SECRET, "first " + SECRET);
        put("/gone/" + SECRET, "second " + SECRET + " " + "x".repeat(20_000) + SECRET);
        put("/keep", "another");
        ready();
        assertThat(history("/gone/" + SECRET)).hasSize(2);
        assertThat(found(SECRET)).isNotEmpty();

        Upkeep.Purge purge = purge("/gone/" + SECRET, false);
        assertThat(purge.records()).isEqualTo(1);
        assertThat(purge.versions()).isEqualTo(2);
        assertThat(found(SECRET)).allMatch(file -> file.toString().contains("chains"));
        assertThat(get("/gone/" + SECRET)).isEmpty();
        assertThat(history("/gone/" + SECRET)).isEmpty();
        assertThat(search(SECRET)).isEmpty();
        assertThatThrownBy(() -> at("/gone/" + SECRET, first))
                .isInstanceOf(InvalidRecordException.class)
                .hasMessageContaining("it was purged at " + purge.sequence());

        databases.compact(id);
        assertThat(found(SECRET)).isEmpty();
        reopen(true);
        assertThat(found(SECRET)).isEmpty();
        assertThat(history("/keep")).hasSize(2);
        assertThat(at("/keep", first)).contains("other");
        assertThat(search("another")).containsExactly("/keep");
        databases.close();
        assertProven(purge.sequence());
    }

    @Test
    void folderIsPurgedWithAllThatWasBelow() throws IOException {
        for (int i = 0; i < 30; i++) {
            put("/f/" + i, SECRET);
            put("/g/" + i, "stays");
        }
        put("/f", SECRET);
        delete("/f/7");
        Upkeep.Purge purge = purge("/f", true);
        assertThat(purge.records()).isEqualTo(31);
        assertThat(purge.versions()).isEqualTo(32);
        databases.compact(id);

        assertThat(found(SECRET)).isEmpty();
        List<Stored> left = databases.with(id, db -> db.list(KeyPath.ROOT, ListOptions.ALL));
        assertThat(left).hasSize(30);
        assertThat(purge("/f", true).records()).isZero();
        assertThatThrownBy(() -> purge("/", false)).hasMessageContaining("wants a path");
    }

    @Test
    void whatIsPutBehindAPurgeStays() throws IOException {
        put("/a", SECRET);
        purge("/a", false);
        put("/a", "new");
        databases.compact(id);
        reopen(true);

        assertThat(get("/a")).contains("new");
        assertThat(history("/a")).hasSize(1);
        assertThat(found(SECRET)).isEmpty();
    }

    /// A crash between the commit of a purge and the cleaning of the files.
    @Test
    void purgeThatWasCutShortIsEndedByTheNextOpen() throws IOException {
        put("/a", "x".repeat(9_000) + SECRET);
        assertThat(history("/a")).hasSize(1);
        databases.close();
        byte[] view = Files.readAllBytes(file(".sqlite"));
        byte[] past = Files.readAllBytes(file(".history.sqlite"));
        open(new CompactMode.Never());
        purge("/a", false);
        databases.close();
        Files.write(file(".sqlite"), view);
        Files.write(file(".history.sqlite"), past);
        Files.write(file(".sqlite.rebuilt"), view);
        open(new CompactMode.Never());

        assertThat(get("/a")).isEmpty();
        assertThat(history("/a")).isEmpty();
        assertThat(found(SECRET)).allMatch(file -> file.toString().contains("chains"));
        databases.compact(id);
        assertThat(found(SECRET)).isEmpty();
    }

    @Test
    void newestAloneIsKeptAndOlderStatesAreRefused() throws IOException {
        retain(Retention.NEWEST);
        long first = put("/a", "1 " + "x".repeat(50_000));
        for (int i = 2; i < 20; i++) {
            put("/a", i + " " + "x".repeat(50_000));
        }
        var done = databases.compact(id);
        assertThat(done.bytesAfter()).isLessThan(done.bytesBefore() / 5);
        long last = put("/a", "20");

        assertThat(at("/a", last)).contains("20");
        for (boolean anew : List.of(false, true)) {
            reopen(anew);
            assertThatThrownBy(() -> at("/a", first))
                    .isInstanceOf(InvalidRecordException.class)
                    .hasMessageContaining("the log was compacted");
            assertThat(history("/a").getFirst().json()).contains("20");
            assertThat(get("/a")).contains("20");
        }
    }

    @Test
    void statesOfTheKeptDaysAreKnownAfterCompaction() throws IOException {
        retain(new Retention.Days(30));
        long old = put("/a", "old");
        put("/a", "older than the days");
        clock.advance(Duration.ofDays(40));
        long newer = put("/a", "newer");
        clock.advance(Duration.ofDays(10));
        put("/a", "now");
        databases.compact(id);

        for (boolean anew : List.of(false, true)) {
            reopen(anew);
            assertThat(at("/a", newer)).contains("newer");
            assertThat(at("/a", newer - 1)).contains("older than the days");
            assertThatThrownBy(() -> at("/a", old)).hasMessageContaining("the log was compacted");
        }
        Retention kept = databases.with(id, db -> db.upkeep().retention());
        assertThat(kept).isEqualTo(new Retention.Days(30));
    }

    @Test
    void grownDatabaseIsCompactedByItselfAndOneThatKeepsAllIsNot() throws IOException {
        databases.close();
        open(new CompactMode.Size(100_000));
        for (int i = 0; i < 20; i++) {
            put("/a", "x".repeat(50_000));
        }
        databases.tend();
        await(() -> size() > 900_000);
        retain(Retention.NEWEST);
        databases.tend();
        await(() -> size() < 200_000);

        put("/s", SECRET);
        purge("/s", false);
        databases.tend();
        await(() -> found(SECRET).isEmpty());
        assertThat(get("/a")).isNotEmpty();
    }

    @Test
    void rebuiltViewAnswersAsTheOldOneAndShowsHowFarItIs() throws IOException {
        databases.with(id, db -> db.defineIndex(IndexConfig.values("v", KeyPath.ROOT, "/t")));
        databases.with(id, db -> db.views().define(ViewConfig.by("k", KeyPath.ROOT, "/t")));
        for (int i = 0; i < 300; i++) {
            put("/n/" + i % 100, "t" + i);
        }
        ready();
        List<String> before = everything();
        Building begun = databases.rebuild(id);
        assertThat(begun.total()).isPositive();
        boolean seen = databases.stat(id).building() != null;
        assertThat(get("/n/1")).contains("t201");
        await(() -> stat().building() == null);

        assertThat(seen).isTrue();
        assertThat(everything()).isEqualTo(before);
        assertThat(stat().versions()).isEqualTo(300);
        put("/n/1", "after");
        assertThat(get("/n/1")).contains("after");
    }

    @Test
    void openingWithoutAViewShowsHowFarItIs() throws IOException {
        for (int i = 0; i < 200; i++) {
            put("/n/" + i, "t" + i);
        }
        databases.close();
        View.delete(file(".sqlite"));
        open(new CompactMode.Never());
        var progress = new ViewProgress();
        assertThat(progress.begin(201, true)).isTrue();
        progress.at(100);
        assertThat(progress.waited()).isEqualTo(new Building(100, 201));
        Thread reader =
                Thread.ofVirtual().start(() -> assertThat(stat().sequence()).isEqualTo(201));
        assertThat(get("/n/7")).contains("t7");
        await(() -> !reader.isAlive());
        assertThat(stat().building()).isNull();
    }

    private void assertProven(long sequence) throws IOException {
        try (Chain chain =
                Chain.open(
                        dir.resolve("chains/" + id),
                        new KeyFolder(new LocalDisk(), dir.resolve("keys")),
                        ChainSettings.DEFAULT)) {
            chain.verify();
            long size = chain.lastSequence();
            try (var cursor = chain.read(sequence)) {
                var commit = cursor.next().orElseThrow();
                assertThat(commit.commit().sequence()).isEqualTo(sequence);
                Verdict verdict =
                        chain.inclusion(sequence, size).verify(commit.hash(), chain.root(size));
                assertThat(verdict.proven()).isTrue();
                String body = commit.commit().events().toString();
                assertThat(body).contains(PurgeEvents.TYPE);
            }
        }
    }

    private List<String> everything() throws IOException {
        var all = new ArrayList<String>();
        databases
                .with(id, db -> db.list(KeyPath.ROOT, ListOptions.ALL))
                .forEach(one -> all.add(one.toString()));
        databases
                .with(id, db -> db.query(Query.below(KeyPath.ROOT).orderBy(Query.Order.up("/t"))))
                .records()
                .forEach(one -> all.add(one.toString()));
        databases
                .with(id, db -> db.views().page("k", ViewQuery.ALL))
                .entries()
                .forEach(one -> all.add(one.toString()));
        return all;
    }

    private void open(CompactMode mode) {
        var settings =
                new ChainSettings(new LocalDisk(), clock, 1 << 16)
                        .with(CompactionSettings.of(mode));
        databases = new Databases(dir, settings);
    }

    private void reopen(boolean withoutViews) throws IOException {
        databases.close();
        if (withoutViews) {
            View.delete(file(".sqlite"));
            View.delete(file(".history.sqlite"));
        }
        open(new CompactMode.Never());
        ready();
    }

    private Path file(String suffix) {
        return dir.resolve("views/" + id + suffix);
    }

    private List<Path> found(String text) {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(Files::isRegularFile).filter(file -> has(file, text)).toList();
        } catch (IOException | UncheckedIOException e) {
            // A file that went while it was looked for.
            return List.of(dir);
        }
    }

    private static boolean has(Path file, String text) {
        try {
            var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            return bytes.contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    private long size() {
        return stat().logBytes();
    }

    private Stat stat() {
        try {
            return databases.stat(id);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier done) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(2_000_000);
        }
    }

    private void ready() throws IOException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!databases.with(id, Database::indexes).stream().allMatch(IndexInfo::ready)
                || !databases.with(id, db -> db.views().list()).stream()
                        .allMatch(ViewInfo::ready)) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private List<String> search(String words) throws IOException {
        return databases
                .with(id, db -> db.search(TextQuery.below(KeyPath.ROOT, words)))
                .records()
                .stream()
                .map(one -> one.path().toString())
                .toList();
    }

    private Upkeep.Purge purge(String path, boolean below) throws IOException {
        return databases.with(id, db -> db.upkeep().purge(KeyPath.parse(path), below, "bob bank"));
    }

    private void retain(Retention retention) throws IOException {
        databases.with(
                id,
                db -> {
                    db.upkeep().retain(retention);
                    return id;
                });
    }

    private String at(String path, long sequence) throws IOException {
        return databases
                .with(id, db -> db.get(KeyPath.parse(path), Moment.of(sequence)))
                .map(Stored::json)
                .orElse("");
    }

    private String get(String path) throws IOException {
        return databases.with(id, db -> db.get(KeyPath.parse(path))).map(Stored::json).orElse("");
    }

    private List<Version> history(String path) throws IOException {
        return databases.with(id, db -> db.history(KeyPath.parse(path), Long.MAX_VALUE, 100));
    }

    private long put(String path, String text) throws IOException {
        ObjectNode value = MessageCodec.JSON.createObjectNode().put("t", text);
        return databases.with(id, db -> db.put(KeyPath.parse(path), value)).sequence();
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
