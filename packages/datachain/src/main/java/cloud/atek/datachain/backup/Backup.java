package cloud.atek.datachain.backup;

import cloud.atek.crypto.Hash;
import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskFile;
import cloud.atek.datachain.log.DiskLock;
import cloud.atek.datachain.log.SegmentFile;
import cloud.atek.datachain.merkle.CheckpointFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The backup of one chain in one folder.
///
/// ```
/// manifest                              what the newest run holds, see ManifestFile
/// 00000000000000000001.seg.<SHA-256>    a segment, up to what was on disk
/// checkpoint.<SHA-256>
/// *.new                                 in the making; the next run sweeps it
/// lock                                  held by the run
/// ```
///
/// A file never changes once it has its name, and the manifest is replaced last: so a run that is
/// killed leaves the backup as it was before, or as it is after. Files that the manifest does not
/// name are deleted after that. The private key of the chain is not in here.
///
/// Thread-safe: runs exclude each other.
public final class Backup {

    private static final String LOCK = "lock";
    private static final String NEW_SUFFIX = ".new";

    private final Disk disk;
    private final Path folder;
    private final Clock clock;

    public Backup(Disk disk, Path folder, Clock clock) {
        this.disk = disk;
        this.folder = folder;
        this.clock = clock;
    }

    /// What the backup holds; nothing before the first run.
    ///
    /// @throws cloud.atek.datachain.log.DamagedLogException when the manifest is not readable
    public Optional<Manifest> manifest() throws IOException {
        return new ManifestFile(disk, folder).read();
    }

    /// Copies what the chain in `chain` has and this backup has not, reads the whole copy, and
    /// returns when that is on disk. Nobody has the chain open meanwhile.
    ///
    /// @throws cloud.atek.datachain.log.LockedException when somebody has the chain open, or makes
    ///   this backup
    /// @throws cloud.atek.datachain.log.DamagedLogException when the chain is not whole, or the
    ///   manifest is not readable
    public BackupOutcome take(Path chain, Progress progress) throws IOException {
        try (ChainReader source = ChainReader.open(chain, disk);
                DiskLock _ = locked()) {
            Optional<Manifest> before = manifest();
            if (before.isPresent()) {
                Optional<Refusal> refusal = refusal(before.get(), source);
                if (refusal.isPresent()) {
                    return new BackupOutcome.Refused(refusal.get());
                }
            }
            sweep(before);
            var run = new Run(chain, source, before, progress);
            BackupOutcome outcome = run.outcome();
            sweep(manifest());
            return outcome;
        }
    }

    /// Holds this backup until it is closed, so that nobody changes it.
    DiskLock locked() throws IOException {
        disk.createFolder(folder);
        return disk.lock(folder.resolve(LOCK));
    }

    Path folder() {
        return folder;
    }

    /// A reader of the chain as these files have it. The caller closes it.
    ChainReader reader(List<StoredFile> files) throws IOException {
        return ChainReader.open(folder, new StoredDisk(disk, folder, files));
    }

    private static Optional<Refusal> refusal(Manifest before, ChainReader source) {
        if (!before.chain().equals(source.id())) {
            return Optional.of(new Refusal.OtherChain(before.chain(), source.id()));
        }
        long known = before.newest().sequence();
        return source.lastSequence() < known
                ? Optional.of(new Refusal.Behind(source.lastSequence(), known))
                : Optional.empty();
    }

    /// Deletes what no manifest names.
    private void sweep(Optional<Manifest> kept) throws IOException {
        Set<String> wanted =
                kept.stream()
                        .flatMap(manifest -> manifest.files().stream())
                        .map(StoredFile::storedName)
                        .collect(Collectors.toCollection(HashSet::new));
        for (String name : disk.list(folder)) {
            boolean ours =
                    name.endsWith(NEW_SUFFIX)
                            || name.matches("(?:[0-9-]+\\.seg|checkpoint)\\.[0-9a-f]{64}");
            if (ours && !wanted.contains(name)) {
                disk.delete(folder.resolve(name));
            }
        }
    }

    /// One run. One thread.
    private final class Run {
        private final Path chain;
        private final ChainReader source;
        private final Optional<Manifest> before;
        private final Progress progress;
        private final Copier copier;
        private final Set<String> there;
        private int copied;
        private long bytes;

        Run(Path chain, ChainReader source, Optional<Manifest> before, Progress progress)
                throws IOException {
            this.chain = chain;
            this.source = source;
            this.before = before;
            this.progress = progress;
            // Each file is read here and there, or here twice and there once.
            long all = 2 * source.files().stream().mapToLong(SegmentFile::bytes).sum();
            this.copier = new Copier(disk, progress, all);
            this.there = Set.copyOf(disk.list(folder));
        }

        BackupOutcome outcome() throws IOException {
            List<StoredFile> files = copyAll();
            long known = before.map(manifest -> manifest.newest().sequence()).orElse(0L);
            ChainReader.Checked checked;
            var leaves = new SeenLeaves(Set.of(known), progress, source.lastSequence());
            try (ChainReader copy = reader(files)) {
                checked = copy.check(false, leaves, null);
            }
            Optional<Hash> root = before.map(manifest -> manifest.newest().root());
            if (root.isPresent() && !root.equals(leaves.rootAt(known))) {
                return new BackupOutcome.Refused(new Refusal.Forked(known));
            }
            var manifest = new Manifest(source.id(), generations(checked), files);
            new ManifestFile(disk, folder).write(manifest);
            return new BackupOutcome.Taken(manifest, copied, bytes);
        }

        private List<Generation> generations(ChainReader.Checked checked) {
            var all = new ArrayList<Generation>();
            before.ifPresent(manifest -> all.addAll(manifest.generations()));
            all.add(
                    new Generation(
                            all.isEmpty() ? 1 : all.getLast().number() + 1,
                            clock.instant().truncatedTo(ChronoUnit.MILLIS),
                            checked.sequence(),
                            checked.hash(),
                            checked.root()));
            int first = Math.max(0, all.size() - Manifest.GENERATIONS_MAX);
            return all.subList(first, all.size());
        }

        private List<StoredFile> copyAll() throws IOException {
            var files = new ArrayList<StoredFile>();
            for (SegmentFile segment : source.files()) {
                files.add(stored(segment.name(), segment.bytes()));
            }
            if (source.checkpoint().isPresent()) {
                files.add(stored(CheckpointFile.NAME, size(CheckpointFile.NAME)));
            }
            disk.syncFolder(folder);
            return files;
        }

        private long size(String name) throws IOException {
            try (DiskFile file = disk.open(chain.resolve(name))) {
                return file.size();
            }
        }

        /// Never by size alone: a file that is there already is read as well.
        private StoredFile stored(String name, long size) throws IOException {
            Path from = chain.resolve(name);
            var file = new StoredFile(name, size, copier.hash(from, size));
            Path to = folder.resolve(file.storedName());
            if (there.contains(file.storedName()) && good(file, to)) {
                return file;
            }
            Path making = folder.resolve(file.storedName() + NEW_SUFFIX);
            if (!copier.copy(from, size, making).equals(file.hash())) {
                throw new IOException(from + " changed while it was copied");
            }
            disk.rename(making, to);
            copied++;
            bytes += size;
            return file;
        }

        private boolean good(StoredFile file, Path path) throws IOException {
            try (DiskFile there = disk.open(path)) {
                if (there.size() != file.bytes()) {
                    return false;
                }
            } catch (NoSuchFileException e) {
                return false;
            }
            return copier.hash(path, file.bytes()).equals(file.hash());
        }
    }
}
