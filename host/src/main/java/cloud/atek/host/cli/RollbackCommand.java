package cloud.atek.host.cli;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.services.Updated;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "rollback", description = "Go back to the version before the last update.")
final class RollbackCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID")
    String id = "";

    private final AtekCommand atek;

    RollbackCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        JsonNode answer;
        var words =
                new TaskWords(
                        atek.host(),
                        "Rolling back " + id,
                        info -> info.settings().id().value().equals(id));
        try (var _ = new Progress(atek.terminal(), words)) {
            answer = atek.host().call(ServicesApi.ID, "rollback", id);
        }
        Updated done = AtekCommand.read(answer, Updated.class);
        atek.done(
                answer,
                Terminal.harmless(
                        "%s is at %s again, it was at %s."
                                .formatted(id, done.installedVersion(), done.oldVersion())));
        return ExitCode.DONE;
    }
}
