package cloud.atek.host.audit;

import cloud.atek.datachain.log.Disk;
import cloud.atek.datachain.log.DiskFile;
import cloud.atek.datachain.log.DiskLock;
import cloud.atek.datachain.log.LocalDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/// The disk of this machine, which can be told to be full.
final class FullDisk implements Disk {

    private final Disk disk = new LocalDisk();
    volatile boolean full;

    private void room() throws IOException {
        if (full) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        room();
        disk.createFolder(folder);
    }

    @Override
    public DiskFile create(Path path) throws IOException {
        room();
        return new File(disk.create(path));
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        return new File(disk.open(path));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path path) throws IOException {
        disk.delete(path);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        disk.syncFolder(folder);
    }

    @Override
    public DiskLock lock(Path path) throws IOException {
        return disk.lock(path);
    }

    private final class File implements DiskFile {

        private final DiskFile file;

        File(DiskFile file) {
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
            room();
            file.write(from, offset);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            room();
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
