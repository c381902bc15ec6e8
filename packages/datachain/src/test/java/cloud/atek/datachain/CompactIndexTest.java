package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.compact.CompactMode;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A chain that is large enough for an index and is compacted.
class CompactIndexTest {

    private static final Path FOLDER = Path.of("/chain");
    private static final Path INDEX = FOLDER.resolve(IndexFile.NAME);
    private static final int COMMITS = (int) ChainIndex.COMMITS_MIN + 100;
    private static final RowKey GONE = new RowKey(1, 1000);
    private static final RowKey STAYS = new RowKey(1, 1001);

    private final SigningKey key = SigningKey.random();
    private FaultyDisk disk = new FaultyDisk();

    @BeforeEach
    void makeLargeChain() throws IOException {
        keys().save(key);
        var genesis =
                new Genesis(TrustMode.CENTRALIZED, List.of(Stand.name(key)), Retention.NEWEST);
        try (Chain chain = Chain.create(FOLDER, key, genesis, settings())) {
            chain.commit(Change.of(put(GONE), put(STAYS)));
            chain.commit(Change.of(new Event.Tombstone(GONE)));
            for (int i = 0; i < COMMITS; i++) {
                Change change = Change.of(put(new RowKey(1, i % 100)));
                chain.commit(change, Author.OWNER, Scope.NONE);
            }
        }
        assertThat(disk.list(FOLDER)).contains(IndexFile.NAME);
    }

    @Test
    void indexIsWrittenAnewAndUsed() throws IOException {
        byte[] old = disk.bytes(INDEX);
        try (Chain chain = open()) {
            chain.compact();
            assertThat(disk.bytes(INDEX)).isNotEqualTo(old);
        }
        damageFirstSegment();
        try (Chain chain = open()) {
            requireSame(chain);
        }
    }

    @Test
    void indexOfBeforeIsNotBelieved() throws IOException {
        byte[] old = disk.bytes(INDEX);
        try (Chain chain = open()) {
            chain.compact();
        }
        disk.put(INDEX, old);
        try (Chain chain = open()) {
            requireSame(chain);
        }
    }

    /// Where the index could still be the old one while the log is not.
    @Test
    void powerCutLeavesNoIndexThatKnowsLess() throws IOException {
        boolean cut = true;
        for (int step = 0; cut; step++) {
            var random = new Random(step);
            FaultyDisk power = disk.afterPowerCut(random);
            FaultyDisk whole = disk;
            disk = power;
            Chain chain = open();
            power.cutPowerAfter(step);
            try {
                chain.compact();
            } catch (IOException e) {
                assertThat(power.powerGone()).as("step %d: %s", step, e).isTrue();
            }
            cut = power.powerGone();
            if (!cut) {
                chain.close();
            }
            disk = power.afterPowerCut(random);
            boolean compacted =
                    disk.list(FOLDER).stream()
                            .anyMatch(name -> name.contains("-") && name.endsWith(".seg"));
            try (Chain again = open()) {
                assertThat(again.horizon()).as("step %d", step).isEqualTo(compacted ? 3 : 0);
                assertThat(again.sequenceOf(GONE)).isEqualTo(Edit.ABSENT);
                assertThat(again.sequenceOf(STAYS)).isEqualTo(2);
            }
            disk = whole;
        }
    }

    /// Two that write one file: the compaction writes the index itself.
    @Test
    void threadOfTheIndexWaitsWhileALogIsCompacted() {
        var taken = new AtomicInteger();
        var index =
                new ChainIndex(
                        new IndexFile(disk, FOLDER, key.verifyKey()),
                        key,
                        0,
                        () -> {
                            taken.incrementAndGet();
                            throw new IOException("nothing to write");
                        });
        index.suspend();
        index.committed(1_000_000);
        index.stop();
        assertThat(taken).hasValue(0);

        var free =
                new ChainIndex(
                        new IndexFile(disk, FOLDER, key.verifyKey()),
                        key,
                        0,
                        () -> {
                            taken.incrementAndGet();
                            throw new IOException("nothing to write");
                        });
        free.suspend();
        free.resume();
        free.committed(1_000_000);
        free.stop();
        assertThat(taken).hasValue(1);
    }

    private static void requireSame(Chain chain) {
        assertThat(chain.horizon()).isEqualTo(3);
        assertThat(chain.sequenceOf(GONE)).isEqualTo(Edit.ABSENT);
        assertThat(chain.sequenceOf(STAYS)).isEqualTo(2);
        assertThat(chain.sequenceOf(new RowKey(1, 99))).isEqualTo(COMMITS + 3);
    }

    /// Only who reads all of the log finds out.
    private void damageFirstSegment() throws IOException {
        String first =
                disk.list(FOLDER).stream().filter(n -> n.contains("-")).findFirst().orElseThrow();
        byte[] bytes = disk.bytes(FOLDER.resolve(first));
        bytes[200] ^= 1;
        disk.put(FOLDER.resolve(first), bytes);
    }

    private Chain open() throws IOException {
        return Chain.open(FOLDER, keys(), settings());
    }

    private ChainSettings settings() {
        return new ChainSettings(disk, Clock.systemUTC(), 1 << 20)
                .with(
                        new CompactionSettings(
                                new CompactMode.Never(), Duration.ZERO, List.of(), _ -> {}));
    }

    private KeyFolder keys() {
        return new KeyFolder(disk, Path.of("/keys"));
    }

    private static Event put(RowKey row) {
        return new Event.Put(row, null, "t", Bytes.owning(new byte[30]));
    }
}
