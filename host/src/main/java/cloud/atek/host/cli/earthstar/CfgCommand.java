package cloud.atek.host.cli.earthstar;

import cloud.atek.api.earthstar.WorkspacesApi.PubOptions;
import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceOptions;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "cfg",
        description = "Show or change the settings of a workspace.",
        sortOptions = false)
final class CfgCommand implements Callable<Integer> {

    private static final WorkspaceOptions NOTHING =
            new WorkspaceOptions(null, null, null, null, null, null, null);

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "WORKSPACE",
            description = "Its address, or its name; this home's Earthstar without one.")
    @Nullable String workspace;

    @Option(
            names = "--es5",
            negatable = true,
            description = "Of this home: whether workspaces of es.5 can be made.")
    @Nullable Boolean es5;

    @Option(names = "--publish", negatable = true, description = "Whether other homes reach it.")
    @Nullable Boolean published;

    @Option(names = "--read-only", negatable = true, description = "Whether others only read it.")
    @Nullable Boolean readOnly;

    @Option(names = "--discoverable", negatable = true, description = "Whether it is listed.")
    @Nullable Boolean discoverable;

    @Option(
            names = "--author",
            paramLabel = "AUTHOR",
            description = "Keep only his documents, an address; as often as wanted.")
    @Nullable List<String> authors;

    @Option(names = "--all-authors", description = "Keep documents of everybody again.")
    boolean everybody;

    @Option(names = "--documents", paramLabel = "N", description = "Most documents.")
    @Nullable Long documents;

    @Option(names = "--bytes", paramLabel = "N", description = "Most bytes of contents.")
    @Nullable Long bytes;

    @Option(
            names = "--author-bytes",
            paramLabel = "N",
            description = "Most bytes of contents of one author.")
    @Nullable Long authorBytes;

    private final Pub pub;

    CfgCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        if (workspace != null && es5 != null) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "--es5 is a setting of this home: name no workspace.");
        }
        JsonNode info = workspace == null ? home() : of(pub.workspace(workspace));
        pub.show(info, () -> Json.pretty(info));
        return ExitCode.DONE;
    }

    private JsonNode home() {
        if (!wanted().equals(NOTHING)) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "Which workspace? `atek earthstar ls` lists them.");
        }
        return es5 == null ? pub.call("pubGet") : pub.call("pubConfigure", new PubOptions(es5));
    }

    private JsonNode of(String address) {
        WorkspaceOptions wanted = wanted();
        return wanted.equals(NOTHING)
                ? pub.call("workspaceGet", address)
                : pub.call("workspaceConfigure", address, wanted);
    }

    private WorkspaceOptions wanted() {
        return new WorkspaceOptions(
                published,
                readOnly,
                discoverable,
                everybody ? List.of() : authors,
                documents,
                bytes,
                authorBytes);
    }
}
