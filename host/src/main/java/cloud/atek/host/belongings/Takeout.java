package cloud.atek.host.belongings;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.host.export.DatabaseExport;
import cloud.atek.host.serverdb.Databases;
import cloud.atek.host.users.Account;
import cloud.atek.host.users.Accounts;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// All that a user has, as one ZIP file that is written while it is read: a piece is in memory at a
/// time, however large it is. Thread-safe.
///
/// ```
/// services/<id>/service.json                 what is installed, and its variables
/// services/<id>/data/…                       the files that it keeps
/// services/<id>/unread.json                  names of those that could not be read, if any
/// databases/<service>-<alias>/records.jsonl  as `atek adb export` writes them
/// databases/<service>-<alias>/blobs/<hash>   the contents of its blobs
/// ```
public final class Takeout {

    /// Files that could not be read and are named, for each service.
    private static final int UNREAD_MAX = 1_000;

    private final BlobReader blobs;
    private volatile @Nullable Book book;

    private record Book(Accounts accounts, Belongings belongings, Databases databases) {}

    /// Reads a blob as the host.
    @FunctionalInterface
    public interface BlobReader {

        /// @param path the names of the blob's path, as a JSON array
        /// @return whether it was there
        boolean copy(String dbId, String path, OutputStream out) throws IOException;
    }

    public Takeout(BlobReader blobs) {
        this.blobs = blobs;
    }

    /// The server database is open.
    public void open(Accounts accounts, Belongings belongings, Databases databases) {
        book = new Book(accounts, belongings, databases);
    }

    /// The user of this key.
    public Optional<Account> user(UserKey key) {
        Book open = book;
        return open == null ? Optional.empty() : open.accounts().find(key);
    }

    /// Writes all of it; what a service deletes meanwhile is left out.
    ///
    /// @param out left open
    /// @throws IOException when `out` takes no more, or something cannot be read
    public void write(UserKey user, OutputStream out) throws IOException {
        Book open = book;
        if (open == null) {
            throw new IOException("the server database is not open");
        }
        var zip = new ZipOutputStream(out, UTF_8);
        var names = new EntryNames();
        for (ServiceInfo info : open.belongings().servicesOf(user)) {
            service(zip, names, info, open.belongings().folder(info));
        }
        for (AdbApi.DbInfo info : open.belongings().databasesOf(user)) {
            String name = info.alias() == null ? info.dbId() : info.alias();
            String wanted = safe(open.belongings().serviceOf(info) + "-" + name);
            String folder = names.fresh("databases/", wanted) + "/";
            database(zip, folder, new Reached(open.databases(), info));
        }
        zip.finish();
        zip.flush();
    }

    /// A name for a folder, whatever somebody called his database.
    private static String safe(String name) {
        return name.replaceAll("[^\\w.-]", "_").replaceAll("^[.]+", "_");
    }

    private static void service(ZipOutputStream zip, EntryNames names, ServiceInfo info, Path data)
            throws IOException {
        String folder = "services/" + info.settings().id() + "/";
        zip.putNextEntry(new ZipEntry(folder + "service.json"));
        zip.write(MessageCodec.JSON.writeValueAsBytes(info.settings()));
        zip.closeEntry();
        if (!Files.isDirectory(data, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<String> unread = data(zip, names, folder, data);
        if (!unread.isEmpty()) {
            zip.putNextEntry(new ZipEntry(folder + "unread.json"));
            zip.write(MessageCodec.JSON.writeValueAsBytes(unread));
            zip.closeEntry();
        }
    }

    /// @return the names of the files that could not be read
    private static List<String> data(
            ZipOutputStream zip, EntryNames names, String folder, Path data) throws IOException {
        List<String> unread = new ArrayList<>();
        Files.walkFileTree(
                data,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (attributes.isRegularFile()) {
                            String path = data.relativize(file).toString();
                            file(zip, () -> names.fresh(folder + "data/", path), file, unread);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException why) {
                        return leftOut(file, why, unread);
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException why) {
                        return why == null
                                ? FileVisitResult.CONTINUE
                                : leftOut(visited, why, unread);
                    }
                });
        return unread;
    }

    /// Goes on without a file: no service keeps its owner from the rest of what he has.
    private static FileVisitResult leftOut(Path file, IOException why, List<String> unread) {
        if (!(why instanceof NoSuchFileException) && unread.size() < UNREAD_MAX) {
            unread.add(String.valueOf(file.getFileName()));
        }
        return FileVisitResult.CONTINUE;
    }

    private static void file(
            ZipOutputStream zip, Supplier<String> name, Path file, List<String> unread)
            throws IOException {
        InputStream opened;
        try {
            opened = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            // The service deleted it since it was listed, or lets nobody read it.
            leftOut(file, e, unread);
            return;
        }
        try (InputStream in = opened) {
            zip.putNextEntry(new ZipEntry(name.get()));
            in.transferTo(zip);
            zip.closeEntry();
        }
    }

    private void database(ZipOutputStream zip, String folder, Reached db) throws IOException {
        zip.putNextEntry(new ZipEntry(folder + "records.jsonl"));
        var export = new DatabaseExport(db, DatabaseExport.Wanted.ALL);
        export.write(new Unflushed(zip), _ -> {}, lines -> BlobWalk.lines(db, lines));
        zip.closeEntry();
        BlobWalk.contents(
                db,
                (hash, names) -> {
                    zip.putNextEntry(new ZipEntry(folder + "blobs/" + hash));
                    blobs.copy(db.about().dbId(), names, zip);
                    zip.closeEntry();
                });
    }

    /// A flush would end a block of the ZIP's compression for each database.
    private static final class Unflushed extends FilterOutputStream {

        Unflushed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void flush() {}
    }

    /// One database, called as the host.
    record Reached(Databases databases, AdbApi.DbInfo about) implements DatabaseExport.Database {

        @Override
        public JsonNode info() {
            return MessageCodec.JSON.valueToTree(about);
        }

        @Override
        public JsonNode call(String method, Object... params) {
            return databases.call(about.dbId(), method, params);
        }
    }
}
