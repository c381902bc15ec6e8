package cloud.atek.datachain.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory that fails as real ones do.
///
/// What was written and not synced survives a power cut by sectors, each by chance and in no order;
/// names that were not synced survive as a random beginning of their changes. Thread-safe.
public final class FaultyDisk implements Disk {

    private static final int SECTOR_BYTES = 512;

    private final Map<Path, Inode> names = new TreeMap<>();
    private final Map<Path, Inode> syncedNames = new TreeMap<>();
    private final List<NameChange> unsyncedNames = new ArrayList<>();
    private final Set<Path> locks = new HashSet<>();
    private long operations;
    private long cutAt = Long.MAX_VALUE;
    private boolean syncFails;
    private long syncs;

    /// Lets the power go at the `count`th write, sync or name change from now on.
    public synchronized void cutPowerAfter(long count) {
        cutAt = operations + count;
    }

    /// Whether the power went.
    public synchronized boolean powerGone() {
        return operations >= cutAt;
    }

    /// Lets every sync fail from now on.
    public synchronized void failSyncs() {
        syncFails = true;
    }

    /// How many syncs of files there were.
    public synchronized long syncs() {
        return syncs;
    }

    /// What is on disk when the power comes back.
    public synchronized FaultyDisk afterPowerCut(RandomGenerator random) {
        cutAt = 0;
        int kept = random.nextInt(unsyncedNames.size() + 1);
        unsyncedNames.subList(0, kept).forEach(change -> change.apply(syncedNames));
        var next = new FaultyDisk();
        syncedNames.forEach((path, inode) -> {
            Inode survived = inode.survivor(random);
            next.names.put(path, survived);
            next.syncedNames.put(path, survived);
        });
        return next;
    }

    /// The bytes of a file as a reader sees them.
    public synchronized byte[] bytes(Path path) throws IOException {
        return inode(path).content.clone();
    }

    /// The bytes of a segment without the zeros behind its last frame.
    public synchronized byte[] written(Path path) throws IOException {
        byte[] bytes = bytes(path);
        int end = SegmentHeader.BYTES;
        int payload = 1;
        while (end < bytes.length && payload > 0) {
            payload = ByteBuffer.wrap(bytes).getInt(end);
            end += payload > 0 ? Frame.HEADER_BYTES + payload : 0;
        }
        return Arrays.copyOf(bytes, end);
    }

    /// Replaces the bytes of a file, durably.
    public synchronized void put(Path path, byte[] bytes) {
        Inode inode = new Inode(bytes.clone());
        names.put(path, inode);
        syncedNames.put(path, inode);
    }

    @Override
    public synchronized List<String> list(Path folder) throws IOException {
        requirePower();
        return names.keySet().stream()
                .filter(path -> folder.equals(path.getParent()))
                .map(path -> path.getFileName().toString())
                .toList();
    }

    @Override
    public void createFolder(Path folder) {
        // Folders are only prefixes here.
    }

    @Override
    public synchronized DiskFile create(Path path) throws IOException {
        operation();
        if (names.containsKey(path)) {
            throw new FileAlreadyExistsException(path.toString());
        }
        var inode = new Inode(new byte[0]);
        change(new NameChange(null, path, inode));
        return new OpenFile(inode);
    }

    @Override
    public synchronized DiskFile open(Path path) throws IOException {
        requirePower();
        return new OpenFile(inode(path));
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        operation();
        List<Path> inside = names.keySet().stream().filter(path -> path.startsWith(from)).toList();
        if (inside.isEmpty()) {
            throw new NoSuchFileException(from.toString());
        }
        // A folder is only a prefix: its names go one by one.
        for (Path path : inside) {
            change(new NameChange(path, to.resolve(from.relativize(path)), inode(path)));
        }
    }

    @Override
    public synchronized void delete(Path path) throws IOException {
        operation();
        change(new NameChange(path, null, inode(path)));
    }

    @Override
    public synchronized void syncFolder(Path folder) throws IOException {
        operation();
        unsyncedNames.forEach(change -> change.apply(syncedNames));
        unsyncedNames.clear();
    }

