package cloud.atek.datachain.backup;

import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskFile;
import cloud.atek.datachain.log.DiskLock;
import cloud.atek.datachain.log.LocalDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// The disk of this machine for a process that is killed: from one change on, every change fails
/// and is not made.
final class DyingDisk implements Disk {

    private final Disk disk = new LocalDisk();
    private long left;

    /// @param changes how many are still made
    DyingDisk(long changes) {
        left = changes;
    }

    /// Whether the process lived to its end.
    boolean alive() {
        return left >= 0;
    }

    private void change() throws IOException {
        if (left <= 0) {
            left = -1;
            throw new IOException("killed");
        }
        left--;
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        change();
        disk.createFolder(folder);
    }

    @Override
    public DiskFile create(Path path) throws IOException {
        change();
        return new DyingFile(disk.create(path));
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        return new DyingFile(disk.open(path));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        change();
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        change();
        disk.delete(path);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        change();
        disk.syncFolder(folder);
    }

    @Override
    public DiskLock lock(Path path) throws IOException {
        return disk.lock(path);
    }

    @Override
    public void exchange(Path one, Path other) throws IOException {
        change();
        disk.exchange(one, other);
    }

    private final class DyingFile implements DiskFile {
        private final DiskFile file;

        DyingFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return file.read(into, offset);
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            change();
            file.write(from, offset);
        }

        @Override
        public void truncate(long size) throws IOException {
            change();
            file.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            change();
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
