package cloud.atek.host.export;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Writes the lines of one export, and counts them: a page of records is in memory at a time. One
/// thread owns it.
public final class DatabaseExport {

    private final Database db;
    private final Wanted wanted;
    private long records;
    private long blobs;
    private long sequence;

    /// One database, as it is reached.
    public interface Database {

        /// As `dbDescribe` gives it.
        JsonNode info();

        /// Calls a method whose first param is the database.
        JsonNode call(String method, Object... params);
    }

    /// What is to be written.
    ///
    /// @param path only records below it
    /// @param history all that the records were, too
    /// @param at a sequence or a time; null for now
    public record Wanted(KeyPath path, boolean history, @Nullable JsonNode at) {

        public static final Wanted ALL = new Wanted(KeyPath.ROOT, false, null);
    }

    /// Where lines go.
    @FunctionalInterface
    public interface Lines {
        void line(JsonNode line) throws IOException;
    }

    /// Brings the contents of blobs to their place.
    @FunctionalInterface
    public interface Blobs {

        /// @param lines takes a line for each
        /// @return how many there are
        long write(Lines lines) throws IOException;
    }

    public DatabaseExport(Database db, Wanted wanted) {
        this.db = db;
        this.wanted = wanted;
    }

    /// Records, or versions.
    public long records() {
        return records;
    }

    public long blobs() {
        return blobs;
    }

    /// The commit whose state was written.
    public long sequence() {
        return sequence;
    }

    /// @param progress told how many records there are so far
    /// @param contents null leaves blobs out
    public void write(OutputStream out, LongConsumer progress, @Nullable Blobs contents)
            throws IOException {
        records(out, progress);
        for (JsonNode index : db.call("indexList")) {
            line(out, ExportLines.index(index));
        }
        for (JsonNode view : db.call("viewList")) {
            line(out, ExportLines.view(view));
        }
        if (!db.info().path("isServerDb").asBoolean()) {
            line(out, ExportLines.retention(db.call("dbGetConfig")));
        }
        if (contents != null) {
            blobs = contents.write(line -> line(out, line));
        }
        line(out, ExportLines.end(records, contents == null ? null : blobs));
        out.flush();
    }

    private void records(OutputStream out, LongConsumer progress) throws IOException {
        ObjectNode options = MessageCodec.JSON.createObjectNode();
        options.set("path", MessageCodec.JSON.valueToTree(wanted.path()));
        options.put("history", wanted.history());
        JsonNode at = wanted.at();
        options.set("at", at == null ? db.call("stat").path("seq") : at);
        JsonNode page = db.call("recordExport", options);
        sequence = page.path("seq").asLong();
        options.set("at", page.path("seq"));
        line(out, ExportLines.head(db.info(), page, wanted.history()));
        while (true) {
            for (JsonNode record : page.path("records")) {
                line(out, record);
                records++;
            }
            progress.accept(records);
            if (!page.has("next")) {
                return;
            }
            options.set("after", page.path("next"));
            page = db.call("recordExport", options);
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
