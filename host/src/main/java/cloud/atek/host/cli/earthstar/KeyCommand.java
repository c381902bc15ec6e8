package cloud.atek.host.cli.earthstar;

import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "key",
        description = "Make a shared key for a workspace, or take one: it seals and opens.",
        sortOptions = false)
final class KeyCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "WORKSPACE", description = "Its address, or its name.")
    String workspace = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "KEY",
            description = "One that somebody told you; a new one unless given.")
    @Nullable String key;

    private final Pub pub;

    KeyCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        String address = pub.workspace(workspace);
        JsonNode info =
                key == null
                        ? pub.call("sharedKeySet", address)
                        : pub.call("sharedKeySet", address, key);
        pub.show(
                info,
                () ->
                        "`set --sealed` seals by it; `atek earthstar invite %s --sealed` hands it on."
                                .formatted(Pub.name(address)));
        return ExitCode.DONE;
    }
}
