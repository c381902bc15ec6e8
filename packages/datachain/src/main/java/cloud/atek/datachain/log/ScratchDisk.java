package cloud.atek.datachain.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Another disk, of which every change stays in memory and is forgotten with this one: whoever
/// opens a log over it leaves the files as they are. Locks are those of the other disk.
/// Thread-safe.
public final class ScratchDisk implements Disk {

    private final Disk base;
    private final ReentrantLock lock = new ReentrantLock();

    /// What was made, renamed or opened here; null where a name was removed.
    private final Map<Path, @Nullable ScratchContent> names = new HashMap<>();

    public ScratchDisk(Disk base) {
        this.base = base;
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        var found = new TreeSet<>(base.list(folder));
        lock.lock();
        try {
            names.forEach((path, content) -> {
                if (folder.equals(path.getParent())) {
                    String name = path.getFileName().toString();
                    boolean _ = content == null ? found.remove(name) : found.add(name);
                }
            });
        } finally {
            lock.unlock();
        }
        return List.copyOf(found);
    }

    @Override
    public void createFolder(Path folder) {
        // A folder is the beginning of a name.
    }

    @Override
    public DiskFile create(Path path) throws IOException {
        lock.lock();
        try {
            if (names.get(path) != null) {
                throw new FileAlreadyExistsException(path.toString());
            }
            var content = new ScratchContent(null, 0);
            names.put(path, content);
            return new ScratchFile(content, null);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        lock.lock();
        try {
            ScratchContent content = content(path);
            Path below = content.below();
            return new ScratchFile(content, below == null ? null : base.open(below));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        lock.lock();
        try {
            names.put(to, content(from));
            names.put(from, null);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        lock.lock();
        try {
            ScratchContent _ = content(path);
            names.put(path, null);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void syncFolder(Path folder) {
        // Nothing here is meant to last.
    }

    @Override
    public DiskLock lock(Path path) throws IOException {
        return base.lock(path);
    }

    @Override
    public boolean writesAhead() {
        return false;
    }

    private ScratchContent content(Path path) throws IOException {
        ScratchContent known = names.get(path);
        if (known != null) {
            return known;
        }
        if (names.containsKey(path)) {
            throw new NoSuchFileException(path.toString());
        }
        try (DiskFile file = base.open(path)) {
            var content = new ScratchContent(path, file.size());
            names.put(path, content);
            return content;
        }
    }

    /// @param below the file of the other disk, if it has one
    private record ScratchFile(ScratchContent content, @Nullable DiskFile below)
            implements DiskFile {

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return content.read(into, offset, below);
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            content.write(from, offset, below);
        }

        @Override
        public void truncate(long size) {
            content.truncate(size);
        }

        @Override
        public void sync() {
            // Nothing here is meant to last.
        }

        @Override
        public void close() throws IOException {
            if (below != null) {
                below.close();
            }
        }
    }
}
