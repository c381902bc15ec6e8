package cloud.atek.crypto.seal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// The file of a key ring on disk: read within bounds, replaced whole or not at all.
final class RingDisk {

    private RingDisk() {}

    /// At most one byte more than a ring can have, however long the file is.
    static byte[] read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(RingFile.BYTES_MAX + 1);
        }
    }

    static void replace(Path file, byte[] bytes) throws IOException {
        Path path = file.toAbsolutePath();
        Path making = path.resolveSibling(path.getFileName() + ".new");
        // What a crash left behind may be open to others: never write into it.
        Files.deleteIfExists(making);
        try (FileChannel out =
                FileChannel.open(
                        making,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(making, path, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel folder = FileChannel.open(path.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
