package cloud.atek.datachain.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.Hash;
import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.log.LockedException;
import cloud.atek.datachain.log.SegmentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {

    private final LocalDisk disk = new LocalDisk();
    @TempDir private Path dir = Path.of("");
    private Path chain = dir;
    private Path folder = dir;
    private final Chains chains;

    RestoreTest(@TempDir Path keys) throws IOException {
        chains = new Chains(disk, keys);
    }

    @BeforeEach
    void chainAndBackup() throws IOException {
        chain = dir.resolve("chain");
        folder = dir.resolve("backup");
        chains.create(chain, 30);
        take();
    }

    @Test
    void lostChainComesBackAndGoesOn() throws IOException {
        ChainReader.Checked before = Chains.check(chain, disk);
        BackupTest.deleteFolder(chain);

        RestoreOutcome.Restored restored = restored(Point.NEWEST, false);

        assertThat(restored.sequence()).isEqualTo(30);
        assertThat(restored.hash()).isEqualTo(before.hash());
        assertThat(restored.aside()).isNull();
        assertThat(restored.checkpoint()).isTrue();
        assertThat(Chains.check(chain, disk)).isEqualTo(before);
        chains.append(chain, 3, "later");
        assertThat(take().newest().sequence()).isEqualTo(33);
    }

    @Test
    void beginningOfTheBackupIsReplacedAndKept() throws IOException {
        Path older = dir.resolve("older");
        BackupTest.copyFolder(chain, older);
        chains.append(chain, 4, "more");
        take();
        BackupTest.deleteFolder(chain);
        Files.move(older, chain);

        RestoreOutcome.Restored restored = restored(Point.NEWEST, false);

        assertThat(restored.sequence()).isEqualTo(34);
        assertThat(restored.aside()).isNotNull();
        assertThat(Chains.check(restored.aside(), disk).sequence()).isEqualTo(30);
        assertThat(leftovers())
                .containsExactlyInAnyOrder(
                        "backup", "chain", restored.aside().getFileName().toString());
    }

    @Test
    void sameChainIsLeftAlone() throws IOException {
        assertThat(restore(Point.NEWEST, false))
                .isEqualTo(new RestoreOutcome.Same(chains.key.verifyKey(), 30));
    }

    @Test
    void newerChainIsNotReplacedByAnOlderOne() throws IOException {
        chains.append(chain, 2, "more");

        assertThat(refusal(Point.NEWEST)).isEqualTo(new Refusal.Newer(chain, 32, 30));
        assertThat(refusal(new Point.Sequence(7))).isEqualTo(new Refusal.Newer(chain, 32, 7));
        assertThat(Chains.check(chain, disk).sequence()).isEqualTo(32);
    }

    @Test
    void forceMovesTheNewerChainAside() throws IOException {
        chains.append(chain, 2, "more");

        RestoreOutcome.Restored restored = restored(Point.NEWEST, true);

        assertThat(Chains.check(chain, disk).sequence()).isEqualTo(30);
        assertThat(Chains.check(Objects.requireNonNull(restored.aside()), disk).sequence())
                .isEqualTo(32);
    }

    @Test
    void chainThatPartedIsNotReplaced() throws IOException {
        Path fork = dir.resolve("fork");
        BackupTest.copyFolder(chain, fork);
        chains.append(chain, 5, "here");
        take();
        chains.append(fork, 1, "there");

        RestoreOutcome outcome =
                new Restore(disk, folder, chains.clock)
                        .restore(fork, Point.NEWEST, false, Progress.SILENT);

        assertThat(outcome).isEqualTo(new RestoreOutcome.Refused(new Refusal.Parted(fork, 31)));
    }

    @Test
    void otherChainAndOtherFilesAreNotReplaced() throws IOException {
        Path other = dir.resolve("other");
        Chain.create(other, SigningKey.random(), ChainSettings.DEFAULT).close();
        Path files = Files.createDirectory(dir.resolve("files"));
        Files.writeString(files.resolve("photo"), "of a cat");

        for (Path taken : List.of(other, files)) {
            RestoreOutcome outcome =
                    new Restore(disk, folder, chains.clock)
                            .restore(taken, Point.NEWEST, false, Progress.SILENT);
            assertThat(((RestoreOutcome.Refused) outcome).refusal())
                    .isInstanceOf(Refusal.Unreadable.class);
        }
        assertThat(files.resolve("photo")).hasContent("of a cat");
    }

    @Test
    void everyCommitCanBeRestoredTo() throws IOException {
        for (long sequence = 1; sequence <= 30; sequence++) {
            Path at = dir.resolve("at" + sequence);
            RestoreOutcome outcome =
                    new Restore(disk, folder, chains.clock)
                            .restore(at, new Point.Sequence(sequence), false, Progress.SILENT);

            assertThat(outcome).isInstanceOf(RestoreOutcome.Restored.class);
            ChainReader.Checked checked = Chains.check(at, disk);
            assertThat(checked.sequence()).isEqualTo(sequence);
            assertThat(checked.root()).isEqualTo(rootOf(sequence));
            assertThat(at.resolve("checkpoint").toFile().exists()).isEqualTo(sequence == 30);
        }
    }

    @Test
    void olderStateStartsANewCheckpointAndGoesItsOwnWay() throws IOException {
        BackupTest.deleteFolder(chain);
        assertThat(restored(new Point.Sequence(17), false).checkpoint()).isFalse();

        chains.append(chain, 20, "another way");

        assertThat(Chains.check(chain, disk).sequence()).isEqualTo(37);
        assertThat(chain.resolve("checkpoint")).exists();
        assertThat(new Backup(disk, folder, chains.clock).take(chain, Progress.SILENT))
                .isEqualTo(new BackupOutcome.Refused(new Refusal.Forked(30)));
    }

    @Test
    void timeMeansTheLastCommitThatWasMadeThen() throws IOException {
        BackupTest.deleteFolder(chain);

        // The genesis is of second 0, the commit 8 of second 7.
        RestoreOutcome.Restored restored =
                restored(new Point.Time(Chains.START.plusMillis(7_999)), false);

        assertThat(restored.sequence()).isEqualTo(8);
        assertThat(refusal(new Point.Time(Chains.START.minusMillis(1))))
                .isInstanceOf(Refusal.BeforeTheFirst.class);
        assertThat(refusal(new Point.Sequence(31))).isEqualTo(new Refusal.NoSuchCommit(31, 30));
    }

    @Test
    void compactedSegmentsAreRestoredWholeOrNotAtAll() throws IOException {
        chains.compact(chain);
        chains.append(chain, 3, "more");
        Manifest manifest = take();
        SegmentFile compacted;
        try (ChainReader reader = ChainReader.open(chain, disk)) {
            compacted = reader.files().getFirst();
        }
        assertThat(manifest.files().getFirst().name()).contains("-").isEqualTo(compacted.name());
        BackupTest.deleteFolder(chain);

        assertThat(refusal(new Point.Sequence(5)))
                .isEqualTo(new Refusal.Compacted(5, 1, compacted.last()));
        assertThat(restored(new Point.Sequence(compacted.last()), false).sequence())
                .isEqualTo(compacted.last());
        assertThat(Chains.check(chain, disk).sequence()).isEqualTo(compacted.last());
        assertThat(restored(Point.NEWEST, false).sequence()).isEqualTo(33);
        chains.append(chain, 1, "on");
        assertThat(Chains.check(chain, disk).sequence()).isEqualTo(34);
    }

    @Test
    void openChainIsNotReplaced() throws IOException {
        try (Chain open = chains.open(chain)) {
            assertThatThrownBy(() -> restore(Point.NEWEST, true))
                    .isInstanceOf(LockedException.class);
            assertThat(open.lastSequence()).isEqualTo(30);
        }
    }

    @Test
    void damagedChainIsReplacedOnlyByForce() throws IOException {
        Path segment = chain.resolve("00000000000000000001.seg");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[200] ^= 1;
        Files.write(segment, bytes);

        assertThat(refusal(Point.NEWEST).message())
                .contains("damage", "00000000000000000001.seg", "--force");
        assertThat(restored(Point.NEWEST, true).sequence()).isEqualTo(30);
        assertThat(Chains.check(chain, disk).sequence()).isEqualTo(30);
    }

    @Test
    void damagedBackupIsNotRestored() throws IOException {
        StoredFile first =
                new Backup(disk, folder, chains.clock).manifest().orElseThrow().files().get(0);
        Path stored = folder.resolve(first.storedName());
        byte[] bytes = Files.readAllBytes(stored);
        bytes[300] ^= 1;
        Files.write(stored, bytes);
        BackupTest.deleteFolder(chain);

        assertThatThrownBy(() -> restore(Point.NEWEST, true))
                .isInstanceOf(DamagedLogException.class);
        assertThat(chain).doesNotExist();
    }

    @Test
    void folderWithoutABackupIsSaidToBeOne() {
        assertThatThrownBy(() ->
                        new Restore(disk, dir.resolve("no"), chains.clock)
                                .restore(chain, Point.NEWEST, false, Progress.SILENT))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("no backup");
    }

    @Test
    void killAtAnyStepLeavesTheOldChainOrTheNew() throws IOException {
        Path older = dir.resolve("older");
        BackupTest.copyFolder(chain, older);
        chains.append(chain, 4, "more");
        take();
        Path base = dir;
        for (int changes = 0; ; changes++) {
            dir = Files.createTempDirectory(base, "k");
            chain = dir.resolve("chain");
            BackupTest.copyFolder(older, chain);
            var dying = new DyingDisk(changes);
            try {
                var _ =
                        new Restore(dying, folder, chains.clock)
                                .restore(chain, Point.NEWEST, false, Progress.SILENT);
            } catch (IOException e) {
                assertThat(dying.alive()).isFalse();
            }
            assertThat(Chains.check(chain, disk).sequence()).isIn(30L, 34L);

            assertThat(restore(Point.NEWEST, false)).isNotInstanceOf(RestoreOutcome.Refused.class);
            assertThat(Chains.check(chain, disk).sequence()).isEqualTo(34);
            oldChainIsStillThere();
            if (dying.alive()) {
                assertThat(changes).isGreaterThan(20);
                return;
            }
        }
    }

    private void oldChainIsStillThere() throws IOException {
        int found = 0;
        for (String name : leftovers()) {
            if (!name.equals("chain") && !Files.exists(dir.resolve(name).resolve("unfinished"))) {
                found += Chains.check(dir.resolve(name), disk).sequence() == 30 ? 1 : 0;
            }
        }
        assertThat(found).isEqualTo(1);
    }

    private Hash rootOf(long sequence) throws IOException {
        try (ChainReader reader = ChainReader.open(chain, disk)) {
            var leaves = new SeenLeaves(Set.of(sequence), Progress.SILENT, 30);
            reader.check(false, leaves, null);
            return leaves.rootAt(sequence).orElseThrow();
        }
    }

    private List<String> leftovers() throws IOException {
        return disk.list(dir);
    }

    private Manifest take() throws IOException {
        return ((BackupOutcome.Taken)
                        new Backup(disk, folder, chains.clock).take(chain, Progress.SILENT))
                .manifest();
    }

    private RestoreOutcome restore(Point point, boolean force) throws IOException {
        return new Restore(disk, folder, chains.clock)
                .restore(chain, point, force, Progress.SILENT);
    }

    private RestoreOutcome.Restored restored(Point point, boolean force) throws IOException {
        return (RestoreOutcome.Restored) restore(point, force);
    }

    private Refusal refusal(Point point) throws IOException {
        return ((RestoreOutcome.Refused) restore(point, false)).refusal();
    }
}
