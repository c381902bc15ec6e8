package cloud.atek.datachain.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A disk in memory, for chains without a folder: whatever holds it can open them again, and they
/// end with the process. Thread-safe.
///
/// A path is a name and nothing more; whoever has a file open keeps it when its name goes.
public final class MemoryDisk implements Disk {

    private static final int CHUNK_BYTES = 64 << 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Path, MemoryFile> files = new HashMap<>();
    private final Set<Path> locked = new HashSet<>();

    @Override
    public List<String> list(Path folder) {
        lock.lock();
        try {
            return files.keySet().stream()
                    .filter(path -> folder.equals(path.getParent()))
                    .map(path -> path.getFileName().toString())
                    .sorted()
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void createFolder(Path folder) {
        // A folder is the beginning of a name.
    }

    @Override
    public DiskFile create(Path path) throws IOException {
        lock.lock();
        try {
            var file = new MemoryFile();
            if (files.putIfAbsent(path, file) != null) {
                throw new FileAlreadyExistsException(path.toString());
            }
            return file;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public DiskFile open(Path path) throws IOException {
        lock.lock();
        try {
            return required(path, files.get(path));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        lock.lock();
        try {
            files.put(to, required(from, files.remove(from)));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        lock.lock();
        try {
            required(path, files.remove(path));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void syncFolder(Path folder) {
        // Memory is all there is.
    }

    @Override
    public DiskLock lock(Path path) throws IOException {
        lock.lock();
        try {
            if (!locked.add(path)) {
                throw new LockedException(path);
            }
            return new Held(path);
        } finally {
            lock.unlock();
        }
    }

    /// Zeros would take memory and save nothing.
    @Override
    public boolean writesAhead() {
        return false;
    }

    private static MemoryFile required(Path path, @Nullable MemoryFile file) throws IOException {
        if (file == null) {
            throw new NoSuchFileException(path.toString());
        }
        return file;
    }

    /// Closing it twice does not give back what somebody else took in between.
    private final class Held implements DiskLock {

        private final Path path;
        private boolean held = true;

        Held(Path path) {
            this.path = path;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (held) {
                    locked.remove(path);
                    held = false;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /// Whole chunks but the last, which grows by doubling: a small file takes little, a large one
    /// is not copied to grow.
    private static final class MemoryFile implements DiskFile {

        private final ReentrantLock lock = new ReentrantLock();
        private byte[][] chunks = new byte[0][];
        private long size;

        @Override
        public long size() {
            lock.lock();
            try {
                return size;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public int read(ByteBuffer into, long offset) {
            lock.lock();
            try {
                int count = (int) Math.clamp(size - offset, 0L, (long) into.remaining());
                for (long at = offset; at < offset + count; ) {
                    int step = step(at, offset + count);
                    into.put(chunks[chunk(at)], inChunk(at), step);
                    at += step;
                }
                return count;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void write(ByteBuffer from, long offset) {
            lock.lock();
            try {
                long end = offset + from.remaining();
                if (end > size && end > offset) {
                    grow(end);
                }
                for (long at = offset; at < end; ) {
                    int step = step(at, end);
                    from.get(chunks[chunk(at)], inChunk(at), step);
                    at += step;
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void truncate(long newSize) {
            lock.lock();
            try {
                if (newSize >= size) {
                    return;
                }
                chunks = Arrays.copyOf(chunks, chunk(newSize + CHUNK_BYTES - 1));
                int rest = inChunk(newSize);
                if (rest > 0) {
                    int last = chunks.length - 1;
                    chunks[last] = Arrays.copyOf(chunks[last], rest);
                }
                size = newSize;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void sync() {
            // Memory is all there is.
        }

        @Override
        public void close() {
            // It lives as long as its name or somebody who reads it.
        }

        private void grow(long newSize) {
            int count = chunk(newSize + CHUNK_BYTES - 1);
            int before = chunks.length;
            if (count > before) {
                chunks = Arrays.copyOf(chunks, count);
            }
            for (int i = Math.max(0, before - 1); i < count - 1; i++) {
                chunks[i] = sized(chunks[i], CHUNK_BYTES);
            }
            int rest = inChunk(newSize - 1) + 1;
            chunks[count - 1] = sized(chunks[count - 1], rest);
            size = newSize;
        }

        private static byte[] sized(byte @Nullable [] chunk, int wanted) {
            if (chunk == null) {
                return new byte[wanted];
            }
            int doubled = Math.min(CHUNK_BYTES, Math.max(wanted, 2 * chunk.length));
            return chunk.length >= wanted ? chunk : Arrays.copyOf(chunk, doubled);
        }

        /// Bytes from `at` to the end of its chunk, or to `end`.
        private static int step(long at, long end) {
            return (int) Math.min(end - at, CHUNK_BYTES - inChunk(at));
        }

        private static int chunk(long at) {
            return (int) (at / CHUNK_BYTES);
        }

        private static int inChunk(long at) {
            return (int) (at % CHUNK_BYTES);
        }
    }
}
