package cloud.atek.datachain.backup;

import cloud.atek.crypto.Hash;
import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskLock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The way back from a backup: the chain is put together beside its place, read, and swapped in.
///
/// What is replaced must be the beginning of what is restored, unless the caller forces it; and it
/// is never deleted, but moved aside. Thread-safe.
public final class Restore {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Disk disk;
    private final Backup backup;
    private final Clock clock;

    /// @param folder of the backup
    public Restore(Disk disk, Path folder, Clock clock) {
        this.disk = disk;
        this.backup = new Backup(disk, folder, clock);
        this.clock = clock;
    }

    /// Restores the chain to the folder `target`, and returns when it is on disk there.
    ///
    /// @param force replaces whatever is there, which is moved aside
    /// @throws NoSuchFileException when there is no backup
    /// @throws cloud.atek.datachain.log.LockedException when somebody has the chain open
    /// @throws cloud.atek.datachain.log.DamagedLogException when the backup is not readable
    public RestoreOutcome restore(Path target, Point point, boolean force, Progress progress)
            throws IOException {
        Path place = target.toAbsolutePath().normalize();
        Manifest manifest = backup.manifest().orElseThrow(this::missing);
        try (DiskLock _ = backup.locked();
                Present present = Present.in(place, disk);
                ChainReader reader = backup.reader(manifest.files())) {
            return switch (Cut.of(point, reader)) {
                case Cut.Result.None(Refusal refusal) -> new RestoreOutcome.Refused(refusal);
                case Cut.Result.Found(Cut cut) -> {
                    var run = new Run(place, manifest, reader, cut, progress);
                    Optional<RestoreOutcome> early = run.compare(present, force);
                    yield early.isPresent() ? early.get() : run.replace(present);
                }
            };
        }
    }

    private NoSuchFileException missing() {
        return new NoSuchFileException(
                backup.folder().toString(), null, "no backup is in this folder");
    }

    /// One restore. One thread.
    private final class Run {
        private final Path target;
        private final Manifest manifest;
        private final ChainReader reader;
        private final Cut cut;
        private final Progress progress;
        private Hash wantedRoot = Hash.ZERO;

        Run(Path target, Manifest manifest, ChainReader reader, Cut cut, Progress progress) {
            this.target = target;
            this.manifest = manifest;
            this.reader = reader;
            this.cut = cut;
            this.progress = progress;
        }

        /// Reads the backup, and tells when there is nothing more to do.
        Optional<RestoreOutcome> compare(Present present, boolean force) throws IOException {
            var sizes = new HashSet<>(Set.of(cut.sequence()));
            if (present instanceof Present.Chain there) {
                sizes.add(there.checked().sequence());
            }
            var leaves = new SeenLeaves(sizes, progress, reader.lastSequence());
            ChainReader.Checked checked = reader.check(false, leaves, null);
            if (!checked.root().equals(manifest.newest().root())) {
                throw new IOException("the files of the backup are not those of its manifest");
            }
            wantedRoot = leaves.rootAt(cut.sequence()).orElseThrow();
            Optional<Refusal> refusal =
                    switch (present) {
                        case Present.Nothing _ -> Optional.empty();
                        case Present.Unreadable(_, String found) ->
                                Optional.of(new Refusal.Unreadable(target, found));
                        case Present.Chain there -> refusal(there, leaves);
                    };
            if (refusal.isEmpty() && same(present)) {
                return Optional.of(new RestoreOutcome.Same(manifest.chain(), cut.sequence()));
            }
            return refusal.filter(_ -> !force).map(RestoreOutcome.Refused::new);
        }

        private boolean same(Present present) {
            return present instanceof Present.Chain there
                    && there.checked().sequence() == cut.sequence();
        }

        private Optional<Refusal> refusal(Present.Chain there, SeenLeaves leaves) {
            long found = there.checked().sequence();
            if (!there.reader().id().equals(manifest.chain())) {
                String other = "the chain " + there.reader().id();
                return Optional.of(new Refusal.Unreadable(target, other));
            }
            Optional<Hash> root = leaves.rootAt(found);
            if (root.isPresent() && !root.get().equals(there.checked().root())) {
                return Optional.of(new Refusal.Parted(target, found));
            }
            return found > cut.sequence()
                    ? Optional.of(new Refusal.Newer(target, found, cut.sequence()))
                    : Optional.empty();
        }

        RestoreOutcome replace(Present present) throws IOException {
            var staging = new Staging(disk, target, STAMP.format(clock.instant()));
            staging.begin();
            copy(staging);
            ChainReader.Checked made = check(staging.folder());
            @Nullable Path aside = staging.swap(!(present instanceof Present.Nothing));
            return new RestoreOutcome.Restored(
                    manifest.chain(), made.sequence(), made.hash(), aside, cut.checkpoint());
        }

        private void copy(Staging staging) throws IOException {
            Map<String, StoredFile> files =
                    manifest.files().stream()
                            .collect(Collectors.toMap(StoredFile::name, Function.identity()));
            long all = 2 * files.values().stream().mapToLong(StoredFile::bytes).sum();
            var copier = new Copier(disk, progress, all);
            for (Cut.Piece piece : cut.pieces()) {
                StoredFile file = files.get(piece.name());
                if (file == null) {
                    throw new IOException("the backup lacks the file " + piece.name());
                }
                long bytes = Math.min(piece.bytes(), file.bytes());
                Path from = backup.folder().resolve(file.storedName());
                Hash copied = copier.copy(from, bytes, staging.folder().resolve(piece.name()));
                if (bytes == file.bytes() && !copied.equals(file.hash())) {
                    throw new IOException(from + " is not what the manifest says: it is damaged");
                }
            }
            disk.syncFolder(staging.folder());
        }

        private ChainReader.Checked check(Path folder) throws IOException {
            var leaves = new SeenLeaves(Set.of(), progress, cut.sequence());
            try (ChainReader made = ChainReader.open(folder, disk)) {
                ChainReader.Checked checked = made.check(false, leaves, null);
                if (checked.sequence() != cut.sequence() || !checked.root().equals(wantedRoot)) {
                    throw new IOException(
                            "what was restored in " + folder + " is not what the backup holds");
                }
                return checked;
            }
        }
    }
}
