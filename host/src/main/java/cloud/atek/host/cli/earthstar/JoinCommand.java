package cloud.atek.host.cli.earthstar;

import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "join",
        description = "Have a workspace here that somebody told you of.",
        sortOptions = false)
final class JoinCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ADDRESS", description = "Such as +garden.b3xk…")
    String address = "";

    @Option(names = "--format", paramLabel = "F", description = "es.4 unless given, or es.3.")
    @Nullable String format;

    private final Pub pub;

    JoinCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        JsonNode joined = pub.make("workspaceJoin", address, format);
        pub.show(
                joined,
                () ->
                        "Joined %s: it has %,d documents here."
                                .formatted(address, joined.path("documents").asInt()));
        return ExitCode.DONE;
    }
}