    @Override
    public synchronized DiskLock lock(Path path) throws IOException {
        requirePower();
        if (!locks.add(path)) {
            throw new LockedException(path);
        }
        return () -> unlock(path);
    }

    private synchronized void unlock(Path path) {
        locks.remove(path);
    }

    private Inode inode(Path path) throws IOException {
        Inode inode = names.get(path);
        if (inode == null) {
            throw new NoSuchFileException(path.toString());
        }
        return inode;
    }

    private void change(NameChange change) {
        change.apply(names);
        unsyncedNames.add(change);
    }

    private void operation() throws IOException {
        operations++;
        requirePower();
    }

    private void requirePower() throws IOException {
        if (operations >= cutAt) {
            throw new IOException("the power is off");
        }
    }

    private record NameChange(@Nullable Path from, @Nullable Path to, Inode inode) {
        void apply(Map<Path, Inode> names) {
            if (from != null) {
                names.remove(from);
            }
            if (to != null) {
                names.put(to, inode);
            }
        }
    }

    /// A write that is not synced; a truncate has no bytes.
    private static final class Unsynced {
        private final int offset;
        private final byte[] bytes;
        private final boolean truncate;

        Unsynced(int offset, byte[] bytes, boolean truncate) {
            this.offset = offset;
            this.bytes = bytes;
            this.truncate = truncate;
        }
    }

    /// Guarded by the disk.
    private static final class Inode {
        private byte[] content;
        private byte[] synced;
        private final List<Unsynced> unsynced = new ArrayList<>();

        Inode(byte[] content) {
            this.content = content;
            this.synced = content;
        }

        void apply(Unsynced change) {
            content = applied(content, change.offset, change.bytes, change.truncate);
            unsynced.add(change);
        }

        void sync() {
            synced = content;
            unsynced.clear();
        }

        Inode survivor(RandomGenerator random) {
            byte[] survived = synced;
            int chance = random.nextInt(101);
            for (Unsynced change : unsynced) {
                if (change.truncate) {
                    boolean kept = random.nextInt(100) < chance;
                    survived = kept ? Arrays.copyOf(survived, change.offset) : survived;
                }
                for (int at = 0; at < change.bytes.length; ) {
                    int sector = SECTOR_BYTES - (change.offset + at) % SECTOR_BYTES;
                    int end = Math.min(change.bytes.length, at + sector);
                    if (random.nextInt(100) < chance) {
                        byte[] part = Arrays.copyOfRange(change.bytes, at, end);
                        survived = applied(survived, change.offset + at, part, false);
                    }
                    at = end;
                }
            }
            return new Inode(survived);
        }

        private static byte[] applied(byte[] to, int offset, byte[] bytes, boolean truncate) {
            if (truncate) {
                return Arrays.copyOf(to, offset);
            }
            byte[] next = Arrays.copyOf(to, Math.max(to.length, offset + bytes.length));
            System.arraycopy(bytes, 0, next, offset, bytes.length);
            return next;
        }
    }

    private final class OpenFile implements DiskFile {
        private final Inode inode;

        OpenFile(Inode inode) {
            this.inode = inode;
        }

        @Override
        public long size() {
            synchronized (FaultyDisk.this) {
                return inode.content.length;
            }
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            synchronized (FaultyDisk.this) {
                requirePower();
                int count =
                        Math.max(
                                0, Math.min(into.remaining(), inode.content.length - (int) offset));
                into.put(inode.content, count == 0 ? 0 : (int) offset, count);
                return count;
            }
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            synchronized (FaultyDisk.this) {
                var bytes = new byte[from.remaining()];
                from.get(bytes);
                // The write that meets the power cut may have come to the disk in part.
                inode.apply(new Unsynced((int) offset, bytes, false));
                operation();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (FaultyDisk.this) {
                inode.apply(new Unsynced((int) size, new byte[0], true));
                operation();
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (FaultyDisk.this) {
                operation();
                if (syncFails) {
                    throw new IOException("the disk does not sync");
                }
                syncs++;
                inode.sync();
            }
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
