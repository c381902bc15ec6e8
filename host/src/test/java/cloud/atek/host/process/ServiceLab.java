package cloud.atek.host.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.host.log.ServiceLogs;
import cloud.atek.host.sandbox.SandboxFound;
import cloud.atek.host.sandbox.SandboxSearch;
import cloud.atek.host.testkit.JarPackage;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A data folder of a host, short enough for sockets, and what is needed to start services in it.
final class ServiceLab implements AutoCloseable {

    static final String TOKEN = "c0ffee-and-a-secret-that-nobody-may-see";
    static final ServiceKey KEY = new ServiceKey("k1");

    final Path dir;
    final ServiceLogs logs;
    private final List<RunningService> started = new ArrayList<>();
    private final Sandbox sandbox;

    ServiceLab(boolean confined) throws Exception {
        this(Files.createTempDirectory(Path.of("/tmp"), "a"), confined);
    }

    ServiceLab(Path dir, boolean confined) throws Exception {
        this.dir = dir;
        this.logs = new ServiceLogs(dir.resolve("logs"), Clock.systemUTC());
        var search = new SandboxSearch(dir.resolve("sandbox"));
        this.sandbox =
                switch (confined ? search.find() : search.none()) {
                    case SandboxFound.Usable(var found, _, _) -> found;
                    case SandboxFound.Unusable(var reason) -> throw new AssertionError(reason);
                };
    }

    Sandbox sandbox() {
        return sandbox;
    }

    Kit kit() throws IOException {
        Path relay = dir.resolve("node-relay.cjs");
        Files.writeString(relay, "console.log('relay for ' + process.env.ATEK_HOST_PORT)\n");
        return new Kit(List.of(), "cloud.atek.host.process.guest.GuestLaunch", relay);
    }

    Launcher launcher(Duration patience) throws IOException {
        return new Launcher(sandbox, Runtimes.ofThisMachine(), kit(), logs, patience);
    }

    Launch java(String mainClass, Map<String, String> config) throws IOException {
        return java(mainClass, config, 4444);
    }

    Launch java(String mainClass, Map<String, String> config, int port) throws IOException {
        Path classes = classes();
        return launch(
                new Program.Java(List.of(classes), "cloud.atek.host.process.guest." + mainClass),
                classes,
                config,
                port);
    }

    Launch launch(Program program, Path tree, Map<String, String> config) throws IOException {
        return launch(program, tree, config, 4444);
    }

    private Launch launch(Program program, Path tree, Map<String, String> config, int port)
            throws IOException {
        return new Launch(
                KEY,
                new ServiceId("lab"),
                program,
                tree,
                tree,
                Files.createDirectories(dir.resolve("data").resolve(KEY.value())),
                Files.createDirectories(dir.resolve("run").resolve("0badcafe")),
                config,
                new BearerToken(TOKEN),
                port,
                Allowance.of(Limits.SERVICE),
                null);
    }

    RunningService started(Launch launch) throws Exception {
        return running(launcher(Readiness.PATIENCE).launch(launch));
    }

    /// Remembers the service to stop it in the end.
    RunningService running(Launcher.Outcome outcome) {
        return switch (outcome) {
            case Launcher.Outcome.Started(var service) -> {
                started.add(service);
                yield service;
            }
            case Launcher.Outcome.Failed(var reason) -> throw new AssertionError(reason);
        };
    }

    String failure(Launch launch, Duration patience) throws Exception {
        return switch (launcher(patience).launch(launch)) {
            case Launcher.Outcome.Failed(var reason) -> reason;
            case Launcher.Outcome.Started(var service) -> {
                started.add(service);
                throw new AssertionError("it started");
            }
        };
    }

    List<String> lines() throws IOException {
        return logs.of(KEY).tail(10_000).lines();
    }

    /// The folder of compiled test classes.
    static Path classes() {
        return JarPackage.classes(ServiceLab.class);
    }

    /// The body that a service answers with.
    static String get(Path socket) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII)));
            String all =
                    new String(
                            Channels.newInputStream(channel).readAllBytes(),
                            StandardCharsets.UTF_8);
            return all.substring(all.indexOf("\r\n\r\n") + 4);
        }
    }

    @Override
    public void close() throws IOException {
        started.forEach(ServiceLab::stop);
        logs.close();
        try (var all = Files.walk(dir)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void stop(RunningService service) {
        try {
            service.stop(Duration.ofMillis(100));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
