package cloud.atek.services.datachain.tool;

import cloud.atek.cli.CommandRunner;
import cloud.atek.cli.Terminal;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine;

/// `atek datachain`, from its arguments to its exit code.
public final class Main {

    private final CommandRunner commands;

    Main(Terminal terminal, Clock clock) {
        var atek = new AtekCommand();
        var tool = new Tool(terminal, () -> atek.json, clock);
        var datachain = new CommandLine(new DatachainCommand());
        List.of(
                        new StatCommand(tool),
                        new VerifyCommand(tool),
                        new DumpCommand(tool),
                        new ProofCommand(tool),
                        new RotateCommand(tool),
                        new CompactCommand(tool),
                        new BackupCommand(tool),
                        new RestoreCommand(tool))
                .forEach(datachain::addSubcommand);
        var line = new CommandLine(atek).addSubcommand("datachain", datachain);
        this.commands = new CommandRunner(line, terminal, () -> atek.json);
    }

    public static void main(String[] args) {
        System.exit(new Main(Terminal.ofProcess(), Clock.systemUTC()).run(args));
    }

    /// @return one of [cloud.atek.cli.ExitCode]
    int run(String... args) {
        return commands.run(args);
    }
}
