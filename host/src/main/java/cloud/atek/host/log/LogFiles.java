package cloud.atek.host.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.util.Comparator.comparingLong;

import cloud.atek.host.config.HostConfig.LogLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files of one log: `current.log`, and the full ones before it, `<number>.log`, numbers
/// rising.
///
/// Lowered limits hold from the next full file on. Not thread-safe: [ServiceLog] guards it.
final class LogFiles {

    /// A place in the log: behind `offset` bytes of the file with this number.
    record Position(long number, long offset) {}

    /// Some lines of one file.
    ///
    /// @param end behind the last of them
    record Lines(List<String> lines, Position end) {}

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
        byte[] bytes = (line + "\n").getBytes(UTF_8);
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

    /// How many bytes its files take.
    long bytes() throws IOException {
        opened();
        long sum = size;
        for (long full : full()) {
            sum += Files.size(file(full));
        }
        return sum;
    }

    /// The last lines of one file, of those behind an offset; none when the file is gone.
    ///
    /// @param bytesMax older lines are left out
    List<String> last(long wanted, long offset, int bytesMax) throws IOException {
        Path path = path(wanted);
        long length = Files.exists(path) ? Files.size(path) : 0;
        long from = Math.max(Math.min(offset, length), length - bytesMax);
        byte[] bytes = read(path, from, length);
        int whole = from > offset ? behindLine(bytes) : 0;
        return new String(bytes, whole, bytes.length - whole, UTF_8).lines().toList();
    }

    /// The first lines behind a place, all of one file; where that is over, of the next one.
    ///
    /// @param bytesMax more than any line has
    Lines next(Position from, int bytesMax) throws IOException {
        Position at = from;
        while (at.number() < number && at.offset() >= length(at.number())) {
            at = new Position(at.number() + 1, 0);
        }
        long length = length(at.number());
        byte[] bytes =
                read(path(at.number()), at.offset(), Math.min(length, at.offset() + bytesMax));
        int whole = bytes.length;
        while (whole > 0 && bytes[whole - 1] != '\n') {
            whole--;
        }
        List<String> lines = new String(bytes, 0, whole, UTF_8).lines().toList();
        return new Lines(lines, new Position(at.number(), at.offset() + whole));
    }

    void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
        }
    }

    private long length(long wanted) throws IOException {
        Path path = path(wanted);
        return Files.exists(path) ? Files.size(path) : 0;
    }

    private static byte[] read(Path path, long from, long to) throws IOException {
        if (from >= to) {
            return new byte[0];
        }
        try (FileChannel file = FileChannel.open(path);
                InputStream in = Channels.newInputStream(file.position(from))) {
            return in.readNBytes((int) (to - from));
        }
    }

    private static int behindLine(byte[] bytes) {
        int at = 0;
        while (at < bytes.length && bytes[at++] != '\n') {
            // The rest of a line whose beginning is not here.
        }
        return at;
    }

    private OutputStream opened() throws IOException {
        if (out == null) {
            Files.createDirectories(folder);
            List<Long> full = full();
            number = Math.max(number, full.isEmpty() ? 1 : full.getLast() + 1);
            out = Files.newOutputStream(current(), CREATE, APPEND);
            size = Files.size(current());
        }
        return out;
    }

    private void rotate() throws IOException {
        close();
        Files.move(current(), file(number));
        // Numbers rise even where no file is kept from which they could go on.
        number++;
        List<Long> full = full();
        int kept = limits.get().files() - 1;
        for (long old : full.subList(0, Math.max(0, full.size() - kept))) {
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

    private Path path(long wanted) {
        return wanted == number ? current() : file(wanted);
    }

    private Path current() {
        return folder.resolve(CURRENT);
    }

    private Path file(long wanted) {
        return folder.resolve(wanted + ".log");
    }
}
