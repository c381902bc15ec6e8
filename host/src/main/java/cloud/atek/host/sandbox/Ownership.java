package cloud.atek.host.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Whose files are. Only root can change it. A folder is changed last, behind all that is in it: so
/// one that has its owner is whole, and what a crash cut short is done again. Links are changed
/// themselves and lead nowhere.
final class Ownership {

    private static final int ROOT = 0;
    private static final int GROUP_FILE = 0060;

    /// What is made in it belongs to its group as well.
    private static final int GROUP_FOLDER = 02070;

    private static final int READABLE_FILE = 0444;
    private static final int READABLE_FOLDER = 0555;
    private static final int PERMISSIONS = 07777;

    private Ownership() {}

    /// What is done to each file.
    private interface Change {
        void to(Path path, boolean folder, boolean link) throws IOException;
    }

    /// Gives a folder to a user and his group, unless he has it already.
    static void give(Path folder, int user) throws IOException {
        if (number(folder, "uid") != user) {
            each(folder, (path, _, _) -> own(path, user, user));
        }
    }

    /// Lets a group use a folder, and all that will be made in it, unless it does already.
    static void share(Path folder, int group) throws IOException {
        if (number(folder, "gid") != group) {
            each(
                    folder,
                    (path, isFolder, link) -> {
                        if (!link) {
                            allow(path, isFolder ? GROUP_FOLDER : GROUP_FILE);
                        }
                        set(path, "gid", group);
                    });
            // To change the group of a folder may clear the mark that its files share it.
            allow(folder, GROUP_FOLDER);
        }
    }

    /// Makes all of it root's, which everybody may read.
    static void reclaim(Path folder) throws IOException {
        each(
                folder,
                (path, isFolder, link) -> {
                    own(path, ROOT, ROOT);
                    if (!link) {
                        allow(path, isFolder ? READABLE_FOLDER : READABLE_FILE);
                    }
                });
    }

    /// Whether everybody who sees this file or folder may read it.
    static boolean isReadable(Path path) throws IOException {
        if (!Files.exists(path)) {
            return true;
        }
        int wanted = Files.isDirectory(path) ? 05 : 04;
        return ((int) Files.getAttribute(path, "unix:mode") & wanted) == wanted;
    }

    private static void own(Path path, int user, int group) throws IOException {
        set(path, "uid", user);
        set(path, "gid", group);
    }

    private static void allow(Path path, int more) throws IOException {
        int mode = number(path, "mode") & PERMISSIONS;
        if ((mode & more) != more) {
            set(path, "mode", mode | more);
        }
    }

    private static int number(Path path, String what) throws IOException {
        return (int) Files.getAttribute(path, "unix:" + what, LinkOption.NOFOLLOW_LINKS);
    }

    private static void set(Path path, String what, int value) throws IOException {
        Files.setAttribute(path, "unix:" + what, value, LinkOption.NOFOLLOW_LINKS);
    }

    private static void each(Path folder, Change change) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        // Neither a link nor a socket has rights that matter.
                        change.to(file, false, !attributes.isRegularFile());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path path, @Nullable IOException e)
                            throws IOException {
                        if (e != null) {
                            throw e;
                        }
                        change.to(path, true, false);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
