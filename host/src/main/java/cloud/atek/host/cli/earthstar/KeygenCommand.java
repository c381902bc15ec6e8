package cloud.atek.host.cli.earthstar;

import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "keygen",
        description = "Make an author, who signs what he writes.",
        sortOptions = false)
final class KeygenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Four letters, such as suzy.")
    String name = "";

    @Option(names = "--format", paramLabel = "F", description = "es.4 unless given, or es.3.")
    @Nullable String format;

    @Option(names = "--secret", description = "Print the secret too, to keep a copy.")
    boolean secret;

    private final Pub pub;

    KeygenCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        JsonNode made = pub.make("keypairCreate", name, format);
        String author = made.path("author").asText();
        JsonNode shown = secret ? pub.call("keypairExport", author) : made;
        ObjectNode all = made.deepCopy();
        all.setAll((ObjectNode) shown);
        pub.show(
                all, () -> secret ? author + "\nSecret: " + shown.path("secret").asText() : author);
        return ExitCode.DONE;
    }
}
