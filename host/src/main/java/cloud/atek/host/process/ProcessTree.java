package cloud.atek.host.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A started process with all it started, as the host sees them. Thread-safe.
///
/// In a sandbox the root is bubblewrap, its child the first process of the new namespace, and only
/// the child of that is the program.
final class ProcessTree {

    private static final Duration DEATH = Duration.ofSeconds(2);

    private final Process root;
    private final Group group;
    private final int depth;

    ProcessTree(Process root, Confined confined) {
        this.root = root;
        this.group = confined.group();
        // Bubblewrap stands between the root and a program that is confined.
        this.depth = confined.layers().isEmpty() ? 0 : 2;
    }

    Process root() {
        return root;
    }

    /// The program itself, or what is nearest to it while it starts.
    ProcessHandle program() {
        ProcessHandle at = root.toHandle();
        for (int i = 0; i < depth; i++) {
            ProcessHandle here = at;
            at = here.children().findFirst().orElse(here);
        }
        return at;
    }

    /// SIGTERM to the program, SIGKILL to the whole tree when it is still there after `grace`.
    ///
    /// @throws InterruptedException when interrupted; the tree is then killed
    void end(Duration grace) throws InterruptedException {
        List<ProcessHandle> all = all();
        try {
            program().destroy();
            root.waitFor(grace.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            all.forEach(ProcessHandle::destroyForcibly);
            kill();
        }
    }

    /// SIGKILL to all of it, now; waits until the root is gone.
    void kill() throws InterruptedException {
        all().forEach(ProcessHandle::destroyForcibly);
        root.waitFor(DEATH.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// As [Group#exceeded()].
    Optional<String> exceeded() {
        return group.exceeded();
    }

    /// Takes its group away. Only when its processes are gone.
    void forget() {
        group.close();
    }

    long hiddenBytes() {
        return HiddenFiles.bytes(all());
    }

    /// What all of it takes now.
    ProcessUse use() {
        return ProcessUse.of(all(), depth);
    }

    private List<ProcessHandle> all() {
        return Stream.concat(Stream.of(root.toHandle()), root.descendants()).toList();
    }
}
