package cloud.atek.host;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.services.ServiceInfo.Status;
import cloud.atek.host.cli.HostStartException;
import cloud.atek.host.config.HostConfig;
import cloud.atek.host.install.Source;
import cloud.atek.host.services.Result;
import cloud.atek.host.services.Services;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The services that the host brings along, and those that `config.json` puts in their place.
record CoreServices(Services services) {

    private static final Logger log = LoggerFactory.getLogger(CoreServices.class);

    static final ServiceId ADB = new ServiceId("core.adb");
    static final ServiceId EARTHSTAR = new ServiceId("core.earthstar");
    static final ServiceId LONESTAR = new ServiceId("core.lonestar");

    /// The keys of all core services: their IDs.
    static Set<ServiceKey> keys(HostConfig config) {
        Stream<ServiceId> ids =
                config.coreServices().isEmpty()
                        ? Stream.of(ADB, EARTHSTAR, LONESTAR)
                        : config.coreServices().stream().map(CoreServices::id);
        return ids.map(id -> new ServiceKey(id.value())).collect(Collectors.toUnmodifiableSet());
    }

    /// Starts them one after the other.
    ///
    /// @throws HostStartException when one does not run: the host is nothing without them
    void start(HostConfig config, Distribution distribution)
            throws IOException, HostStartException {
        if (config.coreServices().isEmpty()) {
            start(ADB, new Source.Folder(distribution.adb()), "", Map.of());
            bring(EARTHSTAR, new Source.Folder(distribution.earthstar()));
            start(LONESTAR, new Source.Folder(distribution.lonestar()), "", Map.of());
        }
        for (HostConfig.CoreService service : config.coreServices()) {
            start(
                    id(service),
                    source(service),
                    Objects.requireNonNullElse(service.desiredVersion(), ""),
                    Objects.requireNonNullElse(service.config(), Map.of()));
        }
    }

    /// One that the host can do without.
    private void bring(ServiceId id, Source source) throws IOException {
        try {
            start(id, source, "", Map.of());
        } catch (HostStartException e) {
            log.warn("{}", e.getMessage());
        }
    }

    private void start(ServiceId id, Source source, String version, Map<String, String> variables)
            throws IOException, HostStartException {
        switch (services.startCore(id, source, version, variables)) {
            case Result.Refused(String why) -> throw failed(id, why);
            case Result.Done(var info) when info.status() != Status.ACTIVE ->
                    throw failed(id, Objects.requireNonNullElse(info.reason(), "it stopped"));
            case Result.Done _ -> {}
        }
    }

    private static HostStartException failed(ServiceId id, String why) {
        return new HostStartException(
                "The core service %s cannot run: %s".formatted(id, why), null);
    }

    private static ServiceId id(HostConfig.CoreService service) {
        String last = Path.of(service.sourceUrl()).getFileName().toString();
        return new ServiceId(Objects.requireNonNullElse(service.id(), "core." + last));
    }

    private static Source source(HostConfig.CoreService service) throws HostStartException {
        return switch (Source.parse(service.sourceUrl(), true)) {
            case Source.Parsed.Good(Source source) -> source;
            case Source.Parsed.Refused(String why) ->
                    throw new HostStartException(
                            "coreServices in config.json: %s: %s"
                                    .formatted(service.sourceUrl(), why),
                            null);
        };
    }
}
