package cloud.atek.host.cli;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "stop", description = "Stop a service.")
final class StopCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID")
    String id = "";

    private final AtekCommand atek;

    StopCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        atek.done(atek.host().call(ServicesApi.ID, "stop", id), "Stopped " + id + ".");
        return ExitCode.DONE;
    }
}
