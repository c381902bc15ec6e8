package cloud.atek.host.cli;

import cloud.atek.api.services.ServiceList;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "ls", description = "List the services.")
final class LsCommand implements Callable<Integer> {

    private final AtekCommand atek;

    LsCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        JsonNode answer = atek.host().call(ServicesApi.ID, "list");
        atek.show(
                answer,
                () -> ServiceView.list(AtekCommand.read(answer, ServiceList.class).services()));
        return ExitCode.DONE;
    }
}
