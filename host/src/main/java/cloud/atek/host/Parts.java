package cloud.atek.host;

import cloud.atek.api.ServiceId;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AutoKeys;
import cloud.atek.host.config.HostConfig;
import cloud.atek.host.config.HostConfig.Confinement;
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
import cloud.atek.host.process.Sandbox;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.sandbox.SandboxFound;
import cloud.atek.host.sandbox.SandboxSearch;
import cloud.atek.host.services.Services;
import cloud.atek.host.services.Starter;
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
        var doors = new Doorkeeper(bearers, CoreServices.keys(config)::contains);
        var setup = new Setup();
        var edge =
                new Edge(
                        new EdgeConfig(config.domain(), config.port()),
                        new Edge.Inside(
                                gateway, registry, doors, setup, user -> mainSite(doors, user)),
                        clock);
        var keys = new AutoKeys(clock);
        var logs = new ServiceLogs(dir.resolve("logs"), clock);
        SandboxFound sandbox = sandbox(dir, config);
        var services =
                new Services(
                        new Services.Parts(
                                installer(dir, sandbox, distribution),
                                registry,
                                logs,
                                id ->
                                        "http://%s.%s:%d/"
                                                .formatted(id, config.domain(), edge.port()),
                                name -> doors.named(name),
                                keys::next),
                        new SupervisorParts(
                                starter(sandbox, distribution, logs),
                                registry,
                                bearers,
                                doors,
                                new HostSockets(gateway, http, clock),
                                dir.resolve("data"),
                                dir.resolve("run"),
                                edge::port));
        String warning = config.sandbox() == Confinement.NONE ? UNCONFINED : null;
        return new Parts(gateway, doors, setup, services, edge, keys, logs, http, warning);
    }

    private static SandboxFound sandbox(Path dir, HostConfig config)
            throws IOException, InterruptedException {
        var search = new SandboxSearch(dir.resolve("run"));
        return switch (config.sandbox()) {
            case STRICT -> search.find();
            case NONE -> search.none();
        };
    }

    private static Starter starter(SandboxFound found, Distribution distribution, ServiceLogs logs)
            throws IOException {
        return switch (found) {
            case SandboxFound.Unusable(String reason) -> _ -> new Launcher.Outcome.Failed(reason);
            case SandboxFound.Usable(var sandbox, _, _) ->
                    new Launcher(sandbox, Runtimes.ofThisMachine(), distribution.kit(), logs)
                            ::launch;
        };
    }

    private static Installer installer(Path dir, SandboxFound found, Distribution distribution)
            throws IOException {
        Sandbox sandbox =
                switch (found) {
                    case SandboxFound.Usable(var usable, _, _) -> usable;
                    case SandboxFound.Unusable(String reason) ->
                            _ -> {
                                throw new IllegalStateException(reason);
                            };
                };
        Path jdk = Path.of(System.getProperty("java.home"));
        return new Installer(
                dir.resolve("packages"),
                new Jobs(sandbox),
                new Toolchain(jdk, distribution.kitJars()));
    }

    private static Optional<ServiceId> mainSite(Doorkeeper doors, UserKey user) {
        return doors.account(user)
                .flatMap(Account::mainServiceId)
                .filter(ServiceId::fits)
                .map(ServiceId::new)
                .or(() -> Optional.of(CoreServices.LONESTAR));
    }

    /// Lets nobody in any more, then stops the services.
    @Override
    public void close() throws IOException {
        edge.close();
        services.close();
        logs.close();
        http.close();
    }
}
