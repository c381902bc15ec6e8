package cloud.atek.host.cli.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.host.export.DatabaseExport;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/// One export, with its progress shown. One thread owns it.
final class ExportRun {

    private final Db db;
    private final KeyPath path;
    private final boolean history;
    private final DatabaseExport export;

    /// @param at a sequence or a time; null for now
    ExportRun(Db db, KeyPath path, boolean history, @Nullable JsonNode at) {
        this.db = db;
        this.path = path;
        this.history = history;
        this.export = new DatabaseExport(db, new DatabaseExport.Wanted(path, history, at));
    }

    /// Records, or versions.
    long records() {
        return export.records();
    }

    long blobs() {
        return export.blobs();
    }

    /// The commit whose state was written.
    long sequence() {
        return export.sequence();
    }

    /// @param files where the contents of blobs go; null leaves blobs out
    void write(OutputStream out, @Nullable BlobFiles files) throws IOException {
        JsonNode stat = db.call("stat");
        long all = stat.path(history ? "versions" : "records").asLong();
        try (var tally = new Tally(db.session().terminal(), "exporting", all)) {
            export.write(
                    out,
                    tally::at,
                    files == null
                            ? null
                            : lines -> blobs(files, lines, stat.path("blobs").asLong()));
        }
    }

    private long blobs(BlobFiles files, DatabaseExport.Lines lines, long all) throws IOException {
        try (var tally = new Tally(db.session().terminal(), "exporting blobs", all)) {
            return new BlobExport(new BlobStore(db), files, tally).write(path, lines);
        }
    }
}
