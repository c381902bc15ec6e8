package cloud.atek.host.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Files without a name: deleted, and held open by a process. They fill the disk all the same.
final class HiddenFiles {

    /// Open files that are looked at, of all processes together.
    private static final int LOOKED_AT_MAX = 20_000;

    private static final Path PROC = Path.of("/proc");
    private static final String DELETED = " (deleted)";

    /// Those are in memory, which is limited by itself.
    private static final List<String> IN_MEMORY = List.of("/tmp/", "/dev/", "/memfd:");

    private HiddenFiles() {}

    /// What is in them, as far as the kernel tells it; one that two processes hold counts twice.
    static long bytes(List<ProcessHandle> processes) {
        return processes.stream()
                .flatMap(process -> open(process.pid()))
                .limit(LOOKED_AT_MAX)
                .mapToLong(HiddenFiles::bytes)
                .sum();
    }

    private static Stream<Path> open(long pid) {
        try (Stream<Path> all = Files.list(PROC.resolve(pid + "/fd"))) {
            return all.toList().stream();
        } catch (IOException e) {
            return Stream.of(); // It ended while it was looked at.
        }
    }

    private static long bytes(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            boolean hidden =
                    target.endsWith(DELETED) && IN_MEMORY.stream().noneMatch(target::startsWith);
            return hidden && Files.isRegularFile(descriptor) ? Files.size(descriptor) : 0;
        } catch (IOException e) {
            return 0; // It was closed while it was looked at.
        }
    }
}
