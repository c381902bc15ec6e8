package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.LockedException;
import cloud.atek.datachain.log.MemoryDisk;
import cloud.atek.datachain.trust.TrustMode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A chain without a folder: all of it is in a [MemoryDisk].
class MemoryChainTest {

    private static final Path FOLDER = Path.of("/chain");
    private static final RowKey COUNTER = new RowKey(7, 7);
    private static final int SEGMENT_BYTES = 4_000;

    private final MemoryDisk disk = new MemoryDisk();
    private final ChainSettings settings = settings(disk);
    private final KeyFolder keys = new KeyFolder(disk, Path.of("/keys"));

    @Test
    void whatIsCommittedIsThereAfterReopening() throws IOException {
        try (Chain chain = create()) {
            count(chain, 1, 100);
            assertThat(disk.list(FOLDER)).as("a few segments").hasSizeGreaterThan(4);
        }
        try (Chain chain = Chain.open(FOLDER, keys, settings)) {
            assertCounted(chain, 100);
            count(chain, 101, 110);
            assertCounted(chain, 110);
            chain.verify();
        }
    }

    @Test
    void compactionLeavesTheNewestRowsAndEveryProof() throws IOException {
        try (Chain chain = create()) {
            count(chain, 1, 300);
            chain.rotate();
            var root = chain.root(150);
            Compacted done = chain.compact();

            assertThat(done.bytesAfter()).isLessThan(done.bytesBefore());
            assertThat(done.events()).isPositive();
            assertThat(chain.root(150)).isEqualTo(root);
            assertCounted(chain, 300);
        }
        try (Chain chain = Chain.open(FOLDER, keys, settings)) {
            assertCounted(chain, 300);
            chain.verify();
        }
    }

    @Test
    void oneDiskHasAChainOpenOnce() throws IOException {
        try (Chain _ = create()) {
            assertThatThrownBy(() -> Chain.open(FOLDER, keys, settings))
                    .isInstanceOf(LockedException.class);
        }
    }

    @Test
    void anotherDiskKnowsNothingOfIt() throws IOException {
        try (Chain _ = create()) {
            assertThatThrownBy(() -> Chain.open(FOLDER, keys, settings(new MemoryDisk())))
                    .isInstanceOf(NoSuchFileException.class);
        }
    }

    private Chain create() throws IOException {
        SigningKey key = SigningKey.random();
        keys.save(key);
        var genesis =
                new Genesis(
                        TrustMode.CENTRALIZED,
                        List.of(KeyName.of(key.verifyKey())),
                        Retention.NEWEST);
        return Chain.create(FOLDER, key, genesis, settings);
    }

    private static ChainSettings settings(MemoryDisk disk) {
        return new ChainSettings(disk, Clock.systemUTC(), SEGMENT_BYTES);
    }

    private static void count(Chain chain, int from, int to) throws IOException {
        for (int i = from; i <= to; i++) {
            assertThat(chain.commit(Change.of(counter(i)))).isInstanceOf(Outcome.Committed.class);
        }
    }

    private static void assertCounted(Chain chain, int to) throws IOException {
        assertThat(chain.lastSequence()).isEqualTo(1 + to);
        try (Snapshot snapshot = chain.snapshot()) {
            assertThat(snapshot.load(COUNTER)).contains(counter(to));
        }
    }

    private static Event.Put counter(int to) {
        return new Event.Put(
                COUNTER,
                null,
                "test/counter",
                Bytes.owning(new byte[] {(byte) (to >> 8), (byte) to}));
    }
}
