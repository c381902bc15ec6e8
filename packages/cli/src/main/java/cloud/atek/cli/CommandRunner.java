package cloud.atek.cli;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// Runs commands from their arguments to their exit code. Whatever goes wrong is one sentence on
/// standard error, or one JSON object.
public final class CommandRunner {

    private final CommandLine commands;
    private final Terminal terminal;
    private final BooleanSupplier json;

    /// @param commands with all subcommands
    /// @param json whether failures are told as JSON
    public CommandRunner(CommandLine commands, Terminal terminal, BooleanSupplier json) {
        this.commands = commands;
        this.terminal = terminal;
        this.json = json;
        commands.setOut(new PrintWriter(terminal.out(), true, terminal.out().charset()));
        commands.setErr(new PrintWriter(terminal.err(), true, terminal.err().charset()));
        commands.setExecutionExceptionHandler(this::failed);
        commands.setParameterExceptionHandler(this::misused);
    }

    /// Without any word it explains what there is.
    ///
    /// @return one of [ExitCode]
    public int run(String... args) {
        if (args.length == 0) {
            commands.usage(commands.getOut());
            return ExitCode.DONE;
        }
        return commands.execute(args);
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
        if (json.getAsBoolean()) {
            ObjectNode error = MessageCodec.JSON.createObjectNode();
            error.putObject("error").put("code", exitCode).put("message", message);
            terminal.note(error.toString());
        } else {
            terminal.note(message);
        }
        return exitCode;
    }
}
