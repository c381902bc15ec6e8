package cloud.atek.host.install;

import cloud.atek.crypto.Tokens;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Deletes one folder with all that is in it, however deep: a program can make folders in each
/// other until no path is long enough to name them. What lies too deep is moved up first. Follows
/// no link. One thread owns it.
final class Deletion extends SimpleFileVisitor<Path> {

    /// Folders in each other that are walked at a time: with the longest names their path is
    /// shorter than the 4096 bytes of `PATH_MAX`, and each holds a file descriptor meanwhile.
    private static final int DEPTH_MAX = 12;

    private final Deque<Path> moved = new ArrayDeque<>();
    private final Path root;

    private Deletion(Path root) {
        this.root = root;
    }

    static void of(Path folder) throws IOException {
        var deletion = new Deletion(folder);
        Files.walkFileTree(folder, deletion);
        for (Path next = deletion.moved.poll(); next != null; next = deletion.moved.poll()) {
            if (Disk.exists(next)) {
                Files.walkFileTree(next, deletion);
            }
        }
        Files.delete(folder);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is)
            throws IOException {
        if (folder.getNameCount() - root.getNameCount() <= DEPTH_MAX) {
            return FileVisitResult.CONTINUE;
        }
        Path up = root.resolve("." + Tokens.fresh());
        Files.move(folder, up, StandardCopyOption.ATOMIC_MOVE);
        moved.add(up);
        return FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException broken)
            throws IOException {
        if (broken != null) {
            throw broken;
        }
        if (!folder.equals(root)) {
            Files.delete(folder);
        }
        return FileVisitResult.CONTINUE;
    }
}
