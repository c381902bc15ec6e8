package cloud.atek.host.cli;

import cloud.atek.cli.CommandRunner;
import cloud.atek.cli.Terminal;
import cloud.atek.host.Host;
import cloud.atek.host.cli.adb.AdbCommand;
import cloud.atek.host.cli.adb.Session;
import cloud.atek.host.cli.earthstar.EarthstarCommand;
import java.util.List;
import picocli.CommandLine;

/// `atek`, from its arguments to its exit code.
public final class Main {

    private final CommandRunner commands;

    Main(Terminal terminal, HostRunner runner) {
        var atek = new AtekCommand(terminal);
        var line = new CommandLine(atek);
        commands(atek, runner).forEach(line::addSubcommand);
        line.addSubcommand(AdbCommand.line(new Session(terminal, () -> atek.json, atek::host)));
        line.addSubcommand(
                EarthstarCommand.line(new Session(terminal, () -> atek.json, atek::host)));
        HelpGroups.show(line);
        this.commands = new CommandRunner(line, terminal, () -> atek.json);
    }

    private static List<Object> commands(AtekCommand atek, HostRunner runner) {
        return List.of(
                new UpCommand(atek, runner),
                new InstallCommand(atek),
                new UpdateCommand(atek),
                new RollbackCommand(atek),
                new UninstallCommand(atek),
                new LsCommand(atek),
                new GetCommand(atek),
                new CfgCommand(atek),
                new StartCommand(atek),
                new StopCommand(atek),
                new RestartCommand(atek),
                new LogsCommand(atek),
                new AuditCommand(atek),
                new StatsCommand(atek),
                new OpenCommand(atek),
                new PermissionsCommand(atek),
                new GrantCommand(atek),
                new RevokeCommand(atek),
                new MkuserCommand(atek),
                new ModuserCommand(atek),
                new DeluserCommand(atek),
                new InviteCommand(atek),
                new SessionsCommand(atek),
                new CompletionCommand(atek),
                new CompleteCommand(atek),
                new DatachainCommand(),
                new ConfigCommand(atek),
                new TrustCommand(atek),
                new DoctorCommand(atek),
                new TrainCommand(atek, runner));
    }

    public static void main(String[] args) {
        System.exit(new Main(Terminal.ofProcess(), Host::prepare).run(args));
    }

    /// @return one of [cloud.atek.cli.ExitCode]
    int run(String... args) {
        return commands.run(InstallCommand.withConfigPairs(args));
    }
}
