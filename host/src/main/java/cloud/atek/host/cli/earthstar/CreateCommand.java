package cloud.atek.host.cli.earthstar;

import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "create",
        description = "Make a workspace, and print its address.",
        sortOptions = false)
final class CreateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "1 to 15 letters, such as garden.")
    String name = "";

    @Option(names = "--format", paramLabel = "F", description = "es.4 unless given; es.3, es.5.")
    @Nullable String format;

    private final Pub pub;

    CreateCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        JsonNode made = pub.make("workspaceCreate", name, format);
        pub.show(made, () -> made.path("workspace").asText());
        return ExitCode.DONE;
    }
}
