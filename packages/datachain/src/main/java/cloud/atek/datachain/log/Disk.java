package cloud.atek.datachain.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// What the log asks of a disk, and all that it asks. Implementations are thread-safe.
///
/// What was written is on disk only after [DiskFile#sync]; that a name was made, changed or removed
/// only after [#syncFolder].
public interface Disk {

    /// The names in `folder`, sorted; none when there is no such folder.
    List<String> list(Path folder) throws IOException;

    /// Makes `folder` and what is missing above it, durably and open to its owner alone.
    void createFolder(Path folder) throws IOException;

    /// Makes a new file, open to its owner alone.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException when the name is taken
    DiskFile create(Path path) throws IOException;

    /// Opens a file for reading and writing.
    ///
    /// @throws java.nio.file.NoSuchFileException when there is none
    DiskFile open(Path path) throws IOException;

    /// Gives a file a new name, in one step that is seen whole or not at all.
    void rename(Path from, Path to) throws IOException;

    void delete(Path path) throws IOException;

    void syncFolder(Path folder) throws IOException;

    /// Takes `path` as a lock against every other opener, in this process or another; closing gives
    /// it back, and so does the death of the process.
    ///
    /// @throws LockedException when somebody has it
    DiskLock lock(Path path) throws IOException;

    /// Gives the folder `one` the name of the folder `other` and the other way round: where the
    /// system can do that in one step, nobody ever finds a name missing.
    default void exchange(Path one, Path other) throws IOException {
        Path between = one.resolveSibling(one.getFileName() + ".between");
        rename(other, between);
        rename(one, other);
        rename(between, one);
    }

    /// Whether a file is synced sooner when zeros were written ahead of what it gets.
    default boolean writesAhead() {
        return true;
    }
}
