package cloud.atek.host.sandbox;

import static java.util.Objects.requireNonNull;

import cloud.atek.host.process.Bind;
import cloud.atek.host.process.Confined;
import cloud.atek.host.process.Confinement;
import cloud.atek.host.process.Freedom;
import cloud.atek.host.process.Group;
import cloud.atek.host.process.Limits;
import cloud.atek.host.process.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Confines by bubblewrap: own namespaces for everything, no capabilities, a root of a few
/// read-only binds, a system call filter. Works for root and for ordinary users. Thread-safe.
final class BwrapSandbox implements Sandbox {

    /// The whole of shell that is in use. All else are its arguments: `$0` is the filter, standard
    /// input carries the options, so that no variable's value shows in a process list. Before a
    /// `--` stand the doors of its group, and before those the user who may open its standard
    /// output by name, or `-`. A folder that several services share is written by all.
    private static final String SCRIPT =
            "umask 0002; test \"$1\" = - || chown \"$1\" /proc/self/fd/1 /proc/self/fd/2; shift;"
                    + " while test \"$1\" != --; do echo $$ >\"$1\" || exit 1; shift; done; shift;"
                    + " exec 9<\"$0\" 8<&0 </dev/null; exec \"$@\"";

    private static final int SHARED_MEMORY_BYTES = 16 << 20;
    private static final int MIB = 1 << 20;

    /// The kernel counts for a process what it reserved, such as the stack of each thread, of which
    /// it uses a part.
    private static final int RESERVED = 2;

    private static final List<String> NAMESPACES =
            List.of(
                    "--unshare-ipc",
                    "--unshare-pid",
                    "--unshare-uts",
                    "--unshare-cgroup-try",
                    "--hostname",
                    "atek",
                    "--die-with-parent",
                    "--new-session",
                    "--cap-drop",
                    "ALL",
                    "--clearenv");

    /// Seen from inside it is a user as any machine has; outside it is the host's.
    private static final List<String> USERS =
            List.of(
                    "--unshare-user",
                    "--uid",
                    String.valueOf(SandboxFiles.ID),
                    "--gid",
                    String.valueOf(SandboxFiles.ID));

    /// Where names are asked for, and whom a connection trusts.
    private static final List<Path> NETWORK_FILES =
            List.of(Path.of("/etc/resolv.conf"), Path.of("/etc/ssl/certs/ca-certificates.crt"));

    private final Bwrap bwrap;
    private final @Nullable Path prlimit;
    private final @Nullable Path setpriv;
    private final Cgroups cgroups;
    private final Landlock landlock;
    private final OwnUsers users;
    private final SandboxFiles files;
    private final List<String> libraries;

    BwrapSandbox(Tools tools, Kernel kernel, SandboxFiles files, SystemLibraries libraries)
            throws IOException {
        this.cgroups = kernel.cgroups();
        this.landlock = kernel.landlock();
        this.users = kernel.users();
        this.bwrap = tools.bwrap();
        this.prlimit = tools.prlimit();
        this.setpriv = tools.setpriv();
        this.files = files;
        this.libraries = libraries.options();
    }

    /// What confines a program when all goes well.
    List<String> layers() {
        return layers(cgroups.complete(), false, users.inForce());
    }

    private List<String> layers(boolean counted, boolean network, boolean ownUser) {
        var layers = new ArrayList<>(List.of("namespaces", "seccomp"));
        if (!network) {
            layers.add("no-network");
        }
        if (prlimit != null) {
            layers.add("limits");
        }
        if (counted) {
            layers.add("cgroups");
        }
        if (landlock.usable()) {
            layers.add("landlock");
        }
        if (ownUser) {
            layers.add("uid");
        }
        return layers;
    }

    @Override
    public Confined confine(Confinement wanted) throws IOException {
        SystemUser user = users.of(wanted);
        List<String> options = options(wanted, user);
        String input = input(user == null ? options : FoldersAbove.open(options));
        Group group = cgroups.group(wanted.limits());
        boolean counted = !group.doors().isEmpty() && cgroups.complete();
        var command = new ArrayList<String>();
        command.addAll(List.of("/bin/sh", "-c", SCRIPT, files.filter().toString()));
        command.add(user == null ? "-" : String.valueOf(user.number()));
        group.doors().forEach(door -> command.add(door.toString()));
        command.add("--");
        command.addAll(withoutCapabilities());
        command.addAll(List.of(bwrap.program().toString(), "--seccomp", "9", "--args", "8"));
        command.addAll(limiting(wanted.limits(), counted));
        if (user != null) {
            command.addAll(user.become(requireNonNull(setpriv)));
        }
        command.addAll(landlocked(wanted));
        command.addAll(wanted.command());
        return new Confined(
                command,
                Map.of(),
                input,
                layers(counted, wanted.freedoms().contains(Freedom.NETWORK), user != null),
                group);
    }

