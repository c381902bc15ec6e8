package cloud.atek.host.process;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a program may see and use. Besides it there are only the system's shared libraries
/// (read-only), `/proc`, a few devices and an empty `/tmp`; no shell, and no network unless it says
/// so.
///
/// Without a sandbox the same command runs on the real paths: every inside path that stands in an
/// argument or in a variable is then replaced by its outside one.
///
/// @param command the program and its arguments, in inside paths
/// @param readOnly the JDK, the code, …; bound in order, a later one may lie inside an earlier one
/// @param writable where the program may write
/// @param environment all of its variables; never shown on a command line
/// @param workDir an inside path
/// @param freedoms what it may do that others may not
/// @param subject whose program it is, a service's key or [#BUILDS]. Where the host can, it runs
///   all programs of one subject, and no other, as one user of the system
public record Confinement(
        List<String> command,
        List<Bind> readOnly,
        List<Bind> writable,
        Map<String, String> environment,
        String workDir,
        Limits limits,
        Set<Freedom> freedoms,
        String subject) {

    /// The subject of what belongs to no service yet. No service has such a key.
    public static final String BUILDS = ".builds";

    public Confinement {
        command = List.copyOf(command);
        readOnly = List.copyOf(readOnly);
        writable = List.copyOf(writable);
        environment = Map.copyOf(environment);
        freedoms = Set.copyOf(freedoms);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no command to confine");
        }
    }

    /// Of no service, and without any freedom.
    public Confinement(
            List<String> command,
            List<Bind> readOnly,
            List<Bind> writable,
            Map<String, String> environment,
            String workDir,
            Limits limits) {
        this(command, readOnly, writable, environment, workDir, limits, Set.of(), BUILDS);
    }

    /// Names no variable's value: some are secrets.
    @Override
    public String toString() {
        return "Confinement[" + command + ", variables " + environment.keySet() + "]";
    }
}
