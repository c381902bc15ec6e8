package cloud.atek.host.cli.earthstar;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        description = "Print the newest content of a path; with --json the document.",
        footer = {"", "What is sealed is opened, if one of your keys does it."},
        sortOptions = false)
final class GetCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "WORKSPACE", description = "Its address, or its name.")
    String workspace = "";

    @Parameters(index = "1", paramLabel = "PATH", description = "Such as /wiki/Flowers.")
    String path = "";

    @Option(names = "--as", paramLabel = "AUTHOR", description = "Whose key opens it.")
    @Nullable String author;

    private final Pub pub;

    GetCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        String address = pub.workspace(workspace);
        JsonNode opened =
                author == null
                        ? pub.call("documentOpen", address, path)
                        : pub.call("documentOpen", address, path, pub.author(author, address));
        if (opened.isNull() || opened.isMissingNode()) {
            throw new CommandFailedException("There is no document at %s.".formatted(path));
        }
        pub.show(document(opened), () -> content(opened, path));
        return ExitCode.DONE;
    }

    /// With what was opened as a note: names with an underscore are not signed.
    private static JsonNode document(JsonNode opened) {
        ObjectNode document = opened.path("document").deepCopy();
        if (opened.path("sealed").asBoolean() && opened.has("content")) {
            document.set("_opened", opened.get("content"));
        }
        return document;
    }

    private static String content(JsonNode opened, String path) {
        if (!opened.has("content")) {
            throw new CommandFailedException(
                    "%s is sealed for others: no key here opens it.".formatted(path));
        }
        return opened.path("content").asText();
    }

    /// es.3 calls it `value`, es.5 `text`.
    static String content(JsonNode document) {
        String name = document.has("value") ? "value" : document.has("text") ? "text" : "content";
        return document.path(name).asText();
    }
}
