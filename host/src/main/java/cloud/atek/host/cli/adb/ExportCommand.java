package cloud.atek.host.cli.adb;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a database as JSON Lines: a line that says which, one for each record, one for each index
/// and view, and one that says that this is the end. All records are of one commit; blobs, which
/// have no past, are as they are when they are read.
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
            description = "Standard output when it is left out or -; with --blobs a new folder.")
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

    @Option(names = "--blobs", description = "The blobs too: FILE is a new folder for all of it.")
    boolean blobs;

    @Option(names = "--force", description = "Replace FILE when it is there.")
    boolean force;

    private final Session session;

    ExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        requireFitting();
        Db db = session.find(which);
        JsonNode moment = at == null ? null : Words.moment(at);
        var run = new ExportRun(db, Words.path(path), history, moment);
        if (blobs) {
            ExportFolder.write(Path.of(String.valueOf(file)), run::write);
        } else if (file == null || file.equals("-")) {
            PrintStream out = session.terminal().out();
            try {
                run.write(out, null);
            } catch (IOException e) {
                throw new CommandFailedException(
                        ExitCode.FAILED, "Standard output takes no more.", e);
            }
            return ExitCode.DONE;
        } else {
            ExportFile.write(Path.of(file), force, out -> run.write(out, null));
        }
        return done(db, run);
    }

    private void requireFitting() {
        if (!blobs) {
            return;
        }
        if (file == null || file.equals("-")) {
            throw Words.usage("Want the name of a new folder for --blobs.", null);
        }
        if (at != null) {
            throw Words.usage("Blobs have no past: --at does not go with --blobs.", null);
        }
        if (force) {
            throw Words.usage("No folder is replaced: name a new one, without --force.", null);
        }
    }

    private int done(Db db, ExportRun run) {
        ObjectNode done = MessageCodec.JSON.createObjectNode();
        done.put("dbId", db.id()).put("file", file);
        done.put("lines", run.records()).put("seq", run.sequence());
        if (blobs) {
            done.put("blobs", run.blobs());
        }
        session.show(
                done,
                () ->
                        "Wrote %,d %s%s of %s to %s, as of commit %,d."
                                .formatted(
                                        run.records(),
                                        history ? "versions" : "records",
                                        blobs ? " and %,d blobs".formatted(run.blobs()) : "",
                                        db.name(),
                                        file,
                                        run.sequence()));
        return ExitCode.DONE;
    }
}
