package cloud.atek.host.cli.adb;

import cloud.atek.api.adb.KeyPath;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "purge",
        description = "Forget a record with all it ever was. This cannot be undone.",
        sortOptions = false)
final class PurgeCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    @Parameters(index = "1", paramLabel = "PATH", description = "Such as /notes/1.")
    String path = "";

    @Option(names = "--below", description = "And all records below it.")
    boolean below;

    @Option(names = "--compact", description = "Take its bytes out of the log now, and wait.")
    boolean compact;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    private final Session session;

    PurgeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        KeyPath at = Words.path(path);
        Db db = session.find(which).requireWritable();
        if (!yes) {
            confirm(db, at);
        }
        ObjectNode options = MessageCodec.JSON.createObjectNode().put("below", below);
        JsonNode purged = db.call("purge", at, options);
        JsonNode sizes = compact ? db.call("compact") : null;
        ObjectNode answer = purged.deepCopy();
        if (sizes != null) {
            answer.set("compacted", sizes);
        }
        session.show(answer, () -> sentence(db, purged, sizes));
        return ExitCode.DONE;
    }

    private void confirm(Db db, KeyPath at) {
        String answer =
                session.terminal()
                        .ask(
                                "Forget %s%s in %s with all it ever was, for good (--yes)? [y/N]"
                                        .formatted(
                                                at, below ? " and all below it" : "", db.name()));
        if (!answer.toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw new CommandFailedException("Nothing was purged.");
        }
    }

    private static String sentence(Db db, JsonNode purged, @Nullable JsonNode sizes) {
        if (purged.path("versions").asLong() == 0) {
            return "Nothing was ever there: nothing was written.";
        }
        return "Purged %,d records with %,d versions. %s"
                .formatted(
                        purged.path("records").asLong(),
                        purged.path("versions").asLong(),
                        sizes == null
                                ? "No call tells of them any more; their bytes go at the next"
                                        + " compaction, by itself soon or now with --compact."
                                : CompactCommand.sentence(db, sizes));
    }
}
