package cloud.atek.datachain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.Secret;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.merkle.Checkpoint;
import cloud.atek.datachain.merkle.CheckpointPolicy;
import cloud.atek.datachain.merkle.ConsistencyProof;
import cloud.atek.datachain.merkle.Frontier;
import cloud.atek.datachain.merkle.Note;
import cloud.atek.datachain.merkle.NoteKey;
import cloud.atek.datachain.merkle.Verdict;
import cloud.atek.testkit.ManualClock;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckpointTest {

    private static final Path FOLDER = Path.of("/chain");
    private static final Path CHECKPOINT = FOLDER.resolve("checkpoint");
    private static final Path TREE = FOLDER.resolve("tree");
    private static final Path SEGMENT = FOLDER.resolve("00000000000000000001.seg");
    private static final CheckpointPolicy NEVER =
            new CheckpointPolicy(Long.MAX_VALUE, Duration.ofDays(1));

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-02T03:04:05.678Z"));
    private final SigningKey key = new SigningKey(Secret.owning(new byte[32]));
    private FaultyDisk disk = new FaultyDisk();

    @BeforeEach
    void saveKey() throws IOException {
        keys().save(key);
    }

    @Test
    void everyCommitIsProvenInEveryTree() throws IOException {
        try (Chain chain = create(NEVER)) {
            commit(chain, 2, 13);
        }
        try (Chain chain = open(NEVER)) {
            commit(chain, 14, 20);
            List<SignedCommit> commits = ChainTest.read(chain, 1);
            var frontier = new Frontier();
            for (SignedCommit last : commits) {
                frontier.add(last.hash());
                long size = last.commit().sequence();
                Hash root = frontier.root();
                assertThat(chain.root(size)).isEqualTo(root);
                for (SignedCommit commit : commits.subList(0, (int) size)) {
                    long sequence = commit.commit().sequence();
                    assertThat(chain.inclusion(sequence, size).verify(commit.hash(), root))
                            .isEqualTo(Verdict.holds());
                    ConsistencyProof grown = chain.consistency(sequence, size);
                    assertThat(grown.verify(chain.root(sequence), root)).isEqualTo(Verdict.holds());
                }
            }
        }
    }

    @Test
    void sizesThatTheChainDoesNotHaveAreRefused() throws IOException {
        try (Chain chain = create(NEVER)) {
            commit(chain, 2, 3);

            assertThatThrownBy(() -> chain.root(4)).hasMessage("the tree has 3 leaves, not 4");
            assertThatThrownBy(() -> chain.inclusion(3, 2)).hasMessageContaining("no leaf 2");
            assertThatThrownBy(() -> chain.inclusion(0, 2)).hasMessageContaining("no leaf -1");
            assertThatThrownBy(() -> chain.consistency(3, 2)).hasMessageContaining("no size 3");
        }
    }

    @Test
    void closingSignsAndOpeningSignsOnlyWhatIsNew() throws IOException {
        try (Chain chain = create(NEVER)) {
            commit(chain, 2, 3);
        }
        byte[] first = disk.bytes(CHECKPOINT);
        assertThat(signedSize()).isEqualTo(3);
        long syncs = disk.syncs();

        open(NEVER).close();

        assertThat(disk.syncs()).isEqualTo(syncs);
        assertThat(disk.bytes(CHECKPOINT)).isEqualTo(first);
        try (Chain chain = open(NEVER)) {
            commit(chain, 4, 4);
            chain.verify();
        }
        assertThat(signedSize()).isEqualTo(4);
        open(NEVER).close();
    }

    @Test
    void checkpointIsWrittenAfterSoManyCommits() throws Exception {
        try (Chain chain = create(new CheckpointPolicy(5, Duration.ofDays(1)))) {
            commit(chain, 2, 5);
            awaitSigned(5);
            commit(chain, 6, 9);
            assertThat(signedSize()).isEqualTo(5);
            commit(chain, 10, 10);
            awaitSigned(10);
        }
    }

    @Test
    void checkpointIsWrittenAfterSomeTime() throws Exception {
        try (Chain chain = create(new CheckpointPolicy(1000, Duration.ofMillis(5)))) {
            awaitSigned(1);
            commit(chain, 2, 2);
            awaitSigned(2);
        }
    }

    @Test
    void checkpointOnDemandIsSignedByTheChain() throws IOException {
        try (Chain chain = create(NEVER)) {
            Note genesis = chain.checkpoint();
            assertThat(Checkpoint.of(genesis).root()).isEqualTo(chain.root(1));
            commit(chain, 2, 2);
            Note note = chain.checkpoint();

            assertThat(note.verify(Checkpoint.keyOf(chain.id()))).isEqualTo(Verdict.holds());
            assertThat(Checkpoint.of(note).root()).isEqualTo(chain.root(2));
            assertThat(chain.checkpoint()).isSameAs(note);
            assertThat(disk.bytes(CHECKPOINT)).isEqualTo(note.toBytes().toArray());
        }
    }

    @Test
    void logThatEndsBeforeItsCheckpointIsDamageAndNothingIsCut() throws IOException {
        Chain chain = create(NEVER);
        commit(chain, 2, 2);
        byte[] short2 = disk.written(SEGMENT);
        commit(chain, 3, 3);
        byte[] whole = disk.written(SEGMENT);
        chain.close();

        disk.put(SEGMENT, short2);
        requireDamage("00000000000000000001.seg", short2.length, "after the frame 2, and 3");

        byte[] torn = Arrays.copyOf(whole, whole.length - 1);
        disk.put(SEGMENT, torn);
        requireDamage("00000000000000000001.seg", short2.length, "after the frame 2, and 3");
        assertThat(disk.bytes(SEGMENT)).isEqualTo(torn);

        disk.put(SEGMENT, whole);
        open(NEVER).close();
    }

    @Test
    void otherHistoryUnderTheSameKeyIsDamage() throws IOException {
        try (Chain chain = create(NEVER)) {
            commit(chain, 2, 3);
        }
        byte[] checkpoint = disk.bytes(CHECKPOINT);
        disk = new FaultyDisk();
        saveKey();
        try (Chain chain = create(NEVER)) {
            commit(chain, 11, 14);
        }
        disk.put(CHECKPOINT, checkpoint);

        assertThatThrownBy(() -> open(NEVER))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("the root over 3 commits is");
    }

    @Test
    void checkpointOfAnotherIsDamage() throws IOException {
        create(NEVER).close();
        byte[] own = disk.bytes(CHECKPOINT);
        var checkpoint = new Checkpoint("atek.cloud/other", 1, Hash.ZERO);
        var named = Checkpoint.keyOf(key.verifyKey());
        String text = new Checkpoint(named.name(), 1, Hash.ZERO).text();
        SigningKey stranger = SigningKey.random();
        var strange = new NoteKey(named.name(), stranger.verifyKey());

        disk.put(CHECKPOINT, named.sign(checkpoint.text(), key).toBytes().toArray());
        requireDamage("checkpoint", 0, "it is of another chain");
        disk.put(CHECKPOINT, strange.sign(text, stranger).toBytes().toArray());
        requireDamage("checkpoint", 0, "no signature is of the key");
        disk.put(CHECKPOINT, "nonsense".getBytes(StandardCharsets.UTF_8));
        requireDamage("checkpoint", 0, "not a checkpoint");
        disk.put(CHECKPOINT, own);
        open(NEVER).close();
    }

    @Test
    void everyFlippedBitOfACheckpointIsDamage() throws IOException {
        create(NEVER).close();
        byte[] good = disk.bytes(CHECKPOINT);
        for (int at = 0; at < good.length; at++) {
            byte[] flipped = good.clone();
            flipped[at] ^= 1;
            disk.put(CHECKPOINT, flipped);
            assertThatThrownBy(() -> open(NEVER))
                    .as("byte %d", at)
                    .isInstanceOf(DamagedLogException.class);
        }
    }

    @Test
    void newChainRefusesAFolderWithACheckpoint() throws IOException {
        create(NEVER).close();
        disk.delete(SEGMENT);

        assertThatThrownBy(() -> create(NEVER)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void damagedTreeFileIsMendedByOpening() throws IOException {
        try (Chain chain = create(NEVER)) {
            commit(chain, 2, 9);
        }
        byte[] good = disk.bytes(TREE);
        byte[] longer = Arrays.copyOf(good, good.length + 100);
        longer[40] ^= 1;
        for (byte[] bad : List.of(longer, new byte[0], Arrays.copyOf(good, 50))) {
            disk.put(TREE, bad);
            open(NEVER).close();
            assertThat(disk.bytes(TREE)).isEqualTo(good);
        }
        disk.delete(TREE);
        open(NEVER).close();
        assertThat(disk.bytes(TREE)).isEqualTo(good);
    }

    @Test
    void noProofComesFromATreeFileThatWasChanged() throws IOException {
        try (Chain chain = create(NEVER)) {
            commit(chain, 2, 9);
            chain.checkpoint();
            // The file is open: its bytes are changed in place, as a bad disk would.
            try (var file = disk.open(TREE)) {
                file.write(ByteBuffer.allocate(32), 0);
            }

            assertThatThrownBy(() -> chain.inclusion(2, 9))
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining("damage in tree");
            assertThat(chain.inclusion(9, 9).path()).hasSize(1);
        }
        open(NEVER).close();
    }

    /// The power goes at every write of the last commit, of its checkpoint and of closing.
    @Test
    void powerCutDuringACheckpointIsHarmless() {
        var whole = new boolean[1];
        Seeds.forAll((random, size) -> {
            disk = new FaultyDisk();
            saveKey();
            long acknowledged = 0;
            try (Chain chain = create(NEVER)) {
                commit(chain, 2, 3);
                chain.checkpoint();
                acknowledged = 3;
                disk.cutPowerAfter(1 + size % 20);
                commit(chain, 4, 4);
                acknowledged = 4;
                chain.checkpoint();
                whole[0] = true;
            } catch (IOException e) {
                assertThat(e).isNotInstanceOf(DamagedLogException.class);
            }
            disk = disk.afterPowerCut(random);
            try (Chain chain = open(NEVER)) {
                assertThat(chain.lastSequence()).isBetween(acknowledged, 4L);
                assertThat(signedSize()).isBetween(3L, chain.lastSequence());
                chain.verify();
                commit(chain, 5, 6);
            }
            try (Chain chain = open(NEVER)) {
                assertThat(signedSize()).isEqualTo(chain.lastSequence());
                chain.verify();
            }
        });
        assertThat(whole[0]).isTrue();
    }

    @Test
    void checkpointThatCannotBeWrittenIsToldAndCostsNoCommit() throws IOException {
        Chain chain = create(NEVER);
        commit(chain, 2, 2);
        disk.failSyncs();

        assertThatThrownBy(chain::checkpoint)
                .isInstanceOf(IOException.class)
                .hasMessage("the checkpoint could not be written");
        assertThatThrownBy(chain::close)
                .isInstanceOf(IOException.class)
                .hasMessage("the checkpoint could not be written");
        chain.close();
        disk = disk.afterPowerCut(new Random(1));
        try (Chain again = open(NEVER)) {
            assertThat(again.lastSequence()).isEqualTo(2);
        }
    }

    private void requireDamage(String segment, long offset, String reason) {
        assertThatThrownBy(() -> open(NEVER))
                .isInstanceOfSatisfying(
                        DamagedLogException.class,
                        damage -> {
                            assertThat(damage.segment()).isEqualTo(segment);
                            assertThat(damage.offset()).isEqualTo(offset);
                        })
                .hasMessageContaining(reason);
    }

    private void awaitSigned(long size) throws Exception {
        Instant deadline = Instant.now().plusSeconds(20);
        while (signedSize() < size) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(2);
        }
    }

    private long signedSize() throws IOException {
        if (!disk.list(FOLDER).contains("checkpoint")) {
            return 0;
        }
        byte[] bytes = disk.bytes(CHECKPOINT);
        return Checkpoint.of(Note.read(Bytes.owning(bytes))).size();
    }

    /// The commits from one sequence to another; the first of all is the genesis.
    private static void commit(Chain chain, long from, long to) throws IOException {
        for (long number = from; number <= to; number++) {
            Outcome outcome = chain.commit(Change.of(ChainTest.put(number, "row " + number)));
            assertThat(outcome).isInstanceOf(Outcome.Committed.class);
        }
    }

    private Chain create(CheckpointPolicy policy) throws IOException {
        return Chain.create(FOLDER, key, settings(policy));
    }

    private Chain open(CheckpointPolicy policy) throws IOException {
        return Chain.open(FOLDER, keys(), settings(policy));
    }

    private KeyFolder keys() {
        return new KeyFolder(disk, Path.of("/keys"));
    }

    private ChainSettings settings(CheckpointPolicy policy) {
        return new ChainSettings(disk, clock, 1 << 20, policy);
    }
}
