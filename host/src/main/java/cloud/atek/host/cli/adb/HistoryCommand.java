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

@Command(name = "history", description = "Show what a record was.", sortOptions = false)
final class HistoryCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    @Parameters(index = "1", paramLabel = "PATH", description = "Such as /notes/1.")
    String path = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many versions (default: ${DEFAULT-VALUE}).")
    int limit = 20;

    @Option(names = "--before", paramLabel = "SEQ", description = "Only versions below it.")
    @Nullable Long before;

    private final Session session;

    HistoryCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ObjectNode options = MessageCodec.JSON.createObjectNode().put("limit", limit);
        if (before != null) {
            options.put("before", before);
        }
        JsonNode found = session.find(which).call("recordHistory", Words.path(path), options);
        session.show(found, () -> table(found.path("versions")));
        return ExitCode.DONE;
    }

    private static String table(JsonNode versions) {
        if (versions.isEmpty()) {
            return "No version.";
        }
        var table = new Table("SEQ", "TIME", "VALUE");
        for (JsonNode one : versions) {
            table.row(one.path("seq").asText(), one.path("time").asText(), value(one));
        }
        return table.toString();
    }

    private static String value(JsonNode version) {
        if (version.path("deleted").asBoolean()) {
            return "(deleted)";
        }
        return version.has("value") ? version.path("value").toString() : "(removed by compaction)";
    }
}
