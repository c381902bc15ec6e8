package cloud.atek.host.sandbox;

import cloud.atek.api.services.Protection.Missing;
import cloud.atek.host.process.Bind;
import cloud.atek.host.process.Confinement;
import cloud.atek.host.process.Job;
import cloud.atek.host.process.Jobs;
import cloud.atek.host.process.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out, by doing it once, whether this machine can confine a program.
public final class SandboxSearch {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String INSTEAD =
            " Or set \"sandbox\": \"none\" in config.json to run services unconfined.";
    private static final String NO_BWRAP =
            "Services are confined by bubblewrap, which is not installed: run"
                    + " `sudo apt install bubblewrap` (or your system's equivalent).";
    private static final Missing LIMITS =
            new Missing(
                    "limits",
                    "Open files, threads and core dumps of services are not limited.",
                    "The program prlimit is missing: run `sudo apt install util-linux`.");
    private static final Missing CGROUPS =
            new Missing(
                    "cgroups",
                    "What the processes of a service take of memory and processor is limited for"
                            + " each by itself, and not for all together.",
                    "Let systemd start Atek with Delegate=yes, as the atek.service that comes along"
                            + " does.");
    private static final Missing LANDLOCK =
            new Missing(
                    "landlock",
                    "Only bubblewrap keeps a service from files that are none of its.",
                    "Take a Linux kernel of 5.19 or later with Landlock on; lsm=landlock among its"
                            + " boot options turns it on where others are named there.");
    private static final Missing ORDINARY_USER =
            new Missing(
                    "ordinary-user",
                    "Services belong to root, though they have none of its rights.",
                    "Start Atek as an ordinary user, as the atek.service that comes along does.");

    private static final Logger log = LoggerFactory.getLogger(SandboxSearch.class);
    private static final Path SELF = Path.of("/proc/self");

    /// Beside the folder, for it is to outlive what is in it.
    private static final String UIDS = "uids.json";

    private final Path folder;
    private final List<Path> programs;

