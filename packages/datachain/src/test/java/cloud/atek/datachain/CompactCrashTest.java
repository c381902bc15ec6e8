package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.trust.TrustMode;
import cloud.atek.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The power goes at every write, sync and name change of a compaction that rewrites several
/// pieces, forgets rows and leaves a piece alone.
class CompactCrashTest {

    private static final Path FOLDER = Path.of("/chain");
    private static final int ROWS = 10;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final SigningKey key = SigningKey.random();
    private final FaultyDisk made = new FaultyDisk();
    private Map<RowKey, Long> rows = new TreeMap<>();
    private Hash root = Hash.ZERO;
    private long last;

    @BeforeEach
    void makeChain() throws IOException {
        keys(made).save(key);
        var genesis =
                new Genesis(TrustMode.CENTRALIZED, List.of(Stand.name(key)), Retention.NEWEST);
        try (Chain chain = Chain.create(FOLDER, key, genesis, settings(made))) {
            fill(chain, 1);
            // A segment of which nearly everything stays: all but a row that is gone.
            for (int i = 100; i < 118; i++) {
                chain.commit(Change.of(put(i)));
            }
            fill(chain, 2);
            chain.commit(Change.of(new Event.Tombstone(row(3)), new Event.Tombstone(row(4))));
            chain.commit(Change.of(new Event.Tombstone(row(105))));
            fill(chain, 3);
            chain.commit(Change.of(new Event.Tombstone(row(5))));
            clock.advance(Duration.ofDays(91));
            fill(chain, 4);
            rows = rows(chain);
            last = chain.lastSequence();
            root = chain.root(last);
        }
        assertThat(rows).doesNotContainKeys(row(5), row(105));
    }

    @Test
    void powerCutAtAnyStepChangesNothingThatCanBeSeen() throws IOException {
        int steps = 0;
        for (boolean cut = true; cut; steps++) {
            for (int seed = 0; seed < 2; seed++) {
                var random = new Random(31L * steps + seed);
                FaultyDisk power = made.afterPowerCut(random);
                cut = compact(power, steps);
                requireSame(
                        power.afterPowerCut(random), "cut at %d, seed %d".formatted(steps, seed));
            }
        }
        assertThat(steps).isGreaterThan(30);
    }

    /// Tells whether the power went.
    private boolean compact(FaultyDisk disk, int steps) throws IOException {
        Chain chain = open(disk);
        disk.cutPowerAfter(steps);
        try {
            Compacted done = chain.compact();
            assertThat(done.segments()).isGreaterThan(2);
            assertThat(chain.horizon()).isPositive();
            chain.close();
        } catch (IOException e) {
            assertThat(disk.powerGone()).isTrue();
            closeDead(chain);
        }
        return disk.powerGone();
    }

    private void requireSame(FaultyDisk disk, String how) throws IOException {
        long horizon;
        try (Chain chain = open(disk)) {
            requireSame(chain, how);
            chain.compact();
            horizon = chain.horizon();
            assertThat(horizon).as(how).isPositive();
            requireSame(chain, how);
        }
        try (Chain chain = open(disk)) {
            requireSame(chain, how);
            assertThat(chain.horizon()).as(how).isEqualTo(horizon);
        }
    }

    private void requireSame(Chain chain, String how) throws IOException {
        assertThat(rows(chain)).as(how).isEqualTo(rows);
        assertThat(chain.root(last)).as(how).isEqualTo(root);
        assertThat(chain.lastSequence()).as(how).isEqualTo(last);
        chain.verify();
    }

    private static void closeDead(Chain chain) {
        try {
            chain.close();
        } catch (IOException e) {
            // It has no power.
        }
    }

    private static Map<RowKey, Long> rows(Chain chain) throws IOException {
        var rows = new TreeMap<RowKey, Long>((a, b) -> Long.compare(a.low(), b.low()));
        try (Snapshot now = chain.snapshot()) {
            now.rows().forEach(row -> rows.put(row.key(), row.sequence()));
            for (RowKey row : rows.keySet()) {
                assertThat(now.load(row)).isPresent();
            }
        }
        return rows;
    }

    private static void fill(Chain chain, int rounds) throws IOException {
        for (int i = 0; i < rounds * ROWS; i++) {
            // Those that are removed later are put early alone.
            if (rounds < 3 || i % ROWS < 3 || i % ROWS > 5) {
                chain.commit(Change.of(put(i % ROWS)));
            }
        }
    }

    private Chain open(FaultyDisk disk) throws IOException {
        return Chain.open(FOLDER, keys(disk), settings(disk));
    }

    private ChainSettings settings(FaultyDisk disk) {
        return new ChainSettings(disk, clock, 3000)
                .with(
                        new CompactionSettings(
                                new CompactMode.Never(), Duration.ofDays(90), List.of(), _ -> {}));
    }

    private static KeyFolder keys(FaultyDisk disk) {
        return new KeyFolder(disk, Path.of("/keys"));
    }

    private static RowKey row(long number) {
        return new RowKey(1, number);
    }

    private static Event put(long row) {
        return new Event.Put(row(row), null, "t", Bytes.owning(new byte[40]));
    }
}
