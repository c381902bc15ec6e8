package cloud.atek.host.cli.adb;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One look at a file: at its lines alone, together with what the database has, or writing. It
/// counts, and collects what is wrong. One thread owns it.
final class ImportRun implements ImportFile.Visitor {

    private static final int PROBLEMS_MAX = 20;

    private final @Nullable Db db;
    private final ObjectNode options;
    private final Tally tally;
    private final List<String> problems = new ArrayList<>();
    private final @Nullable BlobImport blobImport;
    private final ImportSettings settings = new ImportSettings();
    private final ObjectNode counts = MessageCodec.JSON.createObjectNode();
    private long records;
    private long blobs;
    private long bad;

    /// @param db null looks at the lines alone
    /// @param options of `recordImport`
    /// @param blobImport null where no contents of blobs are
    ImportRun(@Nullable Db db, ObjectNode options, @Nullable BlobImport blobImport, Tally tally) {
        this.db = db;
        this.options = options;
        this.blobImport = blobImport;
        this.tally = tally;
    }

    long records() {
        return records;
    }

    long blobs() {
        return blobs;
    }

    ImportSettings settings() {
        return settings;
    }

    /// Sentences, not all when there are many.
    List<String> problems() {
        return problems;
    }

    /// How many lines are at fault.
    long bad() {
        return bad;
    }

    /// `{created, replaced, same, kept}` of records.
    ObjectNode counts() {
        return counts;
    }

    /// The same of blobs.
    ObjectNode blobCounts() {
        return blobImport == null ? MessageCodec.JSON.createObjectNode() : blobImport.counts();
    }

    @Override
    public void batch(List<ImportFile.Numbered> batch) {
        records += batch.size();
        if (db != null && bad == 0) {
            send(db, batch);
        }
        tally.at(records);
    }

    @Override
    public void bad(int number, ImportLine.Bad line) {
        problem(number, line.pointer(), line.message());
    }

    @Override
    public void setting(ImportLine setting) {
        settings.add(setting);
    }

    @Override
    public void blob(int number, BlobLine blob) throws IOException {
        blobs++;
        if (blobImport == null) {
            problem(number, "", "the contents of blobs are in the folder of the export: name that");
        } else if (bad == 0 || db == null) {
            String wrong = blobImport.take(blob);
            if (!wrong.isEmpty()) {
                problem(number, "", wrong);
            }
        }
        tally.at(records + blobs);
    }

    private void send(Db to, List<ImportFile.Numbered> batch) {
        ArrayNode all = MessageCodec.JSON.createArrayNode();
        for (ImportFile.Numbered one : batch) {
            ObjectNode record = all.addObject();
            record.set("path", MessageCodec.JSON.valueToTree(one.path()));
            record.set("value", one.line().value());
        }
        JsonNode result = to.call("recordImport", all, options);
        for (String name : new String[] {"created", "replaced", "same", "kept"}) {
            counts.put(name, counts.path(name).asLong() + result.path(name).asLong());
        }
        for (JsonNode one : result.path("problems")) {
            problem(
                    batch.get(one.path("index").asInt()).number(),
                    one.path("conflict").asBoolean() ? "" : "/value" + one.path("pointer").asText(),
                    one.path("message").asText());
        }
    }

    private void problem(int line, String pointer, String message) {
        bad++;
        if (problems.size() < PROBLEMS_MAX) {
            String at = pointer.isEmpty() ? "" : " at " + pointer;
            problems.add("line %d%s: %s".formatted(line, at, message));
        }
    }
}
