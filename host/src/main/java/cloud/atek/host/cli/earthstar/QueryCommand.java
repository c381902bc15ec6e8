package cloud.atek.host.cli.earthstar;

import cloud.atek.api.earthstar.DocumentQuery;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "query",
        description = "List documents, in the order of their paths.",
        sortOptions = false)
final class QueryCommand implements Callable<Integer> {

    private static final int CONTENT_SHOWN = 26;
    private static final int PATH_SHOWN = 26;

    @Parameters(index = "0", paramLabel = "WORKSPACE", description = "Its address, or its name.")
    String workspace = "";

    @Option(names = "--path", paramLabel = "PREFIX", description = "How the path begins.")
    @Nullable String prefix;

    @Option(names = "--ends", paramLabel = "SUFFIX", description = "How the path ends.")
    @Nullable String suffix;

    @Option(names = "--author", paramLabel = "AUTHOR", description = "Who wrote it, an address.")
    @Nullable String author;

    @Option(names = "--all", description = "The newest of every author, not of the path alone.")
    boolean all;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, up to 1000.")
    @Nullable Long limit;

    private final Pub pub;

    QueryCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        var query =
                new DocumentQuery(
                        all ? DocumentQuery.ALL_VERSIONS : null,
                        null,
                        prefix,
                        suffix,
                        author,
                        null,
                        null,
                        null,
                        null,
                        null,
                        limit,
                        null);
        JsonNode page = pub.call("documentQuery", pub.workspace(workspace), query);
        pub.show(page, () -> lines(page));
        return ExitCode.DONE;
    }

    private static String lines(JsonNode page) {
        if (page.path("documents").isEmpty()) {
            return "No documents.";
        }
        var table = new Table("PATH", "BY", "WRITTEN", "CONTENT");
        for (JsonNode each : page.path("documents")) {
            table.row(
                    cut(each.path("path").asText(), PATH_SHOWN),
                    Pub.name(each.path("author").asText()),
                    Times.of(each.path("timestamp").asDouble()),
                    cut(GetCommand.content(each), CONTENT_SHOWN));
        }
        return page.has("after") ? table + "\nThere are more." : table.toString();
    }

    private static String cut(String text, int most) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= most ? line : line.substring(0, most - 1) + "…";
    }
}
