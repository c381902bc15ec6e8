package cloud.atek.host.cli;

import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Terminal;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "revoke", description = "Take back what a service was allowed.")
final class RevokeCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ID", description = "The service.")
    String id = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "GRANT",
            description = "One of `atek permissions ID`; all unless given.")
    @Nullable String grant;

    private final AtekCommand atek;

    RevokeCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        JsonNode answer =
                grant == null
                        ? atek.host().call(PermissionsApi.ID, "revoke", id)
                        : atek.host().call(PermissionsApi.ID, "revoke", id, grant);
        atek.done(
                answer,
                Terminal.harmless(
                        grant == null
                                ? "%s may use nothing any more but what every service may."
                                        .formatted(id)
                                : "%s has lost it.".formatted(id)));
        return ExitCode.DONE;
    }
}
