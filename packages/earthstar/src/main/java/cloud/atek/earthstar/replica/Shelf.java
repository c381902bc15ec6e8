package cloud.atek.earthstar.replica;

import cloud.atek.crypto.Bytes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The documents of a chain once more, for reading: each is found with one look at a file. A chain
/// is read commit by commit, and every commit is proved whole, which is much for one document.
///
/// The file has no name and ends with the process, so there is nothing to recover: who opens a
/// chain fills it anew. About 80 bytes of memory a document. Thread-safe.
final class Shelf implements AutoCloseable {

    /// The file is written anew when more than half of it is of no more use, and so many bytes.
    private static final long WASTE_BYTES_MAX = 16L << 20;

    /// Bytes that are written at a time.
    private static final int WRITE_BYTES = 1 << 20;

    private final Path beside;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<DocKey, Slot> slots = new HashMap<>();
    private final Map<String, String> authors = new HashMap<>();

    // Not a channel: an interrupt of one reader would close it for all.
    private RandomAccessFile file;
    private long end;
    private long waste;

    /// Where the bytes of a document are.
    private record Slot(long at, int bytes) {}

    /// A document as bytes.
    record Packed(DocKey key, Bytes bytes) {}

    private Shelf(Path beside, RandomAccessFile file) {
        this.beside = beside;
        this.file = file;
    }

    /// @param beside in whose folder the file is made
    static Shelf open(Path beside) throws IOException {
        return new Shelf(beside, nameless(beside));
    }

    private static RandomAccessFile nameless(Path beside) throws IOException {
        Path folder = beside.toAbsolutePath().getParent();
        var owner = PosixFilePermissions.fromString("rw-------");
        Path path =
                Files.createTempFile(
                        folder, "shelf", null, PosixFilePermissions.asFileAttribute(owner));
        var file = new RandomAccessFile(path.toFile(), "rw");
        Files.delete(path);
        return file;
    }

    /// Removes some documents, then puts others, each in the place of what has its key.
    void change(Collection<DocKey> removed, Collection<Packed> put) throws IOException {
        lock.lock();
        try {
            removed.forEach(key -> gone(slots.remove(key)));
            append(put);
            if (waste > WASTE_BYTES_MAX && waste > end / 2) {
                tidy();
            }
        } finally {
            lock.unlock();
        }
    }

    /// The bytes of a document, or null when it is not there.
    byte @Nullable [] read(DocKey key) throws IOException {
        lock.lock();
        try {
            Slot slot = slots.get(key);
            return slot == null ? null : read(file, slot);
        } finally {
            lock.unlock();
        }
    }

    /// What is there now, in the order in which it is read fastest.
    List<DocKey> keys() {
        lock.lock();
        try {
            return slots.entrySet().stream()
                    .sorted(Comparator.comparingLong(each -> each.getValue().at()))
                    .map(Map.Entry::getKey)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private static byte[] read(RandomAccessFile from, Slot slot) throws IOException {
        var bytes = new byte[slot.bytes()];
        from.seek(slot.at());
        from.readFully(bytes);
        return bytes;
    }

    private void append(Collection<Packed> put) throws IOException {
        var written = new byte[room(put)];
        ByteBuffer out = ByteBuffer.wrap(written);
        for (Packed each : put) {
            int bytes = each.bytes().size();
            if (out.remaining() < bytes) {
                write(written, out.position());
                out.clear();
            }
            DocKey key = new DocKey(each.key().path(), shared(each.key().author()));
            gone(slots.put(key, new Slot(end + out.position(), bytes)));
            each.bytes().putInto(out);
        }
        write(written, out.position());
    }

    /// The one string of an author: he wrote many documents.
    private String shared(String author) {
        String known = authors.putIfAbsent(author, author);
        return known == null ? author : known;
    }

    /// For the longest at least.
    private static int room(Collection<Packed> put) {
        long all = 0;
        int longest = 0;
        for (Packed each : put) {
            all += each.bytes().size();
            longest = Math.max(longest, each.bytes().size());
        }
        return (int) Math.max(longest, Math.min(all, WRITE_BYTES));
    }

    private void write(byte[] bytes, int count) throws IOException {
        file.seek(end);
        file.write(bytes, 0, count);
        end += count;
    }

    private void gone(@Nullable Slot slot) {
        waste += slot == null ? 0 : slot.bytes();
    }

    /// Writes what is of use into a new file.
    private void tidy() throws IOException {
        List<DocKey> keys = keys();
        try (RandomAccessFile old = file) {
            file = nameless(beside);
            end = 0;
            for (DocKey key : keys) {
                byte[] bytes = read(old, Objects.requireNonNull(slots.remove(key)));
                append(List.of(new Packed(key, Bytes.owning(bytes))));
            }
            waste = 0;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
