package cloud.atek.host.sandbox;

import cloud.atek.host.process.Bind;
import cloud.atek.host.process.Confined;
import cloud.atek.host.process.Confinement;
import cloud.atek.host.process.Limits;
import cloud.atek.host.process.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Confines by bubblewrap: own namespaces for everything, no capabilities, a root of a few
/// read-only binds, a system call filter. Works for root and for ordinary users. Thread-safe.
final class BwrapSandbox implements Sandbox {

    /// The whole of shell that is in use. All else are its arguments: `$0` is the filter, standard
    /// input carries the options, so that no variable's value shows in a process list.
    private static final String SCRIPT = "exec 9<\"$0\" 8<&0 </dev/null; exec \"$@\"";

    private static final int SHARED_MEMORY_BYTES = 16 << 20;
    private static final int MIB = 1 << 20;

    private static final List<String> NAMESPACES =
            List.of(
                    "--unshare-all",
                    "--unshare-user",
                    "--disable-userns",
                    "--uid",
                    String.valueOf(SandboxFiles.ID),
                    "--gid",
                    String.valueOf(SandboxFiles.ID),
                    "--hostname",
                    "atek",
                    "--die-with-parent",
                    "--new-session",
                    "--cap-drop",
                    "ALL",
                    "--clearenv");

    private final Path bwrap;
    private final @Nullable Path prlimit;
    private final SandboxFiles files;
    private final List<String> libraries;

    /// @param prlimit `null` when the machine has none; the layer `limits` is then missing
    BwrapSandbox(Path bwrap, @Nullable Path prlimit, SandboxFiles files, SystemLibraries libraries)
            throws IOException {
        this.bwrap = bwrap;
        this.prlimit = prlimit;
        this.files = files;
        this.libraries = libraries.options();
    }

    List<String> layers() {
        return prlimit == null
                ? List.of("namespaces", "seccomp")
                : List.of("namespaces", "seccomp", "limits");
    }

    @Override
    public Confined confine(Confinement wanted) {
        var command = new ArrayList<String>();
        command.addAll(List.of("/bin/sh", "-c", SCRIPT, files.filter().toString()));
        command.addAll(List.of(bwrap.toString(), "--seccomp", "9", "--args", "8"));
        command.addAll(limiting(wanted.limits()));
        command.addAll(wanted.command());
        return new Confined(command, Map.of(), input(options(wanted)), layers());
    }

    /// Inside the new user namespace the kernel counts the threads of this sandbox alone; outside
    /// it would count all of the user's.
    private List<String> limiting(Limits limits) {
        return prlimit == null
                ? List.of()
                : List.of(
                        prlimit.toString(),
                        "--core=0",
                        "--nofile=" + limits.openFilesMax(),
                        "--nproc=" + limits.threadsMax());
    }

    private List<String> options(Confinement wanted) {
        var options = new ArrayList<>(NAMESPACES);
        wanted.environment().forEach((name, value) -> add(options, "--setenv", name, value));
        options.addAll(libraries);
        for (String name : List.of("hosts", "nsswitch.conf", "passwd", "group")) {
            add(options, "--ro-bind", files.etc().resolve(name).toString(), "/etc/" + name);
        }
        if (prlimit != null) {
            add(options, "--ro-bind", prlimit.toString(), prlimit.toString());
        }
        add(options, "--size", "" + (long) wanted.limits().tmpMb() * MIB, "--tmpfs", "/tmp");
        add(options, "--proc", "/proc", "--dev", "/dev");
        add(options, "--size", "" + SHARED_MEMORY_BYTES, "--tmpfs", "/dev/shm");
        wanted.readOnly().forEach(bind -> addBind(options, "--ro-bind", bind));
        wanted.writable().forEach(bind -> addBind(options, "--bind", bind));
        // For a host run by root /proc/sys would be writable: the kernel asks for the user only.
        add(options, "--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/");
        add(options, "--chdir", wanted.workDir());
        return options;
    }

    private static void addBind(List<String> options, String kind, Bind bind) {
        add(options, kind, bind.outside().toString(), bind.inside());
    }

    private static void add(List<String> options, String... more) {
        options.addAll(List.of(more));
    }

    private static String input(List<String> options) {
        var input = new StringBuilder();
        for (String option : options) {
            if (option.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("a variable or path holds a NUL character");
            }
            input.append(option).append('\0');
        }
        return input.toString();
    }
}
