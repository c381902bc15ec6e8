package cloud.atek.kit;

import cloud.atek.wire.SocketPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A folder whose sockets have short paths; removed with all that is in it.
record ShortDir(Path path) implements AutoCloseable {

    static ShortDir make() throws IOException {
        return new ShortDir(Files.createTempDirectory(Path.of("/tmp"), "k"));
    }

    SocketPath socket(String name) {
        return new SocketPath(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
