package cloud.atek.adb;

import cloud.atek.api.adb.AdbApi.ListOptions;
import cloud.atek.api.adb.KeyPath;
import cloud.atek.crypto.Hash;
import cloud.atek.datachain.Edit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The blobs of all databases: rows in their chains say where which content is, files have the
/// contents.
///
/// Only rows that are there now count: a content whose last row was deleted or put anew is removed
/// at once, and what a kill left over when the blobs of the database are next used. So the past of
/// a blob cannot be read. Thread-safe.
public final class Blobs implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Blobs.class);
    private static final int END_SECONDS = 10;

    /// A blob that moves on so often while one looks for its content is not found.
    private static final int LOOKS_MAX = 10;

    private final Databases databases;
    private final Path root;
    private final ConcurrentMap<String, BlobFolder> folders = new ConcurrentHashMap<>();
    private final Set<String> swept = ConcurrentHashMap.newKeySet();
    private final Semaphore uploads = new Semaphore(Limits.ALL_UPLOADS_MAX);
    private final ExecutorService sweeper =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("blob-sweeper").factory());
    private volatile boolean closed;

    /// @param root one folder for each database is in it
    Blobs(Databases databases, Path root) {
        this.databases = databases;
        this.root = root;
        clearParts();
    }

    /// A blob and its content.
    ///
    /// @param content to be closed; at its beginning
    public record Opened(Blob blob, FileChannel content) {}

    /// What became of a put.
    ///
    /// @param created whether nothing was there before
    public record Put(Blob blob, boolean created) {}

    /// Lets a content come; the caller closes it.
    ///
    /// @param id of a database that is there
    /// @param length in bytes, negative when nobody knows it
    /// @return empty when too many are on their way: try again later
    /// @throws DiskException when there is no room for it
    public Optional<Incoming> begin(String id, long length) throws IOException {
        Incoming.requireFits(length);
        if (!uploads.tryAcquire()) {
            return Optional.empty();
        }
        Incoming begun = null;
        try {
            begun = folder(id).begin(length, uploads::release);
            return Optional.ofNullable(begun);
        } finally {
            if (begun == null) {
                uploads.release();
            }
        }
    }

    /// Puts a content that came at `path`. Durable when it returns.
    ///
    /// @return empty when the condition does not hold
    public Optional<Put> put(
            String id,
            Incoming incoming,
            Incoming.Content content,
            KeyPath path,
            String type,
            BlobCondition condition)
            throws IOException {
        requireName(path);
        Optional<Replaced> done =
                folder(id)
                        .publish(
                                incoming,
                                content.hash(),
                                () ->
                                        databases.with(
                                                id,
                                                db ->
                                                        put(
                                                                db.blobs(),
                                                                content,
                                                                path,
                                                                type,
                                                                condition)));
        Hash unused =
                done.isEmpty()
                        ? content.hash()
                        : done.get().before().map(Blob::hash).orElse(content.hash());
        if (done.isEmpty() || !unused.equals(content.hash())) {
            collect(id, unused);
        }
        return done.map(one -> new Put(one.blob(), one.before().isEmpty()));
    }

    public Optional<Blob> find(String id, KeyPath path) throws IOException {
        return databases.with(id, db -> db.blobs().find(path));
    }

    /// The blobs below `folder`, by the bytes of their paths.
    ///
    /// @throws InvalidRecordException when the list is larger than the limits
    public List<Blob> list(String id, KeyPath folder, ListOptions options) throws IOException {
        return databases.with(id, db -> db.blobs().list(folder, options));
    }

    /// @throws NoSuchFileException when the content of a row is not there
    public Optional<Opened> open(String id, KeyPath path) throws IOException {
        BlobFolder folder = folder(id);
        NoSuchFileException missing = null;
        for (int i = 0; i < LOOKS_MAX; i++) {
            Optional<Blob> blob = find(id, path);
            if (blob.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(new Opened(blob.get(), folder.open(blob.get().hash())));
            } catch (NoSuchFileException e) {
                // It was put anew in between, or is lost.
                missing = e;
            }
        }
        throw missing == null ? new NoSuchFileException(path.toString()) : missing;
    }

    /// Deleting what is not there writes nothing.
    ///
    /// @return whether the condition holds
    public boolean delete(String id, KeyPath path, BlobCondition condition) throws IOException {
        while (true) {
            Optional<Blob> before = find(id, path);
            if (!condition.holds(before)) {
                return false;
            }
            long expect = before.map(Blob::sequence).orElse(Edit.ABSENT);
            if (databases.with(id, db -> db.blobs().delete(path, expect))) {
                before.ifPresent(blob -> collect(id, blob.hash()));
                return true;
            }
        }
    }

    private record Replaced(Blob blob, Optional<Blob> before) {}

    /// With the sequence that it read, so that whoever replaces a content knows it.
    private static Optional<Replaced> put(
            BlobRows rows,
            Incoming.Content content,
            KeyPath path,
            String type,
            BlobCondition condition)
            throws IOException {
        while (true) {
            Optional<Blob> before = rows.find(path);
            if (!condition.holds(before)) {
                return Optional.empty();
            }
            if (before.isPresent() && same(before.get(), content, type)) {
                return Optional.of(new Replaced(before.get(), before));
            }
            OptionalLong sequence =
                    rows.put(
                            path,
                            content.hash(),
                            content.size(),
                            type,
                            before.map(Blob::sequence).orElse(Edit.ABSENT));
            if (sequence.isPresent()) {
                var blob =
                        new Blob(path, sequence.getAsLong(), content.hash(), content.size(), type);
                return Optional.of(new Replaced(blob, before));
            }
        }
    }

    private static boolean same(Blob blob, Incoming.Content content, String type) {
        return blob.hash().equals(content.hash()) && blob.type().equals(type);
    }

    private static void requireName(KeyPath path) {
        if (path.isRoot()) {
            throw new InvalidRecordException("A blob wants a path, such as /photos/1");
        }
    }

    private BlobFolder folder(String id) throws IOException {
        BlobFolder folder = opened(id);
        if (!closed && swept.add(id)) {
            sweeper.execute(() -> sweep(id, folder));
        }
        return folder;
    }

    private BlobFolder opened(String id) throws IOException {
        try {
            return folders.computeIfAbsent(id, this::open);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private BlobFolder open(String id) {
        try {
            return new BlobFolder(root, id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void collect(String id, Hash hash) {
        try {
            opened(id).collect(hash, () -> databases.with(id, db -> db.blobs().refersTo(hash)));
        } catch (IOException e) {
            log.warn("{}: a content that nothing refers to stays for now", id, e);
        }
    }

    private void sweep(String id, BlobFolder folder) {
        try {
            folder.each(hash -> collect(id, hash), () -> closed);
        } catch (IOException e) {
            log.warn("{}: blobs were not swept", id, e);
        }
    }

    /// Half contents of an earlier process go now: nobody may use that database for long.
    private void clearParts() {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root)) {
            for (Path one : all) {
                opened(one.getFileName().toString());
            }
        } catch (IOException e) {
            log.warn("half blobs were not cleared away", e);
        }
    }

    /// Waits for a sweep to stop. Contents on their way fail.
    @Override
    public void close() {
        closed = true;
        sweeper.shutdown();
        try {
            if (!sweeper.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                log.warn("a sweep of blobs does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
