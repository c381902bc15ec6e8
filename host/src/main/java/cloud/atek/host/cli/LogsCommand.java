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
        if (follow) {
            new LogFollow(host, atek.terminal(), id, lines).run();
            return ExitCode.DONE;
        }
        JsonNode answer = host.call(ServicesApi.ID, "logs", id, new LogRange(lines, null, null));
        if (atek.json) {
            atek.terminal().block(Json.pretty(answer));
        } else {
            AtekCommand.read(answer, LogLines.class).lines().forEach(atek.terminal()::line);
        }
        return ExitCode.DONE;
    }
}
