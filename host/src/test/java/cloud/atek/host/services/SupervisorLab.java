package cloud.atek.host.services;

import cloud.atek.api.Activation;
import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.UserKey;
import cloud.atek.api.services.ServiceRecord;
import cloud.atek.host.egress.Dialer;
import cloud.atek.host.egress.Egress;
import cloud.atek.host.egress.Resolver;
import cloud.atek.host.gateway.Audit;
import cloud.atek.host.gateway.Gateway;
import cloud.atek.host.install.Installed;
import cloud.atek.host.install.Plan;
import cloud.atek.host.link.HostSockets;
import cloud.atek.host.link.UnixSocketLink;
import cloud.atek.host.link.Usage;
import cloud.atek.host.log.ServiceLogs;
import cloud.atek.host.permissions.Rights;
import cloud.atek.host.process.Kit;
import cloud.atek.host.process.Launcher;
import cloud.atek.host.process.Runtimes;
import cloud.atek.host.registry.Registry;
import cloud.atek.host.registry.Site;
import cloud.atek.host.sandbox.SandboxFound;
import cloud.atek.host.sandbox.SandboxSearch;
import cloud.atek.host.storage.Folders;
import cloud.atek.host.users.Bearers;
import cloud.atek.host.users.Doorkeeper;
import cloud.atek.rpc.MessageCodec;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A supervisor with all it needs, in a folder of its own, for Node scripts without a sandbox.
final class SupervisorLab implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pace FAST =
            new Pace(
                    Duration.ofMillis(50),
                    Duration.ofMillis(300),
                    Duration.ofMillis(50),
                    Duration.ofMillis(50),
                    Duration.ofMillis(600));

    private static final String LISTEN =
            """
            const server = require('http').createServer((request, answer) => {
              answer.writeHead(200);
              request.url === '/stream' ? answer.write('on and on') : answer.end('here');
            });
            const serve = () => server.listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
            """;

    private static final Map<String, String> SCRIPTS =
            Map.of(
                    "good.js",
                    LISTEN + "serve();",
                    "slow.js",
                    LISTEN + "setTimeout(serve, 700);",
                    "short.js",
                    LISTEN + "serve(); setTimeout(() => process.exit(3), 300);",
                    "deaf.js",
                    LISTEN + "serve(); setTimeout(() => { while (true); }, 200);",
                    "broken.js",
                    "console.error('no such thing'); process.exit(1);");

    final HttpClient http;
    final Supervisor supervisor;
    private final Path dir = Files.createTempDirectory(Path.of("/tmp"), "s");
    private final Registry registry = new Registry();
    private final ServiceLogs logs = new ServiceLogs(dir.resolve("logs"), Clock.systemUTC());
    private final Map<ServiceKey, Integer> starts = new ConcurrentHashMap<>();
    private final long before = ProcessHandle.current().descendants().count();

    SupervisorLab() throws Exception {
        for (var script : SCRIPTS.entrySet()) {
            Path tree = Files.createDirectories(dir.resolve("tree"));
            Files.writeString(tree.resolve(script.getKey()), script.getValue());
        }
        var usage = new Usage();
        http = new HttpClient(HttpClient.Patience.DEFAULT, Limits.DEFAULT, usage);
        var clock = Clock.systemUTC();
        var gateway = new Gateway(registry, (_, _, _) -> true, new UnixSocketLink(http, clock));
        var bearers = new Bearers();
        Launcher launcher = launcher();
        var parts =
                new SupervisorParts(
                        launch -> {
                            starts.merge(launch.key(), 1, Integer::sum);
                            return launcher.launch(launch);
                        },
                        registry,
                        bearers,
                        new Doorkeeper(bearers, _ -> false),
                        new HostSockets(gateway, http, clock),
                        new Egress(Rights.NONE, new Dialer(Resolver.SYSTEM), Audit.NONE),
                        usage,
                        Audit.NONE,
                        new Allowances(Rights.NONE, new Folders(dir.resolve("folders"))),
                        dir.resolve("data"),
                        dir.resolve("run"),
                        () -> 4444);
        supervisor = new Supervisor(parts, FAST);
    }

    private Launcher launcher() throws Exception {
        Path relay = Files.writeString(dir.resolve("relay.cjs"), "");
        if (new SandboxSearch(dir.resolve("sandbox")).none()
                instanceof SandboxFound.Usable(var sandbox, _, _)) {
            var kit = new Kit(List.of(), "", relay);
            return new Launcher(sandbox, Runtimes.ofThisMachine(), kit, logs);
        }
        throw new AssertionError("no way to start anything");
    }

    Unit unit(String script, Activation activation) {
        return unit(script, activation, false);
    }

    Unit core(String script) {
        return unit(script, Activation.ALWAYS, true);
    }

    private Unit unit(String script, Activation activation, boolean core) {
        String name = script.replace(".js", "");
        Installed installed = installed(script);
        var record =
                new ServiceRecord(
                                new ServiceId(name),
                                UserKey.SYSTEM,
                                "file://" + installed.tree(),
                                null,
                                installed.source(),
                                null,
                                null)
                        .living(activation, 1, false);
        return new Unit(new ServiceKey("k." + name), core, record, installed);
    }

    Installed installed(String script) {
        Path tree = dir.resolve("tree");
        var source =
                new ServiceRecord.Installed(ServiceRecord.SourceType.FILE, null, null, null, null);
        return new Installed(
                source,
                tree,
                tree,
                Manifest.EMPTY,
                MessageCodec.JSON.createObjectNode(),
                new Plan.Node(tree.resolve(script)));
    }

    /// How often the process of a unit was started.
    int starts(Unit unit) {
        return starts.getOrDefault(unit.key, 0);
    }

    Site site(Unit unit) {
        return registry.site(unit.id()).orElseThrow();
    }

    /// The processes that this lab started and that are still there.
    List<ProcessHandle> children() {
        return ProcessHandle.current().descendants().skip(before).toList();
    }

    List<Path> runFolders() throws IOException {
        if (!Files.isDirectory(dir.resolve("run"))) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(dir.resolve("run"))) {
            return folders.toList();
        }
    }

    /// Looks until it is so.
    void until(BooleanSupplier claim) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!claim.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come true within " + PATIENCE);
            }
            Thread.sleep(10);
        }
    }

    @Override
    public void close() throws IOException {
        supervisor.close(Duration.ofSeconds(4));
        http.close();
        logs.close();
        Path trees = dir.resolve("tree");
        try (Stream<Path> all = Files.walk(trees)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
