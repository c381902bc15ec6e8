package cloud.atek.datachain.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.crypto.SigningKey;
import cloud.atek.datachain.Chain;
import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.ChainSettings;
import cloud.atek.datachain.log.DamagedLogException;
import cloud.atek.datachain.log.FaultyDisk;
import cloud.atek.datachain.log.LocalDisk;
import cloud.atek.datachain.log.LockedException;
import cloud.atek.datachain.merkle.Frontier;
import cloud.atek.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

    private final LocalDisk disk = new LocalDisk();
    @TempDir private Path dir = Path.of("");
    private Path chain = dir;
    private Path folder = dir;
    private final Chains chains;

    BackupTest(@TempDir Path keys) throws IOException {
        chains = new Chains(disk, keys);
    }

    @BeforeEach
    void folders() {
        chain = dir.resolve("chain");
        folder = dir.resolve("backup");
    }

    @Test
    void backupHoldsTheWholeChain() throws IOException {
        chains.create(chain, 30);

        BackupOutcome.Taken taken = take();

        ChainReader.Checked checked = Chains.check(chain, disk);
        Generation run = taken.manifest().newest();
        assertThat(run.number()).isEqualTo(1);
        assertThat(run.sequence()).isEqualTo(30).isEqualTo(checked.sequence());
        assertThat(run.hash()).isEqualTo(checked.hash());
        assertThat(run.root()).isEqualTo(checked.root());
        assertThat(taken.copied()).isGreaterThan(3).isEqualTo(taken.manifest().files().size());
        assertThat(backup().manifest()).contains(taken.manifest());
    }

    @Test
    void secondRunCopiesOnlyWhatIsNew() throws IOException {
        chains.create(chain, 30);
        take();

        assertThat(take().copied()).isZero();
        chains.append(chain, 1, "more");
        BackupOutcome.Taken third = take();

        assertThat(third.copied()).isBetween(2, 3);
        assertThat(third.manifest().generations())
                .extracting(Generation::number)
                .containsExactly(1L, 2L, 3L);
        assertThat(third.manifest().newest().sequence()).isEqualTo(31);
        assertThat(storedNames()).hasSize(third.manifest().files().size());
    }

    @Test
    void rottenFileOfTheBackupIsCopiedAgain() throws IOException {
        chains.create(chain, 30);
        StoredFile first = take().manifest().files().getFirst();
        Path stored = folder.resolve(first.storedName());
        byte[] bytes = Files.readAllBytes(stored);
        bytes[bytes.length / 2] ^= 1;
        Files.write(stored, bytes);

        assertThat(take().copied()).isEqualTo(1);
        assertThat(take().copied()).isZero();
    }

    @Test
    void otherChainIsRefused() throws IOException {
        chains.create(chain, 3);
        Path other = dir.resolve("other");
        Chain.create(other, SigningKey.random(), ChainSettings.DEFAULT).close();
        take();
        Optional<Manifest> before = backup().manifest();

        assertThat(refusal(other)).isInstanceOf(Refusal.OtherChain.class);
        assertThat(backup().manifest()).isEqualTo(before);
    }

    @Test
    void chainThatPartedFromItsBackupIsRefused() throws IOException {
        chains.create(chain, 5);
        Path fork = dir.resolve("fork");
        copyFolder(chain, fork);
        chains.append(chain, 1, "here");
        chains.append(fork, 3, "there");
        List<String> before = names(take());

        Refusal refusal = refusal(fork);

        assertThat(refusal).isEqualTo(new Refusal.Forked(6));
        assertThat(refusal.message()).contains("parted", "first 6 commits", "new folder");
        assertThat(storedNames()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void chainThatLostItsEndIsRefused() throws IOException {
        chains.create(chain, 5);
        Path older = dir.resolve("older");
        copyFolder(chain, older);
        chains.append(chain, 1, "here");
        take();

        assertThat(refusal(older)).isEqualTo(new Refusal.Behind(5, 6));
    }

    @Test
    void damagedChainIsNotTakenAndTheOldBackupStays() throws IOException {
        chains.create(chain, 30);
        take();
        chains.append(chain, 1, "more");
        Path segment = chain.resolve("00000000000000000001.seg");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[200] ^= 1;
        Files.write(segment, bytes);

        assertThatThrownBy(this::take)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("00000000000000000001.seg");
        assertThat(backup().manifest().orElseThrow().newest().sequence()).isEqualTo(30);
        restoreIsWhole(30);
    }

    @Test
    void openChainIsNotTaken() throws IOException {
        chains.create(chain, 3);
        try (Chain open = chains.open(chain)) {
            assertThatThrownBy(this::take).isInstanceOf(LockedException.class);
            assertThat(open.lastSequence()).isEqualTo(3);
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void changedManifestIsDamage() throws IOException {
        chains.create(chain, 3);
        take();
        Path manifest = folder.resolve("manifest");
        Files.writeString(manifest, Files.readString(manifest).replace(" 3 ", " 4 "));

        assertThatThrownBy(this::take)
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("manifest")
                .hasMessageContaining("sum");
    }

    @Test
    void killAtAnyStepLeavesTheOldBackupOrTheNew() throws IOException {
        chains.create(chain, 20);
        take();
        chains.append(chain, 12, "more");
        Path before = dir.resolve("before");
        copyFolder(folder, before);

        for (int changes = 0; ; changes++) {
            deleteFolder(folder);
            copyFolder(before, folder);
            var dying = new DyingDisk(changes);
            try {
                var _ = new Backup(dying, folder, chains.clock).take(chain, Progress.SILENT);
            } catch (IOException e) {
                assertThat(dying.alive()).isFalse();
            }
            long sequence = backup().manifest().orElseThrow().newest().sequence();
            assertThat(sequence).isIn(20L, 32L);
            restoreIsWhole(sequence);
            take();
            assertThat(storedNames()).doesNotHaveDuplicates().hasSize(names(take()).size());
            if (dying.alive()) {
                assertThat(changes).isGreaterThan(20);
                return;
            }
        }
    }

    @Test
    void powerCutLosesNoBackup() {
        Seeds.forAll((random, size) -> {
            if (size > 40) {
                return;
            }
            var faulty = new FaultyDisk();
            Path at = Path.of("/chain");
            Path to = Path.of("/backup");
            var made = new Chains(faulty, Path.of("/keys"));
            made.create(at, 10);
            new Backup(faulty, to, made.clock).take(at, Progress.SILENT);
            made.append(at, 1 + random.nextInt(12), "more");
            faulty.cutPowerAfter(1 + random.nextInt(60));
            try {
                new Backup(faulty, to, made.clock).take(at, Progress.SILENT);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("power");
            }
            FaultyDisk after = faulty.afterPowerCut(random);

            var backup = new Backup(after, to, made.clock);
            Manifest manifest = backup.manifest().orElseThrow();
            try (ChainReader reader = backup.reader(manifest.files())) {
                assertThat(reader.lastSequence()).isEqualTo(manifest.newest().sequence());
                assertThat(reader.check(true, new Frontier(), null).root())
                        .isEqualTo(manifest.newest().root());
            }
            assertThat(backup.take(at, Progress.SILENT)).isInstanceOf(BackupOutcome.Taken.class);
        });
    }

    private void restoreIsWhole(long sequence) throws IOException {
        Path restored = Files.createTempDirectory(dir, "r").resolve("chain");
        new Restore(disk, folder, chains.clock)
                .restore(restored, Point.NEWEST, false, Progress.SILENT);
        assertThat(Chains.check(restored, disk).sequence()).isEqualTo(sequence);
    }

    private Backup backup() {
        return new Backup(disk, folder, chains.clock);
    }

    private BackupOutcome.Taken take() throws IOException {
        return (BackupOutcome.Taken) backup().take(chain, Progress.SILENT);
    }

    private Refusal refusal(Path of) throws IOException {
        return ((BackupOutcome.Refused) backup().take(of, Progress.SILENT)).refusal();
    }

    private static List<String> names(BackupOutcome.Taken taken) {
        return taken.manifest().files().stream().map(StoredFile::storedName).toList();
    }

    private List<String> storedNames() throws IOException {
        return disk.list(folder).stream()
                .filter(name -> !name.equals("manifest") && !name.equals("lock"))
                .toList();
    }

    static void copyFolder(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    static void deleteFolder(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
