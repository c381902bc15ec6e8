package cloud.atek.host.cli.earthstar;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        description = "Print the newest content of a path; with --json the document.",
        sortOptions = false)
final class GetCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "WORKSPACE", description = "Its address, or its name.")
    String workspace = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "Such as /wiki/Flowers.")
    String path = "";

    private final Pub pub;

    GetCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        JsonNode document = pub.call("documentGet", pub.workspace(workspace), path);
        if (document.isNull() || document.isMissingNode()) {
            throw new CommandFailedException("There is no document at %s.".formatted(path));
        }
        pub.show(document, () -> content(document));
        return ExitCode.DONE;
    }

    /// es.3 calls it `value`.
    static String content(JsonNode document) {
        return document.path(document.has("value") ? "value" : "content").asText();
    }
}
