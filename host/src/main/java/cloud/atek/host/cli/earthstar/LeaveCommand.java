package cloud.atek.host.cli.earthstar;

import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "leave",
        description = {
            "Delete a workspace here, for all users of this home. Other homes keep",
            "what they have."
        },
        sortOptions = false)
final class LeaveCommand implements Callable<Integer> {

    @Parameters(paramLabel = "WORKSPACE", description = "Its address, or its name.")
    String workspace = "";

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    private final Pub pub;

    LeaveCommand(Pub pub) {
        this.pub = pub;
    }

    @Override
    public Integer call() {
        String address = pub.workspace(workspace);
        if (!yes) {
            String answer =
                    pub.session().terminal().ask("Delete all of %s here? [y/N]".formatted(address));
            if (!answer.equalsIgnoreCase("y")) {
                pub.session().terminal().line("Nothing was done.");
                return ExitCode.DONE;
            }
        }
        pub.call("workspaceLeave", address);
        pub.show(
                JsonNodeFactory.instance.objectNode().put("left", address),
                () -> "Left %s.".formatted(address));
        return ExitCode.DONE;
    }
}
