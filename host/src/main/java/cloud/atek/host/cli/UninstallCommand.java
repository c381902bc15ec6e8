package cloud.atek.host.cli;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "uninstall", description = "Remove a service.")
final class UninstallCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID")
    String id = "";

    private final AtekCommand atek;

    UninstallCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        atek.done(atek.host().call(ServicesApi.ID, "uninstall", id), "Removed " + id + ".");
        return ExitCode.DONE;
    }
}
