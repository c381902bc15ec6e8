package cloud.atek.host.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Replaces a file so that a crash at any moment leaves the old one or the new one.
public final class SafeFile {

    private SafeFile() {}

    /// Writes beside, syncs, renames over, syncs the folder. Only the owner can read the file, from
    /// its first byte on.
    public static void replace(Path path, byte[] content) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try (var file =
                FileChannel.open(
                        beside,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer rest = ByteBuffer.wrap(content);
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
