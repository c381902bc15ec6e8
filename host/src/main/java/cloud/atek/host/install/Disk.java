package cloud.atek.host.install;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// What is done to whole folders. Never follows a symbolic link.
public final class Disk {

    private Disk() {}

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// A regular file itself, not a link to one.
    static boolean isFile(Path path) {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// Makes everything below `folder` durable. One walk at the end is far cheaper than a flush
    /// behind each write: the first one carries most of the others along.
    static void flush(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                            throws IOException {
                        if (is.isRegularFile()) {
                            force(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException broken) throws IOException {
                        rethrow(broken);
                        force(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// Renames, durably: after this a power cut leaves the new name.
    static void move(Path from, Path to) throws IOException {
        Files.createDirectories(parent(to));
        force(parent(parent(to)));
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        force(parent(to));
        force(parent(from));
    }

    /// Copies folders and regular files with their modes, and nothing else.
    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(
                from,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is)
                            throws IOException {
                        Files.createDirectories(to.resolve(from.relativize(folder)));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                            throws IOException {
                        if (is.isRegularFile()) {
                            Path target = to.resolve(from.relativize(file));
                            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    /// Deletes a file or a folder with all that is in it; what does not exist is fine.
    public static void delete(Path path) throws IOException {
        if (isFolder(path)) {
            Deletion.of(path);
        } else {
            Files.deleteIfExists(path);
        }
    }

    /// Tells whether an error, or what caused it, is a full disk.
    static boolean isFull(Throwable broken) {
        for (Throwable e = broken; e != null; e = e.getCause()) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("No space left on device")
                    || message.contains("Disk quota exceeded")) {
                return true;
            }
        }
        return false;
    }

    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException(path + " has no parent folder");
        }
        return parent;
    }

    private static void rethrow(@Nullable IOException broken) throws IOException {
        if (broken != null) {
            throw broken;
        }
    }
}
