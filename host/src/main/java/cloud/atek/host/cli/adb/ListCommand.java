package cloud.atek.host.cli.adb;

import cloud.atek.cli.ExitCode;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "list", description = "List the records below a path.", sortOptions = false)
final class ListCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "PATH",
            description = "Such as /notes; all when it is left out.")
    String path = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many (default: ${DEFAULT-VALUE}).")
    int limit = 100;

    @Option(names = "--reverse", description = "The last ones first.")
    boolean reverse;

    @Option(names = "--gt", paramLabel = "NAME", description = "Only what comes behind it.")
    @Nullable String gt;

    @Option(names = "--gte", paramLabel = "NAME", description = "The same, with it.")
    @Nullable String gte;

    @Option(names = "--lt", paramLabel = "NAME", description = "Only what comes before it.")
    @Nullable String lt;

    @Option(names = "--lte", paramLabel = "NAME", description = "The same, with it.")
    @Nullable String lte;

    @Option(
            names = "--at",
            paramLabel = "WHEN",
            description = "As it was: a sequence, or a time such as 2026-01-02T03:04:05Z.")
    @Nullable String at;

    private final Session session;

    ListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ObjectNode options = MessageCodec.JSON.createObjectNode().put("limit", limit);
        put(options, "gt", gt);
        put(options, "gte", gte);
        put(options, "lt", lt);
        put(options, "lte", lte);
        if (reverse) {
            options.put("reverse", true);
        }
        if (at != null) {
            options.set("at", Words.moment(at));
        }
        JsonNode found = session.find(which).call("recordList", Words.path(path), options);
        session.show(found, () -> lines(found.path("records")));
        return ExitCode.DONE;
    }

    private String lines(JsonNode records) {
        String table = Records.table(records, "No record.");
        return records.size() < limit
                ? table
                : table + "\n\nThere may be more: raise --limit, or go on with --gt.";
    }

    private static void put(ObjectNode options, String name, @Nullable String bound) {
        if (bound != null) {
            options.put(name, bound);
        }
    }
}
