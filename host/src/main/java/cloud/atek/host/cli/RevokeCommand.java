package cloud.atek.host.cli;

import cloud.atek.api.permissions.Grant;
import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.api.permissions.ServiceRights;
import cloud.atek.api.permissions.What;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Terminal;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            description =
                    "An API, a host, a folder, or the key that `atek permissions ID` shows; all"
                            + " unless given.")
    @Nullable String grant;

    private final AtekCommand atek;

    RevokeCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        if (grant == null) {
            JsonNode answer = atek.host().call(PermissionsApi.ID, "revoke", id);
            atek.done(
                    answer,
                    "%s may use nothing any more but what every service may.".formatted(id));
        } else {
            revoke(grant);
        }
        return ExitCode.DONE;
    }

    private void revoke(String word) {
        List<Grant> meant =
                rights(atek, id).grants().stream().filter(one -> means(word, one)).toList();
        if (meant.isEmpty()) {
            throw new CommandFailedException(
                    "%s was not granted \"%s\": `atek permissions %s` shows what it was."
                            .formatted(id, word, id));
        }
        for (Grant one : meant) {
            atek.host().call(PermissionsApi.ID, "revoke", id, one.key());
        }
        atek.show(
                MessageCodec.JSON.valueToTree(meant),
                () ->
                        Terminal.harmless(id)
                                + " may no longer:\n"
                                + meant.stream()
                                        .map(RightsView::sentence)
                                        .collect(Collectors.joining("\n")));
    }

    /// What one service wants and has.
    static ServiceRights rights(AtekCommand atek, String id) {
        JsonNode answer = atek.host().call(PermissionsApi.ID, "list", id);
        return AtekCommand.read(answer, ServiceRights[].class)[0];
    }

    private static boolean means(String word, Grant grant) {
        return grant.key().equals(word)
                || switch (grant.what()) {
                    case What.ApiGrant api -> api.api().value().equals(word);
                    case What.NetworkGrant net ->
                            net.host().equals(word) || net.at().toString().equals(word);
                    case What.FullNetwork _ -> word.equals("full-network");
                    case What.FolderGrant folder -> folder.name().equals(word);
                    case What.Limits limits ->
                            (limits.memory() != null && word.equals("memory"))
                                    || (limits.cpu() != null && word.equals("cpu"))
                                    || (limits.storage() != null && word.equals("storage"));
                };
    }
}
