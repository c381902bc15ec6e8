package cloud.atek.host.cli.earthstar;

import cloud.atek.api.earthstar.WorkspacesApi.WorkspaceOptions;
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

    @Parameters(index = "0", paramLabel = "WORKSPACE", description = "Its address, or its name.")
    String workspace = "";

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
        var wanted =
                new WorkspaceOptions(
                        published,
                        readOnly,
                        discoverable,
                        everybody ? List.of() : authors,
                        documents,
                        bytes,
                        authorBytes);
        boolean changes =
                !wanted.equals(new WorkspaceOptions(null, null, null, null, null, null, null));
        String address = pub.workspace(workspace);
        JsonNode info =
                changes
                        ? pub.call("workspaceConfigure", address, wanted)
                        : pub.call("workspaceGet", address);
        pub.show(info, () -> Json.pretty(info));
        return ExitCode.DONE;
    }
}
