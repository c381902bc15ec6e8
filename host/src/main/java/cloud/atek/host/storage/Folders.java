package cloud.atek.host.storage;

import cloud.atek.api.UserKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// People's own folders, which they may open to services: `<root>/<user key>/<name>`. Thread-safe.
public record Folders(Path root) {

    /// Files of one that are looked at before it is granted: of a larger one more counts as new.
    private static final int FILES_MAX = 2_000_000;

    /// Where one is, or will be.
    ///
    /// @param name as in a grant: letters, digits, spaces, _ and -
    public Path of(UserKey owner, String name) {
        return root.resolve(owner.value()).resolve(name);
    }

    /// Makes it unless it is there.
    public Path made(UserKey owner, String name) throws IOException {
        Path folder = of(owner, name);
        var forUsAlone =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(folder, forUsAlone);
        return folder;
    }

    /// The names of those that a user has, in order.
    public List<String> names(UserKey owner) throws IOException {
        Path home = root.resolve(owner.value());
        if (!Files.isDirectory(home)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(home)) {
            return found.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /// What lies in one now; nothing when it is not there.
    public FolderSize size(UserKey owner, String name) throws IOException {
        return FolderSize.of(of(owner, name), FILES_MAX);
    }
}
