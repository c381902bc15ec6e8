package cloud.atek.host;

import cloud.atek.api.ServiceId;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AutoKeys;
import cloud.atek.host.config.HostConfig;
import cloud.atek.host.edge.Edge;
import cloud.atek.host.edge.EdgeConfig;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.install.Installer;
import cloud.atek.host.install.Toolchain;
import cloud.atek.host.link.HostSockets;
import cloud.atek.host.link.UnixSocketLink;
import cloud.atek.host.log.ServiceLogs;
import cloud.atek.host.permissions.OwnersOnly;
import cloud.atek.host.process.Jobs;
import cloud.atek.host.process.Launcher;
import cloud.atek.host.process.Runtimes;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.sandbox.SandboxFound;
import cloud.atek.host.sandbox.SandboxSearch;
import cloud.atek.host.services.Services;
import cloud.atek.host.services.SupervisorParts;
import cloud.atek.host.users.Account;
import cloud.atek.host.users.Bearers;
import cloud.atek.host.users.Doorkeeper;
import cloud.atek.host.users.Setup;
import cloud.atek.wire.HttpClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The long-lived parts of the host, wired: the one place that says `new`. Making them starts
/// nothing; closing them stops everything.
///
/// @param warning one sentence that belongs wherever services are shown, null when all is well
record Parts(
        Gateway gateway,
        Doorkeeper doors,
        Setup setup,
        Services services,
        Edge edge,
        AutoKeys keys,
        ServiceLogs logs,
        HttpClient http,
        @Nullable String warning)
        implements AutoCloseable {

    private static final String UNCONFINED =
            "Nothing confines the services of this host (\"sandbox\": \"none\" in config.json):"
                    + " each of them can read all that you can read.";

    static Parts wire(Path dir, HostConfig config, Distribution distribution, Clock clock)
            throws IOException, InterruptedException {
        var http = new HttpClient();
        var registry = new Registry();
        var gateway = new Gateway(registry, new OwnersOnly(), new UnixSocketLink(http, clock));
        var bearers = new Bearers();
        config.systemAuthTokens().forEach(bearers::trustHost);
        var core = new AtomicReference<@Nullable Services>();
        var doors =
                new Doorkeeper(
                        bearers, key -> core.get() != null && core.get().core(key));
        var setup = new Setup();
        var edge =
                new Edge(
                        new EdgeConfig(config.domain(), config.port()),
                        new Edge.Inside(
                                gateway, registry, doors, setup, user -> mainSite(doors, user)),
                        clock);
        return null;
    }

    private static Optional<ServiceId> mainSite(Doorkeeper doors, UserKey user) {
        return doors.account(user)
                .flatMap(Account::mainServiceId)
                .filter(ServiceId::fits)
                .map(ServiceId::new)
                .or(() -> Optional.of(CoreServices.LONESTAR));
    }
}
