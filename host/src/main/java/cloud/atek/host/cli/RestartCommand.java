package cloud.atek.host.cli;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "restart", description = "Restart a service.")
final class RestartCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID")
    String id = "";

    private final AtekCommand atek;

    RestartCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        atek.done(atek.host().call(ServicesApi.ID, "restart", id), "Restarted " + id + ".");
        return ExitCode.DONE;
    }
}
