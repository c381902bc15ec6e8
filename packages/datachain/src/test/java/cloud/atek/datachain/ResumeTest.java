package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.log.MemoryDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A chain that is opened at its index is the one that was closed.
class ResumeTest {

    private static final int COMMITS = (int) ChainIndex.COMMITS_MIN + 500;

    @TempDir private Path dir;

    private final SigningKey key = SigningKey.random();
    private final ChainSettings settings = ChainSettings.DEFAULT;
    private Path folder = Path.of("unused");

    @BeforeEach
    void makeLargeChain() throws IOException {
        folder = dir.resolve("chain");
        new KeyFolder(settings.disk(), dir.resolve("keys")).save(key);
        try (Chain chain = Chain.create(folder, key, settings)) {
            fill(chain, 1, COMMITS);
        }
    }

    @Test
    void indexIsWrittenAtCloseAndGivesTheSameChain() throws IOException {
        Hash root;
        try (Chain chain = open()) {
            root = chain.root(chain.lastSequence());
        }
        assertThat(folder.resolve(IndexFile.NAME)).exists();
        Files.delete(folder.resolve(IndexFile.NAME));

        try (Chain chain = open()) {
            assertThat(chain.root(chain.lastSequence())).isEqualTo(root);
            requireRows(chain, COMMITS);
        }
    }

    @Test
    void tailBehindTheIndexIsRead() throws IOException {
        try (Chain chain = open()) {
            fill(chain, COMMITS, COMMITS + 50);
        }
        try (Chain chain = open()) {
            requireRows(chain, COMMITS + 50);
            assertThat(chain.lastSequence()).isEqualTo(COMMITS + 50);
            chain.verify();
            assertThat(
                            chain.inclusion(3, COMMITS)
                                    .verify(hashOf(chain, 3), chain.root(COMMITS))
                                    .proven())
                    .isTrue();
        }
    }

    @Test
    void damagedIndexIsPassedOver() throws IOException {
        Path index = folder.resolve(IndexFile.NAME);
        byte[] good = Files.readAllBytes(index);
        var random = new Random(7);
        for (int i = 0; i < 5; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= 4;
            Files.write(index, bad);
            try (Chain chain = open()) {
                requireRows(chain, COMMITS);
            }
        }
    }

    @Test
    void changedTailIsDamageAlsoBehindAnIndex() throws IOException {
        try (Chain chain = open()) {
            fill(chain, COMMITS, COMMITS + 2);
        }
        Path segment = folder.resolve("00000000000000000001.seg");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[bytes.length - 60] ^= 1;
        Files.write(segment, bytes);

        assertThatThrownBy(this::open).isInstanceOf(DamagedLogException.class);
    }

    @Test
    void treeThatWasLostIsMadeAgain() throws IOException {
        Files.delete(folder.resolve("tree"));

        try (Chain chain = open()) {
            assertThat(
                            chain.inclusion(3, COMMITS)
                                    .verify(hashOf(chain, 3), chain.root(COMMITS))
                                    .proven())
                    .isTrue();
        }
    }

    @Test
    void treeThatWasChangedIsNamedAndMendedByTheNextOpen() throws IOException {
        Path tree = folder.resolve("tree");
        byte[] bytes = Files.readAllBytes(tree);
        bytes[100] ^= 1;
        Files.write(tree, bytes);

        try (Chain chain = open()) {
            assertThatThrownBy(() -> chain.inclusion(3, COMMITS))
                    .isInstanceOf(DamagedLogException.class);
        }
        try (Chain chain = open()) {
            assertThat(chain.inclusion(3, COMMITS).path()).isNotEmpty();
        }
    }

    @Test
    void powerCutWhileTheIndexIsWrittenLosesNothing() throws IOException {
        for (long cut = 1; cut < 25; cut += 4) {
            var disk = new FaultyDisk();
            Chain chain = Chain.create(Path.of("/c"), key, on(disk));
            fill(chain, 1, COMMITS);
            disk.cutPowerAfter(cut);
            try {
                chain.close();
            } catch (IOException e) {
                assertThat(disk.powerGone()).isTrue();
            }

            FaultyDisk after = disk.afterPowerCut(new Random(cut));
            try (Chain again = Chain.open(Path.of("/c"), keys(), on(after))) {
                requireRows(again, COMMITS);
            }
        }
    }

    @Test
    void memoryHasIndexesToo() throws IOException {
        ChainSettings memory = on(new MemoryDisk());
        try (Chain chain = Chain.create(Path.of("/c"), key, memory)) {
            fill(chain, 1, COMMITS);
        }
        try (Chain chain = Chain.open(Path.of("/c"), keys(), memory)) {
            requireRows(chain, COMMITS);
        }
    }

    private ChainSettings on(Disk disk) {
        return new ChainSettings(disk, settings.clock(), settings.segmentBytes());
    }

    private ChainKeys keys() {
        return new KeyFolder(settings.disk(), dir.resolve("keys"));
    }

    private Chain open() throws IOException {
        return Chain.open(folder, keys(), settings);
    }

    /// Commits `from + 1` to `to`.
    private static void fill(Chain chain, int from, int to) throws IOException {
        for (int i = from + 1; i <= to; i++) {
            var put = new Event.Put(new RowKey(5, i), null, "test", Bytes.ofHex("0102"));
            chain.commit(Change.of(put), Author.OWNER, i == to ? Scope.LOCAL : Scope.NONE);
        }
    }

    private static void requireRows(Chain chain, int last) {
        for (int i = 2; i <= last; i++) {
            assertThat(chain.sequenceOf(new RowKey(5, i))).isEqualTo(i);
        }
    }

    private static Hash hashOf(Chain chain, long sequence) throws IOException {
        try (CommitCursor cursor = chain.read(sequence)) {
            return cursor.next().orElseThrow().hash();
        }
    }
}
