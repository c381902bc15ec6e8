package cloud.atek.host;

import cloud.atek.api.ServiceId;
import cloud.atek.api.UserKey;
import cloud.atek.api.adb.AutoKeys;
import cloud.atek.api.services.Protection.Missing;
import cloud.atek.host.audit.AuditLog;
import cloud.atek.host.belongings.Takeout;
import cloud.atek.host.config.HostConfig;
import cloud.atek.host.config.HostConfig.Confinement;
import cloud.atek.host.config.Settings;
import cloud.atek.host.edge.Edge;
import cloud.atek.host.edge.EdgeConfig;
import cloud.atek.host.egress.Dialer;
import cloud.atek.host.egress.Egress;
import cloud.atek.host.egress.Resolver;
import cloud.atek.host.events.Topics;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.hostapi.EventHandlers;
import cloud.atek.host.install.BuildTools;
import cloud.atek.host.install.Installer;
import cloud.atek.host.install.Registries;
import cloud.atek.host.install.Toolchain;
import cloud.atek.host.link.BlobLink;
import cloud.atek.host.link.HostSockets;
import cloud.atek.host.link.UnixSocketLink;
import cloud.atek.host.link.Usage;
import cloud.atek.host.log.ServiceLogs;
import cloud.atek.host.permissions.ExpiryWatch;
import cloud.atek.host.permissions.Granted;
import cloud.atek.host.permissions.Grants;
import cloud.atek.host.process.AotCache;
import cloud.atek.host.process.CachedLauncher;
import cloud.atek.host.process.Jobs;
import cloud.atek.host.process.Kit;
import cloud.atek.host.process.Launcher;
import cloud.atek.host.process.Runtimes;
import cloud.atek.host.process.Sandbox;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.sandbox.SandboxFound;
import cloud.atek.host.sandbox.SandboxSearch;
import cloud.atek.host.services.Allowances;
import cloud.atek.host.services.Protections;
import cloud.atek.host.services.Services;
import cloud.atek.host.services.Starter;
import cloud.atek.host.services.SupervisorParts;
import cloud.atek.host.services.UpdateWatch;
import cloud.atek.host.storage.Folders;
import cloud.atek.host.tls.BadCertificateException;
import cloud.atek.host.users.Account;
import cloud.atek.host.users.Bearers;
import cloud.atek.host.users.Doorkeeper;
import cloud.atek.host.users.Invites;
import cloud.atek.host.users.Setup;
import cloud.atek.host.users.UserChoices;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The long-lived parts of the host, wired: the one place that says `new`. Making them starts
/// nothing; closing them stops everything.
///
/// @param warning one sentence that belongs wherever services are shown, null when all is well
record Parts(
        Settings settings,
        Gateway gateway,
        Doorkeeper doors,
        Setup setup,
        Invites invites,
        Takeout takeout,
        Services services,
        UpdateWatch updateWatch,
        Edge edge,
        AutoKeys keys,
        Grants grants,
        Registry registry,
        ExpiryWatch expiry,
        ServiceLogs logs,
        HttpClient http,
        Dialer dialer,
        AuditLog audit,
        @Nullable String warning)
        implements AutoCloseable {

    private static final String UNCONFINED =
            "Nothing confines the services of this host (\"sandbox\": \"none\" in config.json):"
                    + " each of them can read all that you can read.";

    /// For pages that strangers see.
    private static final String UNCONFINED_SHORT =
            "The services of this host run without a sandbox.";

    /// What all of them are made from.
    ///
    /// @param dir the data folder
    record Ground(Path dir, Settings settings, Distribution distribution, Clock clock) {

        Folders folders() {
            return new Folders(dir.resolve("folders"));
        }
    }

    /// The road of calls, and who may take it.
    private record Road(
            Usage usage,
            HttpClient http,
            Dialer dialer,
            Registry registry,
            AuditLog audit,
            Bearers bearers,
            Doorkeeper doors,
            Grants grants,
            Gateway gateway) {}

    /// How people come in, and what they take along.
    private record Ways(Setup setup, Invites invites, Takeout takeout) {}

    static Parts wire(Ground ground)
            throws IOException, InterruptedException, BadCertificateException {
        Settings settings = ground.settings();
        Road road = road(ground);
        Ways ways = ways(ground, road);
        Edge edge = edge(ground, road, ways);
        var keys = new AutoKeys(ground.clock());
        var logs =
                new ServiceLogs(
                        ground.dir().resolve("logs"),
                        ground.clock(),
                        () -> settings.current().logs());
        Services services = services(ground, road, logs, keys, edge);
        road.grants().know(services.subjects());
        return new Parts(
                settings,
                road.gateway(),
                road.doors(),
                ways.setup(),
                ways.invites(),
                ways.takeout(),
                services,
                updateWatch(settings, services, road.doors()),
                edge,
                keys,
                road.grants(),
                road.registry(),
                new ExpiryWatch(),
                logs,
                road.http(),
                road.dialer(),
                road.audit(),
                warning(settings.current()));
    }

    private static Ways ways(Ground ground, Road road) {
        return new Ways(
                new Setup(),
                new Invites(ground.clock()),
                new Takeout(new BlobLink(road.gateway(), road.http())::copy));
    }

    private static UpdateWatch updateWatch(Settings settings, Services services, Doorkeeper doors) {
        return new UpdateWatch(
                () -> services.updates().checkAll(owner -> isAdmin(doors, owner)),
                () -> settings.current().updateCheck().every());
    }

    private static Road road(Ground ground) {
        HostConfig config = ground.settings().current();
        var usage = new Usage();
        var http = new HttpClient(HttpClient.Patience.DEFAULT, Limits.DEFAULT, usage);
        var registry = new Registry();
        AuditLog audit = audit(ground, registry);
        var bearers = new Bearers();
        config.systemAuthTokens().forEach(bearers::trustHost);
        var doors = new Doorkeeper(bearers, CoreServices.keys(config)::contains);
        var grants = new Grants(ground.clock(), ground.folders());
        var granted = new Granted(grants, grants.subjects());
        var gateway =
                new Gateway(
                        registry,
                        granted,
                        new UnixSocketLink(http, ground.clock()),
                        new UserChoices(doors),
                        audit);
        gateway.serve(new EventHandlers(new Topics(registry, granted, doors::named)).table());
        grants.onChange(_ -> gateway.open().recheck());
        var dialer = new Dialer(Resolver.SYSTEM);
        return new Road(usage, http, dialer, registry, audit, bearers, doors, grants, gateway);
    }

    private static Edge edge(Ground ground, Road road, Ways ways)
            throws IOException, BadCertificateException {
        return new Edge(
                edgeConfig(ground, road.registry()),
                new Edge.Inside(
                        road.gateway(),
                        road.registry(),
                        road.doors(),
                        ways.setup(),
                        ways.invites(),
                        ways.takeout(),
                        user -> mainSite(road.doors(), user),
                        road.usage()),
                ground.clock());
    }

    private static Services services(
            Ground ground, Road road, ServiceLogs logs, AutoKeys keys, Edge edge)
            throws IOException, InterruptedException {
        Settings settings = ground.settings();
        SandboxFound sandbox = sandbox(ground.dir(), settings.current());
        return new Services(
                new Services.Parts(
                        installer(ground, road.dialer(), sandbox),
                        road.registry(),
                        logs,
                        id -> edge.address(id + "." + settings.current().domain()).toString(),
                        road.doors()::named,
                        keys::next,
                        ground.clock(),
                        road.gateway().tallies(),
                        new Protections(road.grants(), missing(sandbox)),
                        road.grants()),
                new SupervisorParts(
                        starter(ground, sandbox, logs),
                        road.registry(),
                        road.bearers(),
                        road.doors(),
                        new HostSockets(road.gateway(), road.http(), ground.clock()),
                        new Egress(
                                new PubPeers(
                                        road.grants(),
                                        ground.dir().resolve("data/core.earthstar/peers")),
                                road.dialer(),
                                road.audit()),
                        road.usage(),
                        road.audit(),
                        new Allowances(road.grants(), ground.folders()),
                        ground.dir().resolve("data"),
                        ground.dir().resolve("run"),
                        edge::port));
    }

    private static boolean isAdmin(Doorkeeper doors, UserKey user) {
        return user.equals(UserKey.SYSTEM) || doors.account(user).map(Account::admin).orElse(false);
    }

    private static EdgeConfig edgeConfig(Ground ground, Registry registry)
            throws IOException, BadCertificateException {
        Settings settings = ground.settings();
        return new EdgeConfig(
                () -> settings.current().names().all(),
                settings.current().port(),
                null,
                settings.current().sandbox() == Confinement.NONE ? UNCONFINED_SHORT : "",
                TlsWiring.secure(ground, registry));
    }

    private static AuditLog audit(Ground ground, Registry registry) {
        return AuditLog.open(
                new AuditLog.Settings(
                        ground.dir().resolve("audit"),
                        ground.clock(),
                        key -> registry.site(key).map(site -> site.id().value()),
                        () -> ground.settings().current().auditLife()));
    }

    private static @Nullable String warning(HostConfig config) {
        return config.sandbox() == Confinement.NONE ? UNCONFINED : null;
    }

    private static SandboxFound sandbox(Path dir, HostConfig config)
            throws IOException, InterruptedException {
        var search = new SandboxSearch(dir.resolve("run"));
        return switch (config.sandbox()) {
            case STRICT -> search.find();
            case NONE -> search.none();
        };
    }

    private static List<Missing> missing(SandboxFound found) {
        return found instanceof SandboxFound.Usable(_, _, var missing) ? missing : List.of();
    }

    private static Starter starter(Ground ground, SandboxFound found, ServiceLogs logs)
            throws IOException {
        return switch (found) {
            case SandboxFound.Unusable(String reason) -> _ -> new Launcher.Outcome.Failed(reason);
            case SandboxFound.Usable(var sandbox, _, _) -> launcher(ground, sandbox, logs)::launch;
        };
    }

    private static CachedLauncher launcher(Ground ground, Sandbox sandbox, ServiceLogs logs)
            throws IOException {
        Runtimes runtimes = Runtimes.ofThisMachine();
        Kit kit = ground.distribution().kit();
        return new CachedLauncher(
                new Launcher(sandbox, runtimes, kit, logs),
                new AotCache(ground.dir().resolve("cache"), sandbox, runtimes, kit));
    }

    private static Installer installer(Ground ground, Dialer dialer, SandboxFound found)
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
                ground.dir().resolve("packages"),
                new Jobs(sandbox),
                new Toolchain(
                        jdk,
                        ground.distribution().kitJars(),
                        BuildTools.ofThisMachine(ground.distribution().kit().nodeRelay())),
                new Registries(
                        () -> Registries.read(ground.settings().current().registries()), dialer));
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
        settings.close();
        edge.close();
        updateWatch.close();
        expiry.close();
        services.close();
        logs.close();
        http.close();
        dialer.close();
        audit.close();
    }
}
