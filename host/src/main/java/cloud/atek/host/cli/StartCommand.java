package cloud.atek.host.cli;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "start", description = "Start a service.")
final class StartCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID")
    String id = "";

    private final AtekCommand atek;

    StartCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        atek.done(atek.host().call(ServicesApi.ID, "start", id), "Started " + id + ".");
        return ExitCode.DONE;
    }
}
