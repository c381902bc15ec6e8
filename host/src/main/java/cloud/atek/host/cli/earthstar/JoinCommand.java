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

    private static final int SECRET_LENGTH_MAX = 1_000;

    @Parameters(paramLabel = "ADDRESS", description = "Such as +garden.b3xk…")
    String address = "";

    @Option(names = "--format", paramLabel = "F", description = "es.4 unless given; es.3, es.5.")
    @Nullable String format;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            description = "Of es.5, to write there; - reads it from standard input.")
    @Nullable String secret;

    @Option(names = "--key", paramLabel = "KEY", description = "The shared key, for the sealed.")
    @Nullable String key;

    private final Pub pub;

    JoinCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        JsonNode joined = joined();
        if (key != null) {
            joined = pub.call("sharedKeySet", address, key);
        }
        show(joined);
        return ExitCode.DONE;
    }

    private JsonNode joined() {
        if (secret == null) {
            return pub.make("workspaceJoin", address, format);
        }
        String told = secret.equals("-") ? Pub.input(SECRET_LENGTH_MAX).strip() : secret;
        return pub.call("workspaceJoin", address, format == null ? "es.5" : format, told);
    }

    private void show(JsonNode joined) {
        pub.show(
                joined,
                () ->
                        "Joined %s: it has %,d documents here."
                                .formatted(address, joined.path("documents").asInt()));
    }
}
