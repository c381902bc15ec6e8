package cloud.atek.host.cli.adb;

import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = "Show the records that differ between two states, or two databases.",
        sortOptions = false)
final class DiffCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LEFT",
            description = "A sequence or a time; not with --with.")
    @Nullable String left;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "RIGHT",
            description = "A sequence or a time; now when it is left out.")
    @Nullable String right;

    @Option(names = "--path", paramLabel = "PATH", description = "Only records below it.")
    @Nullable String path;

    @Option(names = "--with", paramLabel = "DB", description = "Compare with another database.")
    @Nullable String with;

    private final Session session;

    DiffCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ObjectNode options = MessageCodec.JSON.createObjectNode();
        if (left != null) {
            options.set("left", Words.moment(left));
        }
        if (right != null) {
            options.set("right", Words.moment(right));
        }
        if (path != null) {
            options.set("path", MessageCodec.JSON.valueToTree(Words.path(path)));
        }
        if ((with == null) == (left == null)) {
            throw Words.usage("Say what to compare with: LEFT, or --with DB.", null);
        }
        Db db = session.find(which);
        if (with != null) {
            var other = new Which();
            other.name = with;
            options.putObject("left").put("dbId", db.id());
            options.putObject("right").put("dbId", session.find(other).id());
        }
        JsonNode found = db.call("recordDiff", options);
        session.show(found, () -> table(found));
        return ExitCode.DONE;
    }

    private static String table(JsonNode found) {
        if (found.isEmpty()) {
            return "No difference.";
        }
        var table = new Table("", "PATH", "LEFT", "RIGHT");
        for (JsonNode one : found) {
            JsonNode before = one.path("left");
            JsonNode after = one.path("right");
            boolean both = one.hasNonNull("left") && one.hasNonNull("right");
            boolean added = !one.hasNonNull("left");
            table.row(
                    both ? "~" : added ? "+" : "-",
                    (added ? after : before).path("path").asText(),
                    one.hasNonNull("left") ? before.path("value").toString() : "",
                    one.hasNonNull("right") ? after.path("value").toString() : "");
        }
        return table.toString();
    }
}
