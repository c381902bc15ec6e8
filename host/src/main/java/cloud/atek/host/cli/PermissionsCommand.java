package cloud.atek.host.cli;

import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.api.permissions.ServiceRights;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "permissions", description = "Show what services may do, and what they ask for.")
final class PermissionsCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", arity = "0..1", description = "All of them unless given.")
    @Nullable String id;

    private final AtekCommand atek;

    PermissionsCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        JsonNode answer =
                id == null
                        ? atek.host().call(PermissionsApi.ID, "list")
                        : atek.host().call(PermissionsApi.ID, "list", id);
        List<ServiceRights> all = List.of(AtekCommand.read(answer, ServiceRights[].class));
        atek.show(answer, () -> id == null ? table(all) : RightsView.of(all.getFirst()));
        return ExitCode.DONE;
    }

    private static String table(List<ServiceRights> all) {
        var table = new Table("ID", "MAY USE", "GRANTS", "WANTS MORE", "ASKS");
        for (ServiceRights one : all) {
            long missing = one.wants().stream().filter(want -> !want.granted()).count();
            table.row(
                    one.id().value(),
                    one.limited() ? "what was granted" : "everything",
                    Integer.toString(one.grants().size()),
                    missing == 0 ? "" : Long.toString(missing),
                    one.requests().isEmpty() ? "" : Integer.toString(one.requests().size()));
        }
        return table.toString();
    }
}
