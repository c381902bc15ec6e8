package cloud.atek.host.cli;

import cloud.atek.api.permissions.ServiceRights.Wanted;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServiceList;
import cloud.atek.api.services.ServiceRecord.SourceType;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.services.UpdateOptions;
import cloud.atek.api.services.Updated;
import cloud.atek.api.services.VersionCheck;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import cloud.atek.cli.Terminal;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "update",
        description = "Update a service; without ID, show what could be updated.",
        sortOptions = false)
final class UpdateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The service.")
    @Nullable String id;

    @Option(names = "--all", description = "Update all services that have an update.")
    boolean all;

    @Option(
            names = {"--version", "--desiredVersion"},
            paramLabel = "RANGE",
            description = "This version or range, for this once; also an older one.")
    @Nullable String version;

    @Option(
            names = "--moved",
            description = "Take a tag that names another commit than when it was installed.")
    boolean moved;

    @Option(
            names = "--grant",
            paramLabel = "all|none",
            description = "What it may have of what it wants anew, without a question.")
    @Nullable String grant;

    private final AtekCommand atek;

    UpdateCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        if (id != null && !all) {
            var consent = new Consent(atek, grant);
            JsonNode answer = update(id);
            note(sentence(id, answer));
            consent.about(id, news(answer), answer);
            if (atek.json) {
                atek.show(answer, () -> "");
            }
            return ExitCode.DONE;
        }
        if (id != null || version != null || moved) {
            throw new CommandFailedException(
                    ExitCode.USAGE, "Want one service to update, or --all, or nothing to list.");
        }
        return all ? updateAll() : list();
    }

    private JsonNode update(String service) {
        var words =
                new TaskWords(
                        atek.host(),
                        "Updating " + service,
                        info -> info.settings().id().value().equals(service));
        var options = new UpdateOptions(version, moved ? true : null);
        try (var _ = new Progress(atek.terminal(), words)) {
            return atek.host().call(ServicesApi.ID, "updatePackage", service, options);
        }
    }

    private static List<Wanted> news(JsonNode answer) {
        List<Wanted> news = AtekCommand.read(answer, Updated.class).newWants();
        return news == null ? List.of() : news;
    }

    private static String sentence(String service, JsonNode answer) {
        Updated done = AtekCommand.read(answer, Updated.class);
        String version = done.installedVersion();
        return Terminal.harmless(
                version.isEmpty()
                        ? "Built %s anew from its folder.".formatted(service)
                        : version.equals(done.oldVersion())
                                ? "%s is up to date at %s.".formatted(service, version)
                                : "Updated %s from %s to %s."
                                        .formatted(service, done.oldVersion(), version));
    }

    /// One service of the list, as a check found it.
    private record Found(String id, @Nullable VersionCheck check, @Nullable String problem) {

        JsonNode json() {
            ObjectNode json = MessageCodec.JSON.createObjectNode().put("id", id);
            if (check != null) {
                json.put("hasUpdate", check.hasUpdate());
                json.put("installedVersion", check.installedVersion());
                json.put("latestVersion", check.latestVersion());
            }
            return problem == null ? json : json.put("problem", problem);
        }

        boolean newer() {
            return check != null && check.hasUpdate();
        }
    }

    private List<Found> found() {
        try (var _ = new Progress(atek.terminal(), () -> "Looking for updates")) {
            JsonNode answer = atek.host().call(ServicesApi.ID, "list");
            return AtekCommand.read(answer, ServiceList.class).services().stream()
                    .filter(info -> info.settings().source().sourceType() == SourceType.GIT)
                    .map(this::found)
                    .toList();
        }
    }

    private Found found(ServiceInfo info) {
        String service = info.settings().id().value();
        try {
            JsonNode answer = atek.host().call(ServicesApi.ID, "checkForPackageUpdates", service);
            return new Found(service, AtekCommand.read(answer, VersionCheck.class), null);
        } catch (CommandFailedException e) {
            return new Found(service, null, String.valueOf(e.getMessage()));
        }
    }

    private int list() {
        List<Found> found = found();
        var json = MessageCodec.JSON.createArrayNode();
        found.forEach(each -> json.add(each.json()));
        atek.show(json, () -> table(found));
        return ExitCode.DONE;
    }

    private static String table(List<Found> found) {
        if (found.isEmpty()) {
            return "No service here comes from Git, so nothing can be updated.";
        }
        var table = new Table("ID", "INSTALLED", "NEWEST", "");
        var problems = new StringBuilder();
        for (Found each : found) {
            VersionCheck check = each.check();
            if (check == null) {
                table.row(each.id(), "", "", "not known");
                problems.append('\n').append(Terminal.harmless(each.id() + ": " + each.problem()));
            } else {
                table.row(
                        each.id(),
                        check.installedVersion(),
                        check.latestVersion(),
                        check.hasUpdate() ? "atek update " + each.id() : "up to date");
            }
        }
        return table + (problems.isEmpty() ? "" : "\n" + problems);
    }

    private int updateAll() {
        var answers = MessageCodec.JSON.createArrayNode();
        int exit = ExitCode.DONE;
        for (Found each : found().stream().filter(Found::newer).toList()) {
            ObjectNode answer = MessageCodec.JSON.createObjectNode().put("id", each.id());
            try {
                JsonNode done = update(each.id());
                answer.setAll((ObjectNode) done);
                note(sentence(each.id(), done));
                new Consent(atek, grant).about(each.id(), news(done), answer);
            } catch (CommandFailedException e) {
                // The others are updated all the same.
                answer.put("problem", e.getMessage());
                note(String.valueOf(e.getMessage()));
                exit = ExitCode.FAILED;
            }
            answers.add(answer);
        }
        if (atek.json || answers.isEmpty()) {
            atek.done(answers, "Everything is up to date.");
        }
        return exit;
    }

    private void note(String sentence) {
        if (!atek.json) {
            atek.terminal().line(sentence);
        }
    }
}
