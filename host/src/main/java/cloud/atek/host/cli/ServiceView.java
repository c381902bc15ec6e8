package cloud.atek.host.cli;

import cloud.atek.api.Activation;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.cli.Table;
import cloud.atek.cli.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How services look on a terminal.
final class ServiceView {

    private static final String HIDDEN = "…";

    private ServiceView() {}

    static String version(ServiceInfo info) {
        String version = info.settings().source().installedVersion();
        return version == null ? "" : version;
    }

    static String list(List<ServiceInfo> services) {
        if (services.isEmpty()) {
            return "No services yet. Install one with: atek install <git-url>";
        }
        var table = new Table("ID", "STATE", "VERSION", "URL");
        for (ServiceInfo service : services) {
            table.row(
                    service.settings().id().value(),
                    state(service),
                    version(service),
                    text(service.url()));
        }
        return table + notes(services);
    }

    /// What must not be missed: services that nothing confines, and why a service is down.
    private static String notes(List<ServiceInfo> services) {
        String open =
                services.stream()
                        .filter(ServiceView::unconfined)
                        .map(service -> service.settings().id().value())
                        .collect(Collectors.joining(", "));
        String reasons =
                services.stream()
                        .filter(service -> service.reason() != null)
                        .filter(service -> !service.asleep())
                        .map(service -> service.settings().id() + ": " + service.reason())
                        .map(line -> "\n" + Terminal.harmless(line))
                        .collect(Collectors.joining());
        String updates =
                services.stream()
                        .flatMap(service -> update(service).stream())
                        .map(line -> "\n" + Terminal.harmless(line))
                        .collect(Collectors.joining());
        return (reasons.isEmpty() ? "" : "\n" + reasons)
                + (updates.isEmpty() ? "" : "\n" + updates)
                + (open.isEmpty() ? "" : "\n\nRunning without a sandbox: " + open);
    }

    private static String state(ServiceInfo service) {
        return service.asleep() ? "asleep" : service.state().word();
    }

    private static Optional<String> update(ServiceInfo service) {
        String id = service.settings().id().value();
        return Optional.ofNullable(service.update())
                .map(found -> id + ": " + found.version() + " is there, run atek update " + id);
    }

    private static boolean unconfined(ServiceInfo service) {
        return service.state() == ServiceInfo.State.RUNNING
                && service.sandbox() != null
                && service.sandbox().isEmpty();
    }

    /// @param show whether the values of variables are shown, which may be secrets
    static String details(ServiceInfo service, boolean show) {
        var settings = service.settings();
        var table = new Table("state", state(service));
        row(table, "since", service.since());
        row(table, "reason", service.reason());
        row(table, "url", service.url());
        row(table, "version", settings.source().installedVersion());
        var update = service.update();
        row(table, "newer", update == null ? null : update.version());
        var previous = settings.previous();
        row(table, "rollback to", previous == null ? null : previous.installedVersion());
        row(table, "wanted", settings.desiredVersion());
        row(table, "runs", runs(service));
        row(table, "source", settings.sourceUrl());
        row(table, "commit", settings.source().commit());
        table.row("owner", settings.owningUserKey().value());
        table.row("key", service.key().value());
        row(table, "sandbox", sandbox(service));
        if (settings.manifest() != null) {
            settings.manifest()
                    .path("exports")
                    .forEach(export -> table.row("exports", export.path("api").asText()));
        }
        Map<String, String> variables =
                Objects.requireNonNullElse(settings.config(), Map.<String, String>of());
        variables.forEach((key, value) -> table.row("config." + key, show ? value : HIDDEN));
        return "%s (%s)\n%s%s"
                .formatted(
                        settings.id(),
                        service.status().name().toLowerCase(Locale.ROOT),
                        table,
                        variables.isEmpty() || show ? "" : "\n\nValues are shown with --show.");
    }

    private static String runs(ServiceInfo service) {
        Activation activation = service.activation();
        Integer idle = service.settings().idleSeconds();
        if (activation == null) {
            return "";
        }
        boolean told = activation == Activation.ON_DEMAND && idle != null;
        return activation.word() + (told ? ", sleeps after " + idle + " s" : "");
    }

    private static String sandbox(ServiceInfo service) {
        List<String> layers = service.sandbox();
        if (layers == null) {
            return "";
        }
        return layers.isEmpty() ? "none" : String.join(", ", layers);
    }

    private static void row(Table table, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            table.row(name, value);
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
