package cloud.atek.host.cli;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Json;
import cloud.atek.cli.Terminal;
import cloud.atek.host.config.HostConfig;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The options that every command takes, and what they mean: which host is spoken to, and in which
/// form the answer is shown.
@Command(
        name = "atek",
        description = "Your personal cloud. Start with: atek up",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "Commands:%n",
        optionListHeading = "Options, for every command:%n",
        sortOptions = false,
        versionProvider = Version.class)
final class AtekCommand {

    @Option(
            names = "--configDir",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Data folder (default: ~/.atek).")
    Path configDir = HostFolder.defaultDir();

    @Option(
            names = "--port",
            paramLabel = "N",
            scope = ScopeType.INHERIT,
            description = "TCP port of the host (default: 8080).")
    @Nullable Integer port;

    @Option(
            names = "--domain",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "Name of the host (default: localhost).")
    @Nullable String domain;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Say more about a command.")
    boolean help;

    @Option(
            names = {"-v", "--version"},
            versionHelp = true,
            description = "Print the version.")
    boolean version;

    private final Terminal terminal;

    AtekCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    Terminal terminal() {
        return terminal;
    }

    HostFolder folder() {
        return new HostFolder(configDir.toAbsolutePath().normalize());
    }

    /// The port, in this order: the command line, the running host's lock file, `config.json`, the
    /// default.
    int port() {
        if (port != null) {
            return port;
        }
        int running = folder().running().map(HostFolder.Running::port).orElse(0);
        return running > 0
                ? running
                : folder().rough().path("port").asInt(HostConfig.DEFAULT.port());
    }

    HostClient host() {
        return new HostClient(folder(), port(), domain == null ? folder().domain() : domain);
    }

    /// Prints an answer of the host: as it came, or as a table.
    void show(JsonNode answer, Supplier<String> table) {
        terminal.block(json ? Json.pretty(answer) : table.get());
    }

    /// Prints what was done; with `--json` the answer itself.
    void done(JsonNode answer, String sentence) {
        if (json) {
            terminal.block(Json.pretty(answer));
        } else {
            terminal.line(sentence);
        }
    }

    /// Reads an answer; members that a newer host may add are passed over.
    static <T> T read(JsonNode answer, Class<T> type) {
        try {
            return MessageCodec.JSON
                    .readerFor(type)
                    .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(answer);
        } catch (IOException e) {
            throw new CommandFailedException(
                    ExitCode.FAILED,
                    "The answer of Atek is not understood: are host and command of one version?",
                    e);
        }
    }
}
