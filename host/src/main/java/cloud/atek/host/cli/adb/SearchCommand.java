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

@Command(
        name = "search",
        description = "Find records by words; wants an index of text.",
        sortOptions = false)
final class SearchCommand implements Callable<Integer> {

    @Mixin Which which = new Which();

    @Parameters(index = "1", paramLabel = "PATH", description = "Records below it.")
    String path = "";

    @Parameters(
            index = "2",
            paramLabel = "WORDS",
            description = "Such as 'solar \"white dwarf\" plan*'.")
    String words = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many, up to 1000.")
    @Nullable Integer limit;

    @Option(names = "--after", paramLabel = "MARK", description = "Go on behind a page.")
    @Nullable String after;

    private final Session session;

    SearchCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ObjectNode query = MessageCodec.JSON.createObjectNode().put("text", words);
        query.set("path", MessageCodec.JSON.valueToTree(Words.path(path)));
        if (limit != null) {
            query.put("limit", limit);
        }
        if (after != null) {
            query.put("after", after);
        }
        JsonNode page = session.find(which).call("textSearch", query);
        session.show(page, () -> Records.page(page));
        return ExitCode.DONE;
    }
}
