package cloud.atek.host.cli;

import cloud.atek.api.services.LogLines;
import cloud.atek.api.services.LogRange;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "logs", description = "Print what a service wrote.", sortOptions = false)
final class LogsCommand implements Callable<Integer> {

    /// One call waits so long for a new line, and is then made again.
    private static final int WAIT_MS = 20_000;

    @Parameters(paramLabel = "ID")
    String id = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Wait for more, until Ctrl-C.")
    boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            description = "How many lines, 1 to 10000 (default: ${DEFAULT-VALUE}).")
    int lines = 200;

    private final AtekCommand atek;

    LogsCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        HostClient host = atek.host();
        String cursor = print(host, new LogRange(lines, null, null));
        while (follow) {
            cursor = print(host, new LogRange(null, cursor, WAIT_MS));
        }
        return ExitCode.DONE;
    }

    /// @return where the next call goes on
    private String print(HostClient host, LogRange range) {
        JsonNode answer = host.call(ServicesApi.ID, "logs", id, range);
        LogLines log = AtekCommand.read(answer, LogLines.class);
        if (atek.json && !follow) {
            atek.terminal().block(Json.pretty(answer));
        } else {
            log.lines().forEach(atek.terminal()::line);
        }
        return log.cursor();
    }
}
