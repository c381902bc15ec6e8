package cloud.atek.host.cli;

import cloud.atek.host.Host;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// `atek`, from its arguments to its exit code.
public final class Main {

    private final Terminal terminal;
    private final AtekCommand atek;
    private final CommandLine commands;

    Main(Terminal terminal, HostRunner runner) {
        this.terminal = terminal;
        this.atek = new AtekCommand(terminal);
        this.commands = new CommandLine(atek);
        List.of(
                        new UpCommand(atek, runner),
                        new InstallCommand(atek),
                        new UninstallCommand(atek),
                        new LsCommand(atek),
                        new GetCommand(atek),
                        new StartCommand(atek),
                        new StopCommand(atek),
                        new RestartCommand(atek),
                        new LogsCommand(atek),
                        new OpenCommand(atek),
                        new MkuserCommand(atek),
                        new DoctorCommand(atek),
                        new TrainCommand(atek, runner))
                .forEach(commands::addSubcommand);
        commands.setOut(new PrintWriter(terminal.out(), true, terminal.out().charset()));
        commands.setErr(new PrintWriter(terminal.err(), true, terminal.err().charset()));
        commands.setExecutionExceptionHandler(this::failed);
        commands.setParameterExceptionHandler(this::misused);
    }

    public static void main(String[] args) {
        System.exit(new Main(Terminal.ofProcess(), Host::prepare).run(args));
    }

    /// @return one of [ExitCode]
    int run(String... args) {
        if (args.length == 0) {
            commands.usage(commands.getOut());
            return ExitCode.DONE;
        }
        return commands.execute(InstallCommand.withConfigPairs(args));
    }

    private int failed(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof CommandFailedException known) {
            return complain(known.exitCode(), String.valueOf(known.getMessage()));
        }
        e.printStackTrace(terminal.err());
        return complain(ExitCode.FAILED, "atek has a fault: please report the lines above.");
    }

    private int misused(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String hint =
                e instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions().stream()
                                .findFirst()
                                .map(name -> " Did you mean " + name + "?")
                                .orElse("")
                        : "";
        return complain(
                ExitCode.USAGE,
                "%s.%s Try `%s --help`."
                        .formatted(
                                String.valueOf(e.getMessage()).replaceFirst("[.]$", ""),
                                hint,
                                command.getCommandSpec().qualifiedName()));
    }

    private int complain(int exitCode, String message) {
        if (atek.json) {
            ObjectNode error = MessageCodec.JSON.createObjectNode();
            error.putObject("error").put("code", exitCode).put("message", message);
            terminal.note(error.toString());
        } else {
            terminal.note(message);
        }
        return exitCode;
    }
}
