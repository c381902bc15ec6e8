package cloud.atek.adb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What files take on disk.
final class FileSizes {

    private FileSizes() {}

    /// The bytes of the files right in `folder` whose names begin so.
    static long below(Path folder, String prefix) throws IOException {
        long sum = 0;
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all =
                    files.filter(file -> file.getFileName().toString().startsWith(prefix)).toList();
            for (Path file : all) {
                sum += size(file);
            }
        }
        return sum;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            // A file beside a view goes when the last connection closes.
            return 0;
        }
    }
}
