package cloud.atek.host.cli.adb;

import cloud.atek.cli.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Lists the commands.
@Command(
        name = "adb",
        description = "Look into and change the databases.",
        footer = {"", "Atek must be running. All databases are open to whoever runs it."},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        sortOptions = false)
public final class AdbCommand implements Callable<Integer> {

    @Spec @Nullable CommandSpec spec;

    private AdbCommand() {}

    /// `adb` with all its commands.
    public static CommandLine line(Session session) {
        var adb = new CommandLine(new AdbCommand());
        List.of(
                        new DbsCommand(session),
                        new GetCommand(session),
                        new PutCommand(session),
                        new DeleteCommand(session),
                        new ListCommand(session),
                        new QueryCommand(session),
                        new SearchCommand(session),
                        new HistoryCommand(session),
                        new DiffCommand(session),
                        new WatchCommand(session),
                        new ViewCommand(session),
                        new StatCommand(session),
                        new RetentionCommand(session),
                        new PurgeCommand(session),
                        new CompactCommand(session),
                        new RebuildCommand(session),
                        new ExportCommand(session),
                        new ImportCommand(session),
                        new SqlCommand(session),
                        new IndexCommand(session))
                .forEach(adb::addSubcommand);
        return adb;
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
