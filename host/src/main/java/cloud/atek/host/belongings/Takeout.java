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
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// All that a user has, as one ZIP file that is written while it is read: a piece is in memory at a
/// time, however large it is. Thread-safe.
///
/// ```
/// services/<id>/service.json                 what is installed, and its variables
/// services/<id>/data/…                       the files that it keeps
/// databases/<service>-<alias>/records.jsonl  as `atek adb export` writes them
/// databases/<service>-<alias>/blobs/<hash>   the contents of its blobs
/// ```
public final class Takeout {

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
        for (ServiceInfo info : open.belongings().servicesOf(user)) {
            service(zip, info, open.belongings().folder(info));
        }
        for (AdbApi.DbInfo info : open.belongings().databasesOf(user)) {
            String name = info.alias() == null ? info.dbId() : info.alias();
            String folder =
                    "databases/" + safe(open.belongings().serviceOf(info) + "-" + name) + "/";
            database(zip, folder, new Reached(open.databases(), info));
        }
        zip.finish();
        zip.flush();
    }

    /// A name for a folder, whatever somebody called his database.
    private static String safe(String name) {
        return name.replaceAll("[^\\w.-]", "_").replaceAll("^[.]+", "_");
    }

    private static void service(ZipOutputStream zip, ServiceInfo info, Path data)
            throws IOException {
        String folder = "services/" + info.settings().id() + "/";
        zip.putNextEntry(new ZipEntry(folder + "service.json"));
        zip.write(MessageCodec.JSON.writeValueAsBytes(info.settings()));
        zip.closeEntry();
        if (!Files.isDirectory(data, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(data)) {
            for (Iterator<Path> each = files.iterator(); each.hasNext(); ) {
                Path file = each.next();
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    file(zip, folder + "data/" + data.relativize(file), file);
                }
            }
        }
    }

    private static void file(ZipOutputStream zip, String name, Path file) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            zip.putNextEntry(new ZipEntry(name));
            in.transferTo(zip);
            zip.closeEntry();
        } catch (NoSuchFileException e) {
            // The service deleted it since it was listed.
            return;
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
