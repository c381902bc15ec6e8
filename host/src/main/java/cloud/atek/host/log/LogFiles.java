package cloud.atek.host.log;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.util.Comparator.comparingLong;

import cloud.atek.host.config.HostConfig.LogLimits;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The files of one log: `current.log`, and the full ones before it, `<number>.log`, numbers
/// rising.
///
/// Lowered limits hold from the next full file on. Not thread-safe: [ServiceLog] guards it.
final class LogFiles {

    /// A place in the log: behind `offset` bytes of the file with this number.
    record Position(long number, long offset) {}

    private static final String CURRENT = "current.log";

    private final Path folder;
    private final Supplier<LogLimits> limits;
    private @Nullable OutputStream out;
    private long number;
    private long size;

    /// @param limits asked at each line
    LogFiles(Path folder, Supplier<LogLimits> limits) {
        this.folder = folder;
        this.limits = limits;
    }

    /// Appends a line, as a whole, to a file that is not full.
    void append(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        OutputStream open = opened();
        if (size > 0 && size + bytes.length > limits.get().fileBytes()) {
            rotate();
            open = opened();
        }
        open.write(bytes);
        size += bytes.length;
    }

    /// Where the next line will stand.
    Position end() throws IOException {
        opened();
        return new Position(number, size);
    }

    /// The number of the oldest file that still exists.
    long oldest() throws IOException {
        opened();
        List<Long> full = full();
        return full.isEmpty() ? number : full.getFirst();
    }

    /// The lines of one file from an offset on; none when the file is gone.
    List<String> lines(long wanted, long offset) throws IOException {
        Path path = wanted == number ? current() : file(wanted);
        byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
        int from = Math.clamp(offset, 0, bytes.length);
        return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }

    private OutputStream opened() throws IOException {
        if (out == null) {
            Files.createDirectories(folder);
            List<Long> full = full();
            number = full.isEmpty() ? 1 : full.getLast() + 1;
            out = Files.newOutputStream(current(), CREATE, APPEND);
            size = Files.size(current());
        }
        return out;
    }

    private void rotate() throws IOException {
        close();
        Files.move(current(), file(number));
        List<Long> full = full();
        for (long old : full.subList(0, Math.max(0, full.size() - (limits.get().files() - 1)))) {
            Files.deleteIfExists(file(old));
        }
    }

    /// Ascending.
    private List<Long> full() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{1,18}\\.log"))
                    .map(name -> Long.valueOf(name.substring(0, name.indexOf('.'))))
                    .sorted(comparingLong(Long::longValue))
                    .toList();
        }
    }

    private Path current() {
        return folder.resolve(CURRENT);
    }

    private Path file(long wanted) {
        return folder.resolve(wanted + ".log");
    }
}
