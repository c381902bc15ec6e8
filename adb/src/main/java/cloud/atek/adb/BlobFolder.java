package cloud.atek.adb;

import cloud.atek.crypto.Hash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The contents of one database's blobs. Each stands once, under its hash, and never changes.
///
/// ```
/// new/<number>              on its way; nobody knows it yet
/// <hash[0:2]>/<hash>        whole and durable; SHA-256 in hex
/// ```
///
/// A content comes here first and then into a row: so a kill leaves no row without its content, but
/// perhaps a content without a row. What is in `new` when this opens is of a process that is gone.
///
/// Thread-safe. Who puts a content in its place and commits its row shares a lock; who removes a
/// content holds it alone, so that none goes between the two.
final class BlobFolder {

    private final Path all;
    private final Path folder;
    private final Path parts;
    private final Semaphore uploads = new Semaphore(Limits.UPLOADS_MAX);
    private final AtomicLong number = new AtomicLong();
    private final ReentrantReadWriteLock referring = new ReentrantReadWriteLock();
    private final Set<Path> durable = new HashSet<>();

    /// Opens it, and clears away what an earlier process left half.
    ///
    /// @param all the folder of all databases' contents
    /// @param id of the database
    BlobFolder(Path all, String id) throws IOException {
        this.all = all;
        this.folder = all.resolve(id);
        this.parts = folder.resolve("new");
        if (Files.isDirectory(parts)) {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(parts)) {
                for (Path part : left) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    /// @param length of the content in bytes, negative when nobody knows it
    /// @param ended runs when it came or failed, unless null is returned
    /// @return null when too many are on their way
    /// @throws DiskException when there is no room for it
    @Nullable Incoming begin(long length, Runnable ended) throws IOException {
        if (!uploads.tryAcquire()) {
            return null;
        }
        boolean begun = false;
        try {
            Files.createDirectories(parts);
            Incoming.requireRoom(parts, Math.max(0, length));
            Path part = parts.resolve(Long.toString(number.incrementAndGet()));
            var incoming = new Incoming(part, () -> ended(ended));
            begun = true;
            return incoming;
        } finally {
            if (!begun) {
                uploads.release();
            }
        }
    }

    private void ended(Runnable also) {
        uploads.release();
        also.run();
    }

    /// Puts a content in its place, durably, and then does `commit`, which may refer to it.
    <T> T publish(Incoming incoming, Hash hash, Work<T> commit) throws IOException {
        referring.readLock().lock();
        try {
            prepare(group(hash));
            incoming.moveTo(place(hash));
            force(group(hash));
            return commit.run();
        } finally {
            referring.readLock().unlock();
        }
    }

    /// @throws NoSuchFileException when it is not there
    FileChannel open(Hash hash) throws IOException {
        return FileChannel.open(place(hash), StandardOpenOption.READ);
    }

    /// Removes a content that no row refers to. Who reads it meanwhile reads on.
    ///
    /// @param referred tells whether a row does
    void collect(Hash hash, Work<Boolean> referred) throws IOException {
        referring.writeLock().lock();
        try {
            if (!referred.run()) {
                Files.deleteIfExists(place(hash));
            }
        } finally {
            referring.writeLock().unlock();
        }
    }

    /// Shows every content to `visitor`, in any order.
    ///
    /// @param abandoned asked between two: ends it
    void each(Visitor visitor, BooleanSupplier abandoned) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> groups = Files.newDirectoryStream(folder, "[0-9a-f][0-9a-f]")) {
            for (Path group : groups) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(group)) {
                    for (Path file : files) {
                        if (abandoned.getAsBoolean()) {
                            return;
                        }
                        String name = file.getFileName().toString();
                        if (name.matches("[0-9a-f]{64}")) {
                            visitor.content(Hash.ofHex(name));
                        }
                    }
                }
            }
        }
    }

    private Path group(Hash hash) {
        return folder.resolve(hash.hex().substring(0, 2));
    }

    private Path place(Hash hash) {
        return group(hash).resolve(hash.hex());
    }

    /// Makes `group`, and all folders above it, durable: once in the life of a process.
    private synchronized void prepare(Path group) throws IOException {
        if (durable.contains(group)) {
            return;
        }
        Files.createDirectories(group);
        force(folder);
        force(all);
        force(all.resolve(".."));
        durable.add(group);
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// What may fail for reasons of the disk.
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /// Called for one content.
    @FunctionalInterface
    interface Visitor {
        void content(Hash hash) throws IOException;
    }
}
