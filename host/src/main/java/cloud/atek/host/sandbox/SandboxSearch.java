package cloud.atek.host.sandbox;

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

/// Finds out, by doing it once, whether this machine can confine a program.
public final class SandboxSearch {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String INSTEAD =
            " Or set \"sandbox\": \"none\" in config.json to run services unconfined.";
    private static final String NO_BWRAP =
            "Services are confined by bubblewrap, which is not installed: run"
                    + " `sudo apt install bubblewrap` (or your system's equivalent).";
    private static final String NO_PRLIMIT =
            "Open files, threads and core dumps of services are not limited: `prlimit` is missing;"
                    + " run `sudo apt install util-linux`.";

    private static final String ROOT =
            "Services run as root without its rights, and their threads are not limited: run Atek as"
                    + " an ordinary user.";

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
        var sandbox = new BwrapSandbox(
                        tools,
                        new CgroupSearch().find(),
                        files,
                        new SystemLibraries(architecture));
        return tried(sandbox, missing(tools));
    }

    private List<String> missing(Tools tools) throws IOException {
        var missing = new ArrayList<>(tools.bwrap().missing());
        if (tools.prlimit() == null) {
            missing.add(NO_PRLIMIT);
        }
        if (Files.getAttribute(folder, "unix:uid").equals(0)) {
            missing.add(ROOT);
        }
        return missing;
    }

    private SandboxFound tried(BwrapSandbox sandbox, List<String> missing)
            throws InterruptedException {
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
