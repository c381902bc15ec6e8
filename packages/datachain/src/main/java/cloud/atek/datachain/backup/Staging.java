package cloud.atek.datachain.backup;

import cloud.atek.datachain.log.Disk;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A folder beside the place of a chain, in which it is put together.
///
/// As long as it is not whole it holds a file `unfinished`; only such a folder is ever deleted. A
/// whole one that a crash left may be the chain that was replaced, and is moved aside.
///
/// @param target the place, absolute
/// @param stamp makes the names of what is moved aside differ
record Staging(Disk disk, Path target, String stamp) {

    private static final String UNFINISHED = "unfinished";

    Path folder() {
        return target.resolveSibling(target.getFileName() + ".restoring");
    }

    /// Makes the folder, empty but for its mark.
    void begin() throws IOException {
        var names = disk.list(folder());
        if (names.contains(UNFINISHED)) {
            // The mark last: so that a crash in between leaves it.
            for (String name : names) {
                if (!name.equals(UNFINISHED)) {
                    disk.delete(folder().resolve(name));
                }
            }
            disk.delete(folder().resolve(UNFINISHED));
        }
        if (!disk.list(folder()).isEmpty()) {
            disk.rename(folder(), aside("left"));
            disk.syncFolder(parent());
        }
        disk.createFolder(folder());
        disk.create(folder().resolve(UNFINISHED)).close();
        disk.syncFolder(folder());
    }

    /// Puts the folder in its place.
    ///
    /// @param there whether the place is taken
    /// @return where the folder went that was there
    @Nullable Path swap(boolean there) throws IOException {
        deleteLock(folder());
        disk.delete(folder().resolve(UNFINISHED));
        disk.syncFolder(folder());
        if (!there) {
            deleteLock(target);
            disk.rename(folder(), target);
            disk.syncFolder(parent());
            return null;
        }
        disk.exchange(folder(), target);
        disk.syncFolder(parent());
        Path aside = aside("old");
        disk.rename(folder(), aside);
        disk.syncFolder(parent());
        return aside;
    }

    /// So that a folder with nothing else is empty.
    private void deleteLock(Path of) throws IOException {
        try {
            disk.delete(of.resolve("lock"));
        } catch (NoSuchFileException e) {
            // Nobody read a chain there.
        }
    }

    private Path aside(String word) {
        return target.resolveSibling(target.getFileName() + "." + word + "-" + stamp);
    }

    private Path parent() {
        return Objects.requireNonNull(target.getParent());
    }
}
