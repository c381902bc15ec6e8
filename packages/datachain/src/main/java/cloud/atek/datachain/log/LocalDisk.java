package cloud.atek.datachain.log;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The disk of this machine. Everything it makes is open to its owner alone. Thread-safe.
public final class LocalDisk implements Disk {

    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /// The JDK copies heap buffers through native ones of the same size and keeps those per thread:
    /// smaller steps keep that memory small.
    private static final int STEP_BYTES = 128 << 10;

    @Override
    public List<String> list(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            createFolder(parent);
            Files.createDirectory(folder, FOLDER_MODE);
            syncFolder(parent);
        }
    }

    @Override
    public DiskFile create(Path path) throws IOException {
        return new LocalFile(channel(path, Set.of(READ, WRITE, CREATE_NEW)));
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        return new LocalFile(channel(path, Set.of(READ, WRITE)));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void exchange(Path one, Path other) throws IOException {
        if (!FolderExchange.inOneStep(one, other)) {
            Disk.super.exchange(one, other);
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.delete(path);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }

    @Override
    public DiskLock lock(Path path) throws IOException {
        FileChannel channel = channel(path, Set.of(READ, WRITE, CREATE));
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel::close;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
        }
        channel.close();
        throw new LockedException(path);
    }

    private static FileChannel channel(Path path, Set<OpenOption> how) throws IOException {
        return FileChannel.open(path, how, FILE_MODE);
    }

    private record LocalFile(FileChannel channel) implements DiskFile {

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            int start = into.position();
            while (into.hasRemaining()) {
                int step = Math.min(into.remaining(), STEP_BYTES);
                ByteBuffer part = into.slice(into.position(), step);
                int count = channel.read(part, offset + into.position() - start);
                if (count < 0) {
                    break;
                }
                into.position(into.position() + count);
            }
            return into.position() - start;
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            int start = from.position();
            while (from.hasRemaining()) {
                int step = Math.min(from.remaining(), STEP_BYTES);
                ByteBuffer part = from.slice(from.position(), step);
                int count = channel.write(part, offset + from.position() - start);
                from.position(from.position() + count);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