    @Override
    public void reclaim(Confinement ended) throws IOException {
        users.reclaim(ended);
    }

    /// A host that systemd lets listen on port 80 would hand that right on, and bubblewrap refuses
    /// to run with it.
    private List<String> withoutCapabilities() {
        return setpriv == null
                ? List.of()
                : List.of(setpriv.toString(), "--inh-caps=-all", "--ambient-caps=-all");
    }

    /// Of a user of its own, and inside a new user namespace, the kernel counts the threads of this
    /// sandbox alone; else it would count all of the host's.
    private List<String> limiting(Limits limits, boolean counted) {
        if (prlimit == null) {
            return List.of();
        }
        var limiting = new ArrayList<String>();
        limiting.add(prlimit.toString());
        limiting.add("--core=0");
        limiting.add("--nofile=" + limits.openFilesMax());
        limiting.add("--nproc=" + limits.threadsMax());
        if (limits.storageMb() > 0) {
            limiting.add("--fsize=" + (long) limits.storageMb() * MIB);
        }
        if (!counted) {
            limiting.add("--data=" + (long) limits.memoryMb() * RESERVED * MIB);
        }
        return limiting;
    }

    /// Last of all, for then nothing can be mounted any more.
    private List<String> landlocked(Confinement wanted) {
        if (!landlock.usable()) {
            return List.of();
        }
        var command = new ArrayList<>(List.of(Landlock.PROGRAM));
        boolean ownPrograms = wanted.freedoms().contains(Freedom.OWN_PROGRAMS);
        command.addAll(landlock.rules(wanted.readOnly(), wanted.writable(), ownPrograms));
        command.add("--");
        return command;
    }

    private List<String> options(Confinement wanted, @Nullable SystemUser user) throws IOException {
        var options = new ArrayList<>(NAMESPACES);
        addUser(options, user);
        boolean network = wanted.freedoms().contains(Freedom.NETWORK);
        if (!network) {
            options.add("--unshare-net");
        } else {
            NETWORK_FILES.stream()
                    .filter(Files::exists)
                    .forEach(file -> add(options, "--ro-bind", file.toString(), file.toString()));
        }
        wanted.environment().forEach((name, value) -> add(options, "--setenv", name, value));
        options.addAll(libraries);
        add(options, "--ro-bind", files.etc().resolve("hosts").toString(), "/etc/hosts");
        Path names = files.names(user == null ? SandboxFiles.ID : user.number());
        for (String name : List.of("passwd", "group")) {
            add(options, "--ro-bind", names.resolve(name).toString(), "/etc/" + name);
        }
        Path lookups = files.etc().resolve(network ? "nsswitch.network" : "nsswitch.conf");
        add(options, "--ro-bind", lookups.toString(), "/etc/nsswitch.conf");
        addPrograms(options, user);
        addMemory(options, (long) wanted.limits().tmpMb() * MIB, "/tmp");
        add(options, "--proc", "/proc", "--dev", "/dev");
        addMemory(options, SHARED_MEMORY_BYTES, "/dev/shm");
        wanted.readOnly().forEach(bind -> addBind(options, "--ro-bind", bind));
        wanted.writable().forEach(bind -> addBind(options, "--bind", bind));
        // For a host run by root /proc/sys would be writable: the kernel asks for the user only.
        add(options, "--remount-ro", "/proc", "--remount-ro", "/dev", "--remount-ro", "/");
        add(options, "--chdir", wanted.workDir());
        return options;
    }

    private void addUser(List<String> options, @Nullable SystemUser user) {
        if (user != null) {
            SystemUser.RIGHTS.forEach(right -> add(options, "--cap-add", right));
            return;
        }
        options.addAll(USERS);
        if (bwrap.disablesUserNamespaces()) {
            options.add("--disable-userns");
        }
    }

    /// Those that run inside before the program does.
    private void addPrograms(List<String> options, @Nullable SystemUser user) {
        if (landlock.usable()) {
            add(options, "--ro-bind", files.landlock().toString(), Landlock.PROGRAM);
        }
        if (prlimit != null) {
            add(options, "--ro-bind", prlimit.toString(), prlimit.toString());
        }
        if (user != null && setpriv != null) {
            add(options, "--ro-bind", setpriv.toString(), setpriv.toString());
        }
    }

    private void addMemory(List<String> options, long bytes, String folder) {
        if (bwrap.sizes()) {
            add(options, "--size", String.valueOf(bytes));
        }
        if (users.inForce()) {
            add(options, "--perms", "1777");
        }
        add(options, "--tmpfs", folder);
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
