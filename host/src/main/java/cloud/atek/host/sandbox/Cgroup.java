package cloud.atek.host.sandbox;

import cloud.atek.host.process.Group;
import cloud.atek.host.process.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The control group of one process tree. Thread-safe.
final class Cgroup implements Group {

    /// A program that is refused a few threads may do without; one that goes on asking runs wild.
    static final int REFUSED_MAX = 20;

    /// The kernel takes a moment over the last process.
    private static final Duration REMOVAL = Duration.ofMillis(500);

    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    private final Cgroups all;
    private final CgroupFiles files;
    private final Map<Controller, Path> folders;
    private final Limits limits;
    private Optional<String> last = Optional.empty();

    Cgroup(Cgroups all, CgroupFiles files, Map<Controller, Path> folders, Limits limits) {
        this.all = all;
        this.files = files;
        this.folders = folders;
        this.limits = limits;
    }

    @Override
    public List<Path> doors() {
        return places().stream().map(folder -> folder.resolve("cgroup.procs")).toList();
    }

    @Override
    public synchronized Optional<String> exceeded() {
        Path memory = folders.get(Controller.MEMORY);
        Path processes = folders.get(Controller.PIDS);
        if (memory != null && files.killed(memory) > 0) {
            last = Optional.of("it used more than its " + limits.memoryMb() + " MiB of memory");
        } else if (processes != null && files.refused(processes) > REFUSED_MAX) {
            last =
                    Optional.of(
                            "it wanted more than its "
                                    + limits.threadsMax()
                                    + " processes and threads");
        }
        return last;
    }

    @Override
    public void close() {
        Optional<String> _ = exceeded();
        long deadline = System.nanoTime() + REMOVAL.toNanos();
        try {
            while (!all.remove(places()) && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Path> places() {
        return folders.values().stream().distinct().toList();
    }
}
