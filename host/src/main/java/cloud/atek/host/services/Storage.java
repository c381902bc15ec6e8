package cloud.atek.host.services;

import cloud.atek.host.process.Limits;
import cloud.atek.host.process.RunningService;
import cloud.atek.host.storage.FolderSize;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a process keeps on the disk, measured by counting its files: no file system here has quotas
/// for a folder. It is counted again when the disk became fuller, and now and then. One thread owns
/// it.
///
/// A folder of its owner's that it may change counts as well, without what lay in it when it was
/// granted.
final class Storage {

    /// When the disk has lost so much, whoever took it: count again, in bytes.
    private static final long SHRUNK_BYTES = 32L << 20;

    private static final Duration COUNT_EVERY = Duration.ofSeconds(10);

    /// Counting takes at most this part of the time, so that a folder with many files is counted
    /// more rarely.
    private static final int PART = 50;

    /// So many new files in a folder are worth a word.
    private static final int FILES_TOLD = 1000;

    private static final long MIB = 1 << 20;
    private static final Logger log = LoggerFactory.getLogger(Storage.class);

    private final RunningService process;
    private final List<Allowances.Open> open;
    private long free = Long.MAX_VALUE;
    private long nextNanos = System.nanoTime();

    /// @param open folders of its owner's that it may change
    Storage(RunningService process, List<Allowances.Open> open) {
        this.process = process;
        this.open = open;
    }

    /// Counts when it is time to.
    ///
    /// @return why it may not go on, one sentence; empty when all is well
    Optional<String> exceeded() {
        Limits limits = process.limits();
        if (limits.storageMb() == 0) {
            return Optional.empty();
        }
        try {
            FileStore disk = Files.getFileStore(process.data());
            long now = disk.getUsableSpace();
            boolean shrunk = free - now >= SHRUNK_BYTES;
            if (!shrunk && System.nanoTime() - nextNanos < 0) {
                return Optional.empty();
            }
            free = now;
            return counted(limits);
        } catch (IOException e) {
            log.warn("what {} stores cannot be counted", process.id(), e);
            return Optional.empty();
        }
    }

    private Optional<String> counted(Limits limits) throws IOException {
        long began = System.nanoTime();
        long bytes = process.hiddenBytes();
        int files = 0;
        for (Path folder : process.stores()) {
            FolderSize size = FolderSize.of(folder, Limits.STORED_FILES_MAX);
            bytes += size.bytes();
            files += size.files();
        }
        var fullest = new New("", 0, 0);
        for (Allowances.Open each : open) {
            New here = counted(each);
            bytes += here.bytes();
            files += here.files();
            fullest = here.bytes() >= fullest.bytes() ? here : fullest;
        }
        long ended = System.nanoTime();
        nextNanos = ended + Math.max(COUNT_EVERY.toNanos(), PART * (ended - began));
        if (files > Limits.STORED_FILES_MAX) {
            return Optional.of(
                    "it keeps more than " + Limits.STORED_FILES_MAX + " files" + fullest.words());
        }
        return bytes > limits.storageMb() * MIB
                ? Optional.of(
                        "it keeps more than its %d MiB of storage%s"
                                .formatted(limits.storageMb(), fullest.words()))
                : Optional.empty();
    }

    /// What came to a folder of its owner's since it may change it.
    private record New(String name, long bytes, int files) {

        /// Where to look, when there is much.
        String words() {
            return bytes < MIB && files < FILES_TOLD
                    ? ""
                    : ", %d MiB of it in %d new files in the folder \"%s\""
                            .formatted(bytes / MIB, files, name);
        }
    }

    private static New counted(Allowances.Open each) throws IOException {
        FolderSize size =
                FolderSize.of(each.folder(), each.before().files() + Limits.STORED_FILES_MAX);
        return new New(
                each.name(),
                Math.max(0, size.bytes() - each.before().bytes()),
                Math.max(0, size.files() - each.before().files()));
    }
}
