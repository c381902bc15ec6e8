package cloud.atek.host.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import cloud.atek.host.log.ServiceLog;
import cloud.atek.host.log.ServiceLog.Source;
import cloud.atek.host.log.ServiceLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/// Starts services in the sandbox and waits until they answer. Thread-safe.
public final class Launcher {

    /// How a start ended.
    public sealed interface Outcome {

        record Started(RunningService service) implements Outcome {}

        /// Nothing of it runs.
        ///
        /// @param reason one sentence for people
        record Failed(String reason) implements Outcome {}
    }

    /// The most that fits into `sockaddr_un` with its closing NUL (unix(7)).
    private static final int SOCKET_PATH_BYTES_MAX = 107;

    private final Sandbox sandbox;
    private final Plan plan;
    private final ServiceLogs logs;
    private final Duration patience;
    private final Spawner spawner = new Spawner();

    public Launcher(Sandbox sandbox, Runtimes runtimes, Kit kit, ServiceLogs logs) {
        this(sandbox, runtimes, kit, logs, Readiness.PATIENCE);
    }

    Launcher(Sandbox sandbox, Runtimes runtimes, Kit kit, ServiceLogs logs, Duration patience) {
        this.sandbox = sandbox;
        this.plan = new Plan(runtimes, kit, sandbox.ownNetwork());
        this.logs = logs;
        this.patience = patience;
    }

    /// Blocks until the service answers on its socket, has ended, or 30 s are over.
    ///
    /// @throws InterruptedException when interrupted; the service is then dead
    public Outcome launch(Launch launch) throws InterruptedException {
        return launch(launch, List.of(), List.of());
    }

    /// @param training a flag that lets the JVM write an AOT cache, or none
    /// @param output where it may write it
    Outcome launch(Launch launch, List<String> training, List<Bind> output)
            throws InterruptedException {
        ServiceLog log = logs.of(launch.key());
        try {
            requireUsable(launch);
            Files.deleteIfExists(launch.socket());
            Confined confined = sandbox.confine(plan.of(launch, training, output));
            return await(launch, confined, spawner.start(confined, false), log);
        } catch (IOException e) {
            return failed(log, "it could not be started: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return failed(log, "it could not be started: " + e.getMessage());
        }
    }

    private Outcome await(Launch launch, Confined confined, Process process, ServiceLog log)
            throws InterruptedException {
        var tree = new ProcessTree(process, confined);
        log.append(Source.HOST, "starting, confined by: " + layers(confined));
        var output = new Output(process, log, launch.id().value());
        boolean ready = false;
        try {
            ready = Readiness.await(launch.socket(), process, patience);
            if (ready) {
                return new Outcome.Started(
                        new RunningService(launch, tree, output, log, confined.layers()));
            }
            boolean alive = process.isAlive();
            tree.kill();
            return failed(log, alive ? silent() : ended(tree, output, launch));
        } finally {
            if (!ready) {
                tree.kill();
                tree.forget();
            }
        }
    }

    private String silent() {
        return "it did not answer HTTP on ATEK_ASSIGNED_SOCKET_FILE within "
                + patience.toSeconds()
                + " s";
    }

    private static String ended(ProcessTree tree, Output output, Launch launch)
            throws InterruptedException {
        Exit exit = Exit.of(tree, output, launch.limits());
        return "before it listened, " + exit.reason();
    }

    private static String layers(Confined confined) {
        return confined.layers().isEmpty() ? "nothing" : String.join(", ", confined.layers());
    }

    private static Outcome failed(ServiceLog log, String reason) {
        log.append(Source.HOST, "not started: " + reason);
        return new Outcome.Failed(reason);
    }

    private static void requireUsable(Launch launch) {
        int length = launch.socket().toString().getBytes(UTF_8).length;
        if (length > SOCKET_PATH_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "the path of its socket, "
                            + launch.socket()
                            + ", has "
                            + length
                            + " bytes and the system allows "
                            + SOCKET_PATH_BYTES_MAX
                            + ": use a shorter data folder");
        }
        if (launch.data().startsWith(launch.tree()) || launch.runDir().startsWith(launch.tree())) {
            throw new IllegalArgumentException(
                    "its code folder "
                            + launch.tree()
                            + " contains the host's data folder, which"
                            + " it must not see");
        }
    }
}
