package cloud.atek.host.edge;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file or folder below the root of a site, found by the path of an address.
///
/// @param path real: without symbolic links, below the real root
/// @param name as the address gives it: its extension tells the type
record WebFile(Path path, String name, BasicFileAttributes attributes) {

    /// Finds what stands at `path`, which may lead through symbolic links as long as it ends below
    /// the root.
    ///
    /// @param path decoded
    /// @return null where nothing is, and where something is that is not to be shown: hidden files,
    ///   what lies outside the root, devices
    static @Nullable WebFile find(Path root, String path) throws IOException {
        List<String> names = names(path);
        if (names == null) {
            return null;
        }
        try {
            Path realRoot = root.toRealPath();
            Path file = realRoot;
            for (String name : names) {
                file = file.resolve(name);
            }
            Path real = file.toRealPath();
            if (!real.startsWith(realRoot)) {
                return null;
            }
            var attributes =
                    Files.readAttributes(
                            real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String name = names.isEmpty() ? "" : names.getLast();
            return attributes.isRegularFile() || attributes.isDirectory()
                    ? new WebFile(real, name, attributes)
                    : null;
        } catch (FileSystemException | InvalidPathException e) {
            // Not there, a file where a folder is named, a name too long, a loop of links.
            return null;
        }
    }

    boolean isFolder() {
        return attributes.isDirectory();
    }

    long size() {
        return attributes.size();
    }

    /// The names between the slashes; null when one of them cannot be shown.
    static @Nullable List<String> names(String path) {
        var names = new ArrayList<String>();
        for (String name : path.split("/", -1)) {
            if (name.startsWith(".") || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
                return null;
            }
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }
}
