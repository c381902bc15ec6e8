package cloud.atek.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder whose sockets have short paths; removed with them.
record ShortDir(Path path) implements AutoCloseable {

    static ShortDir make() throws IOException {
        return new ShortDir(Files.createTempDirectory(Path.of("/tmp"), "w"));
    }

    SocketPath socket(String name) {
        return new SocketPath(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        try (var files = Files.list(path)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(path);
    }
}
