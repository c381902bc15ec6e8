package cloud.atek.host.doctor;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Looks at everything the host needs, in the order in which it needs it.
///
/// @param dir the data folder, which need not exist yet
/// @param port where the host listens, or would
/// @param runningPid the host that uses the folder now; 0 when there is none
public record Doctor(Path dir, int port, long runningPid) {

    public List<Finding> findings() {
        var folder = new FolderChecks(dir);
        var sandbox = new SandboxChecks();
        List<Supplier<Finding>> checks =
                List.of(
                        MachineChecks::jdk,
                        sandbox::bubblewrap,
                        sandbox::namespaces,
                        sandbox::seccomp,
                        folder::writable,
                        folder::sync,
                        folder::space,
                        folder::socketPaths,
                        new AuditCheck(dir)::finding,
                        () -> new PortCheck(port, runningPid).finding(),
                        () -> MachineChecks.clock(Clock.systemUTC(), dir));
        return Stream.of(
                        checks.stream().map(Supplier::get),
                        sandbox.layers(runningPid).stream(),
                        new ConfigChecks(dir).findings().stream())
                .flatMap(Function.identity())
                .toList();
    }
}
