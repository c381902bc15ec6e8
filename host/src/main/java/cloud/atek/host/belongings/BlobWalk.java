package cloud.atek.host.belongings;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.host.export.DatabaseExport;
import cloud.atek.host.export.ExportLines;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/// Goes through the blobs of a database, a page at a time.
final class BlobWalk {

    /// The most that one call tells of.
    private static final int PAGE = 10_000;

    private BlobWalk() {}

    /// What is done with each.
    @FunctionalInterface
    private interface Each {
        void blob(JsonNode told) throws IOException;
    }

    /// What is done with each content.
    @FunctionalInterface
    interface Content {

        /// @param hash 64 hex digits
        /// @param names of a path that has it, as a JSON array
        void copy(String hash, String names) throws IOException;
    }

    /// Writes the line of each blob, as `atek adb import` reads it.
    ///
    /// @return how many there are
    static long lines(DatabaseExport.Database db, DatabaseExport.Lines lines) throws IOException {
        long[] count = {0};
        each(
                db,
                told -> {
                    ObjectNode blob = MessageCodec.JSON.createObjectNode();
                    blob.set("path", names(told));
                    for (String field : new String[] {"type", "size", "hash"}) {
                        blob.set(field, told.path(field));
                    }
                    lines.line(MessageCodec.JSON.createObjectNode().set("blob", blob));
                    count[0]++;
                });
        return count[0];
    }

    /// Copies each content once.
    static void contents(DatabaseExport.Database db, Content content) throws IOException {
        Set<String> done = new HashSet<>();
        each(
                db,
                told -> {
                    String hash = told.path("hash").asText();
                    if (done.add(hash)) {
                        content.copy(hash, names(told).toString());
                    }
                });
    }

    private static JsonNode names(JsonNode told) {
        return MessageCodec.JSON.valueToTree(ExportLines.blobPath(told).segments());
    }

    private static void each(DatabaseExport.Database db, Each action) throws IOException {
        ObjectNode options = MessageCodec.JSON.createObjectNode().put("limit", PAGE);
        JsonNode page;
        do {
            page = db.call("blobList", KeyPath.ROOT, options).path("blobs");
            for (JsonNode told : page) {
                action.blob(told);
            }
            options.put("gt", page.path(page.size() - 1).path("key").asText());
        } while (page.size() == PAGE);
    }
}
