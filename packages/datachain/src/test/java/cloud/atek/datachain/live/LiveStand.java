package cloud.atek.datachain.live;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.Change;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Genesis;
import cloud.atek.datachain.KeyFolder;
import cloud.atek.datachain.Outcome;
import cloud.atek.datachain.Place;
import cloud.atek.datachain.Retention;
import cloud.atek.datachain.RowKey;
import cloud.atek.datachain.log.MemoryDisk;
import cloud.atek.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/// A chain in memory, with one row under which others can be placed, and a clock that stands still.
final class LiveStand implements AutoCloseable {

    static final Path FOLDER = Path.of("/chain");
    static final RowKey PARENT = new RowKey(7, 7);
    static final Place PLACE = new Place(PARENT, 1);
    static final Duration LONG = Duration.ofMinutes(1);

    final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));
    final MemoryDisk disk = new MemoryDisk();
    private final ChainSettings settings = new ChainSettings(disk, clock, 1 << 20);
    private final KeyFolder keys = new KeyFolder(disk, Path.of("/keys"));
    Chain chain;

    LiveStand() throws IOException {
        SigningKey key = SigningKey.random();
        keys.save(key);
        chain = Chain.create(FOLDER, key, settings);
        commit(new Event.Put(PARENT, null, "test/parent", Bytes.EMPTY));
    }

    Chain reopen() throws IOException {
        chain.close();
        chain = Chain.open(FOLDER, keys, settings);
        return chain;
    }

    /// Lets compaction remove all but the newest.
    void keepNewestOnly() throws IOException {
        Genesis now = chain.genesis();
        commit(new Genesis(now.trust(), now.roots(), Retention.NEWEST).event());
    }

    long commit(Event... events) throws IOException {
        return committed(chain.commit(Change.of(events)));
    }

    static long committed(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Committed.class);
        return ((Outcome.Committed) outcome).sequence();
    }

    /// A row for a test; RowKey(0, 1) is the genesis.
    static RowKey row(long number) {
        return new RowKey(2, number);
    }

    static Event.Put put(long row, String body) {
        return new Event.Put(row(row), PLACE, "test/row", bytes(body));
    }

    static Bytes bytes(String text) {
        return Bytes.owning(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Bytes bytes) {
        return StandardCharsets.UTF_8.decode(bytes.toBuffer()).toString();
    }

    /// Work of one of several threads.
    @FunctionalInterface
    interface Work {
        void run(int number) throws Exception;
    }

    /// Returns when all threads have done their work.
    static void sideBySide(int threads, Work work) throws Exception {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<?> one : start(executor, threads, work)) {
                one.get();
            }
        }
    }

    static List<Future<?>> start(ExecutorService executor, int threads, Work work) {
        var running = new ArrayList<Future<?>>();
        for (int i = 0; i < threads; i++) {
            int number = i;
            running.add(
                    executor.submit(() -> {
                        work.run(number);
                        return null;
                    }));
        }
        return running;
    }

    static void until(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.sleep(1);
        }
    }

    @Override
    public void close() throws IOException {
        chain.close();
    }
}
