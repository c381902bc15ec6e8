package cloud.atek.host.cli;

import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "get", description = "Show all about one service.")
final class GetCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID")
    String id = "";

    @Option(names = "--show", description = "Show the values of variables.")
    boolean show;

    private final AtekCommand atek;

    GetCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        JsonNode answer = atek.host().call(ServicesApi.ID, "get", id);
        atek.show(
                answer,
                () -> ServiceView.details(AtekCommand.read(answer, ServiceInfo.class), show));
        return ExitCode.DONE;
    }
}
