package cloud.atek.services.datachain.tool;

import cloud.atek.cli.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Lists the tools.
@Command(
        name = "datachain",
        description = {
            "Look into, check, back up and restore a datachain: a folder such as",
            "~/.atek/data/<service>/chains/<id>. Nobody else may have it open."
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions, for every command:%n",
        sortOptions = false)
final class DatachainCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            CommandLine line = spec.commandLine();
            line.usage(line.getOut());
        }
        return ExitCode.DONE;
    }
}
