package cloud.atek.datachain.backup;

import cloud.atek.datachain.ChainReader;
import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskLock;
import cloud.atek.datachain.log.LockedException;
import cloud.atek.datachain.merkle.Frontier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What is in a folder that a chain is to be restored to; its lock is held until this is closed.
sealed interface Present extends AutoCloseable {

    @Override
    void close() throws IOException;

    /// No folder, or an empty one.
    record Nothing() implements Present {
        @Override
        public void close() {
            // Nothing is held.
        }
    }

    /// A chain that could be read.
    record Chain(ChainReader reader, ChainReader.Checked checked) implements Present {
        @Override
        public void close() throws IOException {
            reader.close();
        }
    }

    /// Something else, or a chain that is damaged.
    ///
    /// @param found what is wrong with it
    record Unreadable(DiskLock lock, String found) implements Present {
        @Override
        public void close() throws IOException {
            lock.close();
        }
    }

    /// @throws LockedException when somebody has the chain open
    static Present in(Path folder, Disk disk) throws IOException {
        List<String> names = disk.list(folder);
        if (Set.of("lock").containsAll(names)) {
            return new Nothing();
        }
        String found;
        try {
            return chain(ChainReader.open(folder, disk));
        } catch (LockedException e) {
            throw e;
        } catch (IOException e) {
            found = String.valueOf(e.getMessage());
        }
        return new Unreadable(disk.lock(folder.resolve("lock")), found);
    }

    private static Present chain(ChainReader reader) throws IOException {
        try {
            return new Chain(reader, reader.check(false, new Frontier(), null));
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }
}
