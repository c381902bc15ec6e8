package cloud.atek.host.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Finds files inside a package, and nothing outside of it.
final class Inside {

    private Inside() {}

    /// The place that a text of the package names, after all links in it are followed.
    ///
    /// @param where whose text it is, such as `atek.json: /main`
    /// @throws RefusedException when it is not there, or leads out of the tree
    static Path find(Path tree, String relative, String where) throws IOException {
        try {
            Path root = tree.toRealPath();
            Path found = root.resolve(relative).normalize();
            if (!Files.exists(found)) {
                throw new RefusedException(
                        where + ": there is no \"" + EntryName.visible(relative) + "\"");
            }
            if (found.startsWith(root) && found.toRealPath().startsWith(root)) {
                return found;
            }
        } catch (InvalidPathException e) {
            throw new RefusedException(where + ": is no path", e);
        }
        throw new RefusedException(
                where + ": \"" + EntryName.visible(relative) + "\" leads out of the package");
    }

    /// The regular files in a folder whose names end so, in order of their names; none when there
    /// is no such folder.
    static List<Path> files(Path folder, String ending) throws IOException {
        if (!Disk.isFolder(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith(ending) && Disk.isFile(file))
                    .sorted()
                    .toList();
        }
    }

    /// What of a tool of this machine is named so; its jars may be links.
    static List<Path> namedLike(Path folder, String beginning) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.getFileName().toString().startsWith(beginning))
                    .sorted()
                    .toList();
        }
    }

    /// As [#files], in all folders below as well.
    static List<Path> filesBelow(Path folder, String ending) throws IOException {
        if (!Disk.isFolder(folder)) {
            return List.of();
        }
        try (Stream<Path> entries =
                Files.find(
                        folder,
                        PackageLimits.DEFAULT.depth(),
                        (file, is) -> is.isRegularFile() && file.toString().endsWith(ending))) {
            return entries.sorted().toList();
        }
    }

    /// Checks what a program of strangers made: folders, files, and links that stay inside.
    ///
    /// @throws RefusedException when there is something else
    static void requireNoWayOut(Path tree) throws IOException {
        Path root = tree.toRealPath();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                boolean plain = Disk.isFolder(each) || Disk.isFile(each);
                if (!plain && !staysInside(each, root)) {
                    throw new RefusedException(
                            "The build made \""
                                    + EntryName.visible(root.relativize(each).toString())
                                    + "\", which is no file, or a link out of the package.");
                }
            }
        }
    }

    private static boolean staysInside(Path link, Path root) throws IOException {
        if (!Files.isSymbolicLink(link)) {
            return false;
        }
        Path target = Files.readSymbolicLink(link);
        return !target.isAbsolute() && link.resolveSibling(target).normalize().startsWith(root);
    }
}
