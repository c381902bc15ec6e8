package cloud.atek.host.cli.adb;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a database as JSON Lines: a line that says which, one for each record, one for each
/// index, and one that says that this is the end. All of it is of one commit.
@Command(
        name = "export",
        description = "Write a database as JSON Lines, all of it as of one commit.",
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "Standard output when it is left out or -.")
    @Nullable String file;

    @Option(names = "--path", paramLabel = "PATH", description = "Only records below it.")
    String path = "";

    @Option(
            names = "--at",
            paramLabel = "WHEN",
            description = "As it was: a sequence, or a time such as 2026-01-02T03:04:05Z.")
    @Nullable String at;

    @Option(names = "--history", description = "All that the records were, too.")
    boolean history;

    @Option(names = "--force", description = "Replace FILE when it is there.")
    boolean force;

    private final Session session;

    ExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Db db = session.find(which);
        var counts = new long[2];
        if (file == null || file.equals("-")) {
            PrintStream out = session.terminal().out();
            try {
                write(db, out, counts);
            } catch (IOException e) {
                throw new CommandFailedException(
                        ExitCode.FAILED, "Standard output takes no more.", e);
            }
            return ExitCode.DONE;
        }
        ExportFile.write(Path.of(file), force, out -> write(db, out, counts));
        ObjectNode done = MessageCodec.JSON.createObjectNode();
        done.put("dbId", db.id()).put("file", file);
        done.put("lines", counts[0]).put("seq", counts[1]);
        session.show(
                done,
                () ->
                        "Wrote %,d %s of %s to %s, as of commit %,d."
                                .formatted(
                                        counts[0],
                                        history ? "versions" : "records",
                                        db.name(),
                                        file,
                                        counts[1]));
        return ExitCode.DONE;
    }

    /// @param counts gets the number of lines and the sequence
    private void write(Db db, OutputStream out, long[] counts) throws IOException {
        JsonNode stat = db.call("stat");
        ObjectNode options = MessageCodec.JSON.createObjectNode();
        options.set("path", MessageCodec.JSON.valueToTree(Words.path(path)));
        options.put("history", history);
        options.set("at", at == null ? stat.path("seq") : Words.moment(at));
        try (var tally =
                new Tally(
                        session.terminal(),
                        "exporting",
                        stat.path(history ? "versions" : "records").asLong())) {
            JsonNode page = db.call("recordExport", options);
            counts[1] = page.path("seq").asLong();
            options.set("at", page.path("seq"));
            line(out, ExportLines.head(db, page, history));
            while (true) {
                for (JsonNode record : page.path("records")) {
                    line(out, record);
                    counts[0]++;
                }
                tally.at(counts[0]);
                if (!page.has("next")) {
                    break;
                }
                options.set("after", page.path("next"));
                page = db.call("recordExport", options);
            }
        }
        for (JsonNode index : db.call("indexList")) {
            line(out, ExportLines.index(index));
        }
        line(out, ExportLines.end(counts[0]));
        out.flush();
    }

    private static void line(OutputStream out, JsonNode json) throws IOException {
        out.write(MessageCodec.JSON.writeValueAsBytes(json));
        out.write('\n');
        if (out instanceof PrintStream stream && stream.checkError()) {
            throw new IOException("nobody reads it");
        }
    }
}
