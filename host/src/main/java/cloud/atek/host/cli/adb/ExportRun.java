package cloud.atek.host.cli.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// Writes the lines of one export, and counts them. One thread owns it.
final class ExportRun {

    private final Db db;
    private final KeyPath path;
    private final boolean history;
    private final @Nullable JsonNode at;
    private long records;
    private long blobs;
    private long sequence;

    /// @param at a sequence or a time; null for now
    ExportRun(Db db, KeyPath path, boolean history, @Nullable JsonNode at) {
        this.db = db;
        this.path = path;
        this.history = history;
        this.at = at;
    }

    /// Records, or versions.
    long records() {
        return records;
    }

    long blobs() {
        return blobs;
    }

    /// The commit whose state was written.
    long sequence() {
        return sequence;
    }

    /// @param files where the contents of blobs go; null leaves blobs out
    void write(OutputStream out, @Nullable BlobFiles files) throws IOException {
        JsonNode stat = db.call("stat");
        records(out, stat);
        for (JsonNode index : db.call("indexList")) {
            line(out, ExportLines.index(index));
        }
        for (JsonNode view : db.call("viewList")) {
            line(out, ExportLines.view(view));
        }
        if (!db.isServerDb()) {
            line(out, ExportLines.retention(db.call("dbGetConfig")));
        }
        if (files != null) {
            long all = stat.path("blobs").asLong();
            try (var tally = new Tally(db.session().terminal(), "exporting blobs", all)) {
                var export = new BlobExport(new BlobStore(db), files, tally);
                blobs = export.write(path, line -> line(out, line));
            }
        }
        line(out, ExportLines.end(records, files == null ? null : blobs));
        out.flush();
    }

    private void records(OutputStream out, JsonNode stat) throws IOException {
        ObjectNode options = MessageCodec.JSON.createObjectNode();
        options.set("path", MessageCodec.JSON.valueToTree(path));
        options.put("history", history);
        options.set("at", at == null ? stat.path("seq") : at);
        long all = stat.path(history ? "versions" : "records").asLong();
        try (var tally = new Tally(db.session().terminal(), "exporting", all)) {
            JsonNode page = db.call("recordExport", options);
            sequence = page.path("seq").asLong();
            options.set("at", page.path("seq"));
            line(out, ExportLines.head(db, page, history));
            while (true) {
                for (JsonNode record : page.path("records")) {
                    line(out, record);
                    records++;
                }
                tally.at(records);
                if (!page.has("next")) {
                    return;
                }
                options.set("after", page.path("next"));
                page = db.call("recordExport", options);
            }
        }
    }

    private static void line(OutputStream out, JsonNode json) throws IOException {
        out.write(MessageCodec.JSON.writeValueAsBytes(json));
        out.write('\n');
        if (out instanceof PrintStream stream && stream.checkError()) {
            throw new IOException("nobody reads it");
        }
    }
}
