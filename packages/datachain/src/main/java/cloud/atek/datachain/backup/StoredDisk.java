package cloud.atek.datachain.backup;

import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskFile;
import cloud.atek.datachain.log.DiskLock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Shows the files of a backup under the names that they have in the folder of the chain, so that a
/// reader of chains can read them. Read only; who uses it holds the lock of the backup.
/// Thread-safe.
final class StoredDisk implements Disk {

    private final Disk disk;
    private final Path folder;
    private final Map<String, StoredFile> files;

    StoredDisk(Disk disk, Path folder, List<StoredFile> files) {
        this.disk = disk;
        this.folder = folder;
        this.files =
                files.stream().collect(Collectors.toMap(StoredFile::name, Function.identity()));
    }

    @Override
    public List<String> list(Path of) {
        return files.keySet().stream().sorted().toList();
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        StoredFile file = files.get(path.getFileName().toString());
        if (file == null) {
            throw new NoSuchFileException(path.toString());
        }
        return disk.open(folder.resolve(file.storedName()));
    }

    @Override
    public DiskLock lock(Path path) {
        return () -> {};
    }

    @Override
    public void createFolder(Path path) throws IOException {
        throw readOnly();
    }

    @Override
    public DiskFile create(Path path) throws IOException {
        throw readOnly();
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        throw readOnly();
    }

    @Override
    public void delete(Path path) throws IOException {
        throw readOnly();
    }

    @Override
    public void syncFolder(Path path) throws IOException {
        throw readOnly();
    }

    private static IOException readOnly() {
        return new IOException("a backup is changed only by backups");
    }
}
