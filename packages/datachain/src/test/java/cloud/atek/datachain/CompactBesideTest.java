package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.merkle.Verdict;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes on beside a compaction, in real files.
class CompactBesideTest {

    private static final int ROWS = 50;

    @TempDir private Path dir;

    private final SigningKey key = SigningKey.random();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong acknowledged = new AtomicLong();

    @Test
    void commitsReadsProofsAndSnapshotsGoOn() throws Exception {
        try (Chain chain = create(CompactMode.parse("never"))) {
            commit(chain, 300);
            Hash root = chain.root(200);
            List<Thread> beside =
                    List.of(
                            beside(() -> commit(chain, 1)),
                            beside(() -> commit(chain, 1)),
                            beside(() -> readAll(chain)),
                            beside(() -> look(chain)),
                            beside(() -> prove(chain, root)));
            long events = 0;
            for (int i = 0; i < 25 || events == 0; i++) {
                events += chain.compact().events();
            }
            done.set(true);
            for (Thread one : beside) {
                one.join();
            }
            assertThat(failures).isEmpty();
            chain.verify();
        }
        try (Chain chain = open()) {
            assertThat(chain.lastSequence()).isGreaterThanOrEqualTo(acknowledged.get());
            look(chain);
            chain.verify();
        }
    }

    @Test
    void closingEndsACompactionAndLeavesNothingBehind() throws Exception {
        for (int i = 0; i < 6; i++) {
            Chain chain = i == 0 ? create(new CompactMode.Modified()) : open();
            commit(chain, 200 + 37 * i);
            Thread compacting = beside(() -> compactUntilClosed(chain));
            chain.close();
            done.set(true);
            compacting.join();
            done.set(false);
            assertThatThrownBy(chain::compact).isInstanceOf(IOException.class);
            try (var names = Files.list(dir.resolve("chain"))) {
                assertThat(names.map(Path::toString)).noneMatch(name -> name.endsWith(".new"));
            }
        }
        assertThat(failures).isEmpty();
        try (Chain chain = open()) {
            look(chain);
            chain.verify();
        }
    }

    private static void compactUntilClosed(Chain chain) {
        try {
            chain.compact();
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("closed");
        }
    }

    /// A body tells its row, so that a wrong one is seen.
    private void commit(Chain chain, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            long row = acknowledged.get() * 7 % ROWS;
            byte[] body = ByteBuffer.allocate(108).putLong(row).array();
            var put = new Event.Put(new RowKey(1, row), null, "t", Bytes.owning(body));
            if (chain.commit(Change.of(put)) instanceof Outcome.Committed(long sequence, _, _)) {
                acknowledged.accumulateAndGet(sequence, Math::max);
            }
        }
    }

    private static void readAll(Chain chain) throws IOException {
        long least = chain.lastSequence();
        long before = 0;
        try (CommitCursor cursor = chain.read(1)) {
            for (var next = cursor.next(); next.isPresent(); next = cursor.next()) {
                assertThat(next.get().commit().sequence()).isGreaterThan(before);
                before = next.get().commit().sequence();
            }
        }
        assertThat(before).isGreaterThanOrEqualTo(least);
    }

    private static void look(Chain chain) throws IOException {
        try (Snapshot now = chain.snapshot()) {
            for (long row = 0; row < ROWS; row++) {
                Event.Put put = now.load(new RowKey(1, row)).orElseThrow();
                assertThat(put.body().toBuffer().getLong()).isEqualTo(row);
            }
        }
    }

    private static void prove(Chain chain, Hash root) throws IOException {
        assertThat(chain.root(200)).isEqualTo(root);
        long size = chain.lastSequence();
        assertThat(chain.consistency(200, size).verify(root, chain.root(size)))
                .isEqualTo(Verdict.holds());
    }

    private Thread beside(Step step) {
        return Thread.ofPlatform()
                .start(() -> {
                    try {
                        do {
                            step.run();
                        } while (!done.get());
                    } catch (IOException | RuntimeException | AssertionError e) {
                        failures.add(e);
                    }
                });
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private Chain create(CompactMode mode) throws IOException {
        keys().save(key);
        var genesis =
                new Genesis(TrustMode.CENTRALIZED, List.of(Stand.name(key)), Retention.NEWEST);
        return Chain.create(dir.resolve("chain"), key, genesis, settings(mode));
    }

    private Chain open() throws IOException {
        return Chain.open(dir.resolve("chain"), keys(), settings(new CompactMode.Modified()));
    }

    private ChainSettings settings(CompactMode mode) {
        return new ChainSettings(new LocalDisk(), Clock.systemUTC(), 10_000)
                .with(new CompactionSettings(mode, Duration.ZERO, List.of(), failures::add));
    }

    private KeyFolder keys() {
        return new KeyFolder(new LocalDisk(), dir.resolve("keys"));
    }
}