    /// @param folder where the filter and a few more files are written, readable by us alone
    public SandboxSearch(Path folder) {
        this(folder, List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/bin")));
    }

    SandboxSearch(Path folder, List<Path> programs) {
        this.folder = folder;
        this.programs = programs;
    }

    /// The answer to `"sandbox": "none"`. Nothing else leads to running unconfined.
    public SandboxFound none() {
        return new SandboxFound.Usable(new NoSandbox(program("setpriv")), List.of(), List.of());
    }

    /// Blocks for some 20 ms, at most 10 s.
    ///
    /// @throws IOException when the folder cannot be written
    public SandboxFound find() throws IOException, InterruptedException {
        Path bwrap = program("bwrap");
        if (bwrap == null) {
            return new SandboxFound.Unusable(NO_BWRAP + INSTEAD);
        }
        Architecture architecture;
        try {
            architecture = Architecture.here();
        } catch (UnsupportedOperationException e) {
            return new SandboxFound.Unusable(e.getMessage() + "." + INSTEAD);
        }
        var tools = new Tools(Bwrap.at(bwrap), program("prlimit"), program("setpriv"));
        SandboxFiles files = SandboxFiles.write(folder, architecture);
        var ground = new Ground(tools, files, new SystemLibraries(architecture));
        Cgroups groups = new CgroupSearch().find();
        Landlock landlock = LandlockSearch.find(files.landlock(), architecture);
        boolean root = isRoot(SELF);
        if (root && canSwitch(tools, SELF)) {
            var users = new OwnUsers(Uids.in(folder.resolveSibling(UIDS)), root);
            var found = tried(ground, new Kernel(groups, landlock, users));
            if (found instanceof SandboxFound.Usable) {
                return found;
            }
            log.warn("services get no system users of their own: {}", found);
        }
        return tried(ground, new Kernel(groups, landlock, new OwnUsers(null, root)));
    }

    /// What every sandbox of this machine is made with.
    private record Ground(Tools tools, SandboxFiles files, SystemLibraries libraries) {}

    private static boolean isRoot(Path host) throws IOException {
        return Files.getAttribute(host, "unix:uid").equals(0);
    }

    private static boolean canSwitch(Tools tools, Path host) {
        return tools.setpriv() != null && tools.bwrap().permits() && Uids.usable(host);
    }

    /// What could confine the services of a host and does not.
    ///
    /// @param host its process, as `/proc` shows it; of one that does not run, this one
    public List<Missing> missing(Path host) throws IOException, InterruptedException {
        Path bwrap = program("bwrap");
        if (bwrap == null) {
            return List.of(); // It confines nothing at all, which is another finding.
        }
        var tools = new Tools(Bwrap.at(bwrap), program("prlimit"), program("setpriv"));
        var groups = new CgroupSearch(host, Path.of("/proc/meminfo"));
        Path program = Files.createTempFile("atek", "");
        try {
            Landlock landlock = LandlockSearch.find(program, Architecture.here());
            boolean users = !isRoot(host) || canSwitch(tools, host);
            return missing(tools, new Found(groups.usable(), landlock.usable(), users));
        } catch (UnsupportedOperationException e) {
            return List.of(); // The same.
        } finally {
            Files.deleteIfExists(program);
        }
    }

    /// @param counted whether control groups can be made
    /// @param landlock whether the kernel has it
    /// @param apart whether services are not root
    private record Found(boolean counted, boolean landlock, boolean apart) {}

    private static List<Missing> missing(Tools tools, Found found) {
        var missing = new ArrayList<>(tools.bwrap().missing());
        if (tools.prlimit() == null) {
            missing.add(LIMITS);
        }
        if (!found.counted()) {
            missing.add(CGROUPS);
        }
        if (!found.landlock()) {
            missing.add(LANDLOCK);
        }
        if (!found.apart()) {
            missing.add(ORDINARY_USER);
        }
        return missing;
    }

    private static SandboxFound tried(Ground ground, Kernel kernel)
            throws IOException, InterruptedException {
        var sandbox = new BwrapSandbox(ground.tools(), kernel, ground.files(), ground.libraries());
        boolean apart = !isRoot(SELF) || kernel.users().inForce();
        var found = new Found(kernel.cgroups().complete(), kernel.landlock().usable(), apart);
        List<Missing> missing = missing(ground.tools(), found);
        var said = new ArrayList<String>();
        Path program = Path.of("/usr/bin/true");
        var wanted =
                new Confinement(
                        List.of("/usr/bin/true"),
                        List.of(new Bind(program, "/usr/bin/true")),
                        List.of(),
                        Map.of(),
                        "/",
                        Limits.SERVICE);
        return switch (new Jobs(sandbox).run(new Job(wanted, PATIENCE), said::add)) {
            case Job.End.Exited(int code) when code == 0 ->
                    new SandboxFound.Usable(sandbox, sandbox.layers(), missing);
            case Job.End.Exited(int code) ->
                    unusable(said.isEmpty() ? "exit code " + code : String.join("; ", said));
            case Job.End.TimedOut _ -> unusable("no answer within " + PATIENCE.toSeconds() + " s");
            case Job.End.NotStarted(String reason) -> unusable(reason);
            case Job.End.Exceeded(String reason) -> unusable(reason);
        };
    }

    private static SandboxFound unusable(String said) {
        return new SandboxFound.Unusable(
                "Bubblewrap cannot confine services here (" + said + "). " + cure(said) + INSTEAD);
    }

    private static String cure(String said) {
        if (said.contains("Unknown option")) {
            return "It is older than 0.8: install a newer one.";
        }
        if ("0".equals(setting("kernel/unprivileged_userns_clone"))) {
            return "Run `sudo sysctl -w kernel.unprivileged_userns_clone=1`.";
        }
        if ("1".equals(setting("kernel/apparmor_restrict_unprivileged_userns"))) {
            return "Run `sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`, or give"
                    + " bwrap an AppArmor profile that allows user namespaces.";
        }
        if ("0".equals(setting("user/max_user_namespaces"))) {
            return "Run `sudo sysctl -w user.max_user_namespaces=10000`.";
        }
        return "User namespaces must be allowed to this user; in a container, allow them there.";
    }

    private static @Nullable String setting(String name) {
        try {
            return Files.readString(Path.of("/proc/sys", name)).strip();
        } catch (IOException e) {
            return null;
        }
    }

    private @Nullable Path program(String name) {
        return programs.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }
}
