package cloud.atek.services.earthstar;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// One value as a JSON file, which a crash at any moment leaves as it was or as it should be. Its
/// owner alone can read it. One thread at a time.
final class StateFile<T> {

    private final Path path;
    private final Class<T> type;

    StateFile(Path path, Class<T> type) {
        this.path = path;
        this.type = type;
    }

    /// What the file holds, `otherwise` when there is none.
    ///
    /// @throws IOException also when it holds something else: nothing is guessed
    T read(T otherwise) throws IOException {
        if (!Files.exists(path)) {
            return otherwise;
        }
        ObjectReader reader =
                MessageCodec.JSON
                        .readerFor(type)
                        .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        return reader.readValue(Files.readAllBytes(path));
    }

    /// It is on the disk when this returns.
    void write(T value) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try (var file =
                FileChannel.open(
                        beside,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer rest = ByteBuffer.wrap(MessageCodec.JSON.writeValueAsBytes(value));
            while (rest.hasRemaining()) {
                file.write(rest);
            }
            file.force(true);
        }
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
        try (var folder = FileChannel.open(path.toAbsolutePath().getParent())) {
            folder.force(true);
        }
    }
}
