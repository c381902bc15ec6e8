package cloud.atek.host.cli;

import cloud.atek.api.inspect.ConfigReport;
import cloud.atek.api.inspect.InspectApi;
import cloud.atek.api.services.ServiceInfo;
import cloud.atek.api.services.ServiceList;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.cli.CommandFailedException;
import cloud.atek.host.doctor.Finding;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What only the running host knows of its health.
record HostChecks(HostClient host) {

    List<Finding> findings() {
        try {
            return Stream.concat(core().stream(), settings().stream()).toList();
        } catch (CommandFailedException e) {
            return List.of(
                    Finding.broken(
                            "Atek",
                            "runs, but does not answer: " + e.getMessage(),
                            "look at logs/host.log in the data folder"));
        }
    }

    private List<Finding> core() {
        ServiceList all = AtekCommand.read(host.call(ServicesApi.ID, "list"), ServiceList.class);
        return all.services().stream().filter(ServiceInfo::core).map(HostChecks::core).toList();
    }

    private static Finding core(ServiceInfo service) {
        String id = service.settings().id().value();
        return service.status() == ServiceInfo.Status.ACTIVE
                ? Finding.ok("Core service", id + " runs")
                : Finding.broken(
                        "Core service",
                        "%s is %s: %s"
                                .formatted(
                                        id,
                                        service.state().word(),
                                        Objects.requireNonNullElse(service.reason(), "no reason")),
                        "atek logs " + id);
    }

    private List<Finding> settings() {
        ConfigReport report =
                AtekCommand.read(host.call(InspectApi.ID, "describeConfig"), ConfigReport.class);
        return report.needsRestart().isEmpty()
                ? List.of()
                : List.of(
                        Finding.warning(
                                "Restart",
                                "needed for " + String.join(", ", report.needsRestart()),
                                "stop Atek and start it again"));
    }
}
