package cloud.atek.host.cli.earthstar;

import cloud.atek.cli.ExitCode;
import cloud.atek.host.cli.adb.Session;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Lists the commands.
@Command(
        name = "earthstar",
        description = "Read, write and sync workspaces of signed documents.",
        footer = {
            "",
            "Atek must be running. A workspace is named by its address, or by the",
            "name in it while only one has that name."
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        sortOptions = false)
public final class EarthstarCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    private EarthstarCommand() {}

    /// `earthstar` with all its commands.
    public static CommandLine line(Session session) {
        var pub = new Pub(session);
        var earthstar = new CommandLine(new EarthstarCommand());
        List.of(
                        new KeygenCommand(pub),
                        new CreateCommand(pub),
                        new JoinCommand(pub),
                        new InviteCommand(pub),
                        new LeaveCommand(pub),
                        new LsCommand(pub),
                        new GetCommand(pub),
                        new SetCommand(pub),
                        new QueryCommand(pub),
                        new KeyCommand(pub),
                        new SyncCommand(pub),
                        new CfgCommand(pub),
                        new ExportCommand(pub),
                        new ImportCommand(pub))
                .forEach(earthstar::addSubcommand);
        return earthstar;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            CommandLine line = spec.commandLine();
            line.usage(line.getOut());
        }
        return ExitCode.DONE;
    }
}
