package cloud.atek.host.services;

import cloud.atek.host.process.Limits;
import cloud.atek.host.process.RunningService;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a process keeps on the disk, measured by counting its files: no file system here has quotas
/// for a folder. It is counted again when the disk became fuller, and now and then. One thread owns
/// it.
final class Storage {

    /// When the disk has lost so much, whoever took it: count again, in bytes.
    private static final long SHRUNK_BYTES = 32L << 20;

    private static final Duration COUNT_EVERY = Duration.ofSeconds(10);

    /// Counting takes at most this part of the time, so that a folder with many files is counted
    /// more rarely.
    private static final int PART = 50;

    private static final long MIB = 1 << 20;
    private static final Logger log = LoggerFactory.getLogger(Storage.class);

    private final RunningService process;
    private long free = Long.MAX_VALUE;
    private long nextNanos = System.nanoTime();

    Storage(RunningService process) {
        this.process = process;
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
        long ended = System.nanoTime();
        nextNanos = ended + Math.max(COUNT_EVERY.toNanos(), PART * (ended - began));
        if (files > Limits.STORED_FILES_MAX) {
            return Optional.of("it keeps more than " + Limits.STORED_FILES_MAX + " files");
        }
        return bytes > limits.storageMb() * MIB
                ? Optional.of("it keeps more than its " + limits.storageMb() + " MiB of storage")
                : Optional.empty();
    }
}
