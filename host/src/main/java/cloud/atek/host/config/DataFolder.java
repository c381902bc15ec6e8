package cloud.atek.host.config;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The folder where all state lives, while this process has it: one host per folder.
///
/// `atek.lock` is locked by the system, so a killed host leaves no lock behind; its text, JSON with
/// `pid` and `port`, is for people and for the command line.
public final class DataFolder implements AutoCloseable {

    private static final Set<StandardOpenOption> OPEN =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    /// Both numbers fit many times.
    private static final int TEXT_BYTES_MAX = 200;

    private final Path dir;
    private final FileChannel lockFile;

    private DataFolder(Path dir, FileChannel lockFile) {
        this.dir = dir;
        this.lockFile = lockFile;
    }

    /// What became of the wish to have the folder.
    public sealed interface Taken {

        record Mine(DataFolder folder) implements Taken {}

        /// @param holder who has it, such as `process 17, port 8080`
        record Held(String holder) implements Taken {}
    }

    /// Takes the folder for this process.
    ///
    /// @param dir an existing folder; from now on only its owner can enter it
    /// @throws IOException when it cannot be used
    public static Taken take(Path dir) throws IOException {
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
        FileChannel file =
                FileChannel.open(
                        dir.resolve("atek.lock"),
                        OPEN,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        if (locked(file).isEmpty()) {
            try (file) {
                return new Taken.Held(holder(file));
            }
        }
        var folder = new DataFolder(dir, file);
        folder.tell(0);
        return new Taken.Mine(folder);
    }

    private static Optional<FileLock> locked(FileChannel file) throws IOException {
        try {
            return Optional.ofNullable(file.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(TEXT_BYTES_MAX);
        file.read(text, 0);
        try {
            JsonNode told = MessageCodec.JSON.readTree(text.array(), 0, text.position());
            return "process %d, port %d"
                    .formatted(told.path("pid").asLong(), told.path("port").asInt());
        } catch (JsonProcessingException e) {
            return "a process that does not say who it is";
        }
    }

    public Path dir() {
        return dir;
    }

    /// Tells the command line on which port this host listens.
    ///
    /// @param port 0 while it does not listen yet
    public void tell(int port) throws IOException {
        byte[] text =
                MessageCodec.JSON.writeValueAsBytes(
                        MessageCodec.JSON
                                .createObjectNode()
                                .put("pid", ProcessHandle.current().pid())
                                .put("port", port));
        lockFile.truncate(0);
        lockFile.write(ByteBuffer.wrap(text), 0);
    }

    @Override
    public void close() throws IOException {
        lockFile.truncate(0);
        lockFile.close();
    }
}
