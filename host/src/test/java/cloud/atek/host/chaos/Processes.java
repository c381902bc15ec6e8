package cloud.atek.host.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The processes of this machine, as `/proc` has them.
final class Processes {

    private Processes() {}

    /// Those that name this folder on their command line or in their environment.
    static List<Long> naming(Path folder) {
        String name = folder.toString();
        return all().filter(pid ->
                        read(pid, "cmdline").contains(name) || read(pid, "environ").contains(name))
                .toList();
    }

    /// Those below `root` that ended and that nobody asked about.
    static List<Long> zombies(long root) {
        return ProcessHandle.of(root).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .filter(pid -> read(pid, "stat").contains(") Z "))
                .toList();
    }

    private static Stream<Long> all() {
        try (Stream<Path> files = Files.list(Path.of("/proc"))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .map(Long::valueOf)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
