package cloud.atek.host.process;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.host.log.ServiceLog;
import cloud.atek.host.log.ServiceLog.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A service that was started and answered once. Thread-safe.
public final class RunningService {

    /// How long a service has to end after SIGTERM.
    public static final Duration GRACE = Duration.ofSeconds(10);

    /// The same when the whole host ends.
    public static final Duration GRACE_AT_SHUTDOWN = Duration.ofSeconds(4);

    private final Launch launch;
    private final ProcessTree tree;
    private final Output output;
    private final ServiceLog log;
    private final List<String> layers;
    private final Instant startedAt;
    private volatile boolean stopped;
    private volatile @Nullable Exit exit;

    RunningService(
            Launch launch, ProcessTree tree, Output output, ServiceLog log, List<String> layers) {
        this.launch = launch;
        this.tree = tree;
        this.output = output;
        this.log = log;
        this.layers = layers;
        this.startedAt = Instant.now();
    }

    public ServiceKey key() {
        return launch.key();
    }

    public ServiceId id() {
        return launch.id();
    }

    /// Where it listens.
    public Path socket() {
        return launch.socket();
    }

    /// The process of the service itself, as the host sees it, not that of its sandbox.
    public long pid() {
        return tree.program().pid();
    }

    public Instant startedAt() {
        return startedAt;
    }

    /// What confines it; empty means that nothing does.
    public List<String> layers() {
        return layers;
    }

    public Limits limits() {
        return launch.limits();
    }

    /// Where it keeps what stays.
    public Path data() {
        return launch.data();
    }

    /// All folders of the disk that it alone may write.
    public List<Path> stores() {
        return List.of(launch.data(), launch.runDir());
    }

    /// What lies in files that it deleted and still holds open, in bytes: nobody sees them in a
    /// folder.
    public long hiddenBytes() {
        return tree.hiddenBytes();
    }

    /// As [Group#exceeded()].
    public Optional<String> exceeded() {
        return tree.exceeded();
    }

    /// What its processes take now.
    public ProcessUse use() {
        return tree.use();
    }

    public boolean alive() {
        return tree.root().isAlive();
    }

    /// Asks it, and tells whether it answered HTTP with any status in time.
    public boolean answers(Duration within) {
        return alive() && Readiness.answers(socket(), within);
    }

    /// Blocks until its process is gone. Any number of threads may wait.
    public Exit awaitExit() throws InterruptedException {
        int code = tree.root().waitFor();
        return ended(code);
    }

    /// Ends it: SIGTERM, then SIGKILL to all of its processes after [#GRACE]. Ending one that has
    /// ended already does nothing.
    public Exit stop() throws InterruptedException {
        return stop(GRACE);
    }

    /// As [#stop()], with another grace.
    public Exit stop(Duration grace) throws InterruptedException {
        stopped = stopped || alive();
        tree.end(grace);
        return awaitExit();
    }

    private synchronized Exit ended(int code) throws InterruptedException {
        Exit known = exit;
        if (known != null) {
            return known;
        }
        Exit found = stopped ? Exit.stopped(code) : Exit.of(tree, output, launch.limits());
        tree.forget();
        log.append(Source.HOST, found.reason() + " (exit code " + code + ")");
        exit = found;
        return found;
    }
}
