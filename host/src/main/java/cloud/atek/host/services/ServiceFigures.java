package cloud.atek.host.services;

import cloud.atek.api.services.ServiceStats;
import cloud.atek.host.gateway.Traffic;
import cloud.atek.host.log.ServiceLogs;
import cloud.atek.host.process.ProcessUse;
import cloud.atek.host.process.RunningService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What services take and do, found out when somebody asks. Thread-safe.
///
/// @param data the folder with the data folder of each
record ServiceFigures(ServiceLogs logs, Traffic traffic, Path data) {

    /// Files of a data folder that are looked at; of a larger one the sum is cut.
    static final int DATA_FILES_MAX = 100_000;

    private static final Traffic.Tally NONE = new Traffic.Tally();

    ServiceStats of(Unit unit) {
        Unit.Run run = unit.run;
        RunningService process = run == null ? null : run.process();
        ProcessUse use = process == null ? null : process.use();
        Traffic.Tally tally = process == null ? NONE : traffic.of(process.socket());
        var folder = new FolderSize();
        try {
            folder.walk(data.resolve(unit.key.value()));
            return new ServiceStats(
                    use == null ? null : use.cpuMs(),
                    use == null ? null : use.memoryBytes(),
                    use == null ? null : use.processes(),
                    use == null ? null : use.threads(),
                    process == null ? null : ms(process.startedAt()),
                    Math.max(0, unit.starts - 1),
                    logs.of(unit.key).bytes(),
                    folder.bytes,
                    folder.files > DATA_FILES_MAX ? true : null,
                    tally.calls(),
                    tally.bytesIn(),
                    tally.bytesOut(),
                    tally.openSockets());
        } catch (IOException e) {
            throw new UncheckedIOException("the figures of " + unit.id() + " cannot be read", e);
        }
    }

    private static long ms(Instant since) {
        return Duration.between(since, Instant.now()).toMillis();
    }

    /// Sums up regular files, whatever else a service put there. One thread, one walk.
    private static final class FolderSize extends SimpleFileVisitor<Path> {
        private long bytes;
        private int files;

        void walk(Path folder) throws IOException {
            if (Files.isDirectory(folder)) {
                Files.walkFileTree(folder, this);
            }
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            return ++files > DATA_FILES_MAX ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            // It went away in the meantime, or is none of the host's business.
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
