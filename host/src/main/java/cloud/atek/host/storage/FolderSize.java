package cloud.atek.host.storage;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// What a folder holds.
///
/// @param bytes of its regular files
/// @param files how many there are, and whatever else a service put there
/// @param cut whether there are more, which were not looked at
public record FolderSize(long bytes, int files, boolean cut) {

    /// Looks at each file once.
    ///
    /// @param filesMax how many at most
    public static FolderSize of(Path folder, int filesMax) throws IOException {
        var walk = new Walk(filesMax);
        if (Files.isDirectory(folder)) {
            Files.walkFileTree(folder, walk);
        }
        return new FolderSize(walk.bytes, walk.files, walk.files > filesMax);
    }

    /// One thread, one walk.
    private static final class Walk extends SimpleFileVisitor<Path> {
        private final int filesMax;
        private long bytes;
        private int files;

        Walk(int filesMax) {
            this.filesMax = filesMax;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return counted();
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            return counted();
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            // It went away in the meantime, or is none of the host's business.
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }

        private FileVisitResult counted() {
            return ++files > filesMax ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }
    }
}
