package cloud.atek.host.install;

import cloud.atek.host.process.Bind;
import cloud.atek.host.process.Confinement;
import cloud.atek.host.process.Freedom;
import cloud.atek.host.process.Job;
import cloud.atek.host.process.Jobs;
import cloud.atek.host.process.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Runs the tool of a package's author, such as npm, in the sandbox: it sees the tool, one folder
/// that it may write to, and through an [ArtefactProxy] the registries. What it may take of time,
/// memory and disk is limited. Thread-safe; blocks its thread.
final class BuildRun {

    /// Where the one writable folder is inside; services see it at the same place.
    static final String WORK = "/build";

    static final String APP = WORK + "/app";

    /// Where the proxy answers inside, in a network where every port is free.
    static final int PROXY_PORT = 3128;

    private static final String PROXY = "/proxy";
    private static final Duration GLANCE = Duration.ofSeconds(1);
    private static final Path AUTHORITIES = Path.of("/etc/ssl/certs/ca-certificates.crt");

    private final Jobs jobs;
    private final Registries registries;

    BuildRun(Jobs jobs, Registries registries) {
        this.jobs = jobs;
        this.registries = registries;
    }

    /// One run of a tool.
    ///
    /// @param name as it stands in the sentences
    /// @param command in inside paths
    /// @param readOnly the tool itself and what it needs
    record Tool(
            String name,
            List<String> command,
            List<Bind> readOnly,
            Map<String, String> variables) {}

    /// Whether the tool must ask a proxy; without a sandbox it has the machine's network.
    boolean proxied() {
        return jobs.ownNetwork();
    }

    /// @param work what it may write to; the package is in `app` in it
    /// @param progress hears each line of the tool
    /// @throws RefusedException when it fails, with the reason and what the tool said last
    void run(Tool tool, Path work, Progress progress) throws IOException {
        Deque<String> said = new ArrayDeque<>();
        Consumer<String> line =
                each -> {
                    keep(each, said);
                    progress.printed(each);
                };
        try (var proxy =
                new ArtefactProxy(
                        registries.hosts().get(),
                        PackageLimits.DEFAULT.receivedBytes(),
                        registries.dialer())) {
            Confinement confinement = confinement(tool, work, proxy);
            Job.End end = watched(new Job(confinement, PackageLimits.TOOL_TIME_MAX), work, line);
            if (end instanceof Job.End.Exited(int code) && code == 0) {
                return;
            }
            throw failed(tool, end, proxy, said);
        }
    }

    private Job.End watched(Job job, Path work, Consumer<String> line) throws IOException {
        var over = new AtomicBoolean();
        Thread builder = Thread.currentThread();
        Thread watcher = Thread.ofVirtual().start(() -> watch(work, over, builder));
        try {
            return jobs.run(job, line);
        } catch (InterruptedException e) {
            if (over.get()) {
                throw new RefusedException(
                        "The build wrote more than it may: want at most "
                                + PackageLimits.WORK_BYTES_MAX
                                + " bytes and "
                                + PackageLimits.WORK_FILES_MAX
                                + " files.",
                        e);
            }
            Thread.currentThread().interrupt();
            throw new RefusedException("The installation was cancelled.", e);
        } finally {
            watcher.interrupt();
        }
    }

    /// What only tells that all goes well explains no failure.
    private static void keep(String line, Deque<String> said) {
        if (line.startsWith("[INFO]")) {
            return;
        }
        said.addLast(line);
        if (said.size() > PackageLimits.SHOWN_LINES_MAX) {
            said.removeFirst();
        }
    }

    private static void watch(Path work, AtomicBoolean over, Thread builder) {
        try {
            while (true) {
                Thread.sleep(GLANCE);
                if (tooLarge(work)) {
                    over.set(true);
                    builder.interrupt();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean tooLarge(Path work) {
        long bytes = 0;
        long files = 0;
        try (Stream<Path> all = Files.walk(work)) {
            for (Path file : (Iterable<Path>) all::iterator) {
                files++;
                bytes += Disk.isFile(file) ? file.toFile().length() : 0;
                if (bytes > PackageLimits.WORK_BYTES_MAX || files > PackageLimits.WORK_FILES_MAX) {
                    return true;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // It removes files while they are counted; the next look counts again.
            return false;
        }
        return false;
    }

    private Confinement confinement(Tool tool, Path work, ArtefactProxy proxy) {
        List<Bind> readOnly = new ArrayList<>(tool.readOnly());
        Map<String, String> variables = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));
        variables.putAll(
                Map.of("HOME", WORK + "/home", "TMPDIR", "/tmp", "LANG", "C.UTF-8", "CI", "true"));
        if (Files.isRegularFile(AUTHORITIES)) {
            readOnly.add(new Bind(AUTHORITIES, AUTHORITIES.toString()));
        }
        List<Bind> writable = new ArrayList<>(List.of(new Bind(work, WORK)));
        if (proxied()) {
            writable.add(new Bind(proxy.folder(), PROXY));
            variables.put("ATEK_HOST_PORT", String.valueOf(PROXY_PORT));
            variables.put("ATEK_HOST_SOCKET_FILE", PROXY + "/" + ArtefactProxy.SOCKET);
        }
        variables.putAll(tool.variables());
        return new Confinement(
                tool.command(),
                readOnly,
                writable,
                variables,
                APP,
                Limits.BUILD,
                Set.of(Freedom.OWN_PROGRAMS),
                Confinement.BUILDS);
    }

    /// Certificate authorities that this machine trusts, as builds see them; none when it has none
    /// at the usual place.
    static List<String> authorities() {
        return Files.isRegularFile(AUTHORITIES) ? List.of(AUTHORITIES.toString()) : List.of();
    }

    private static RefusedException failed(
            Tool tool, Job.End end, ArtefactProxy proxy, Deque<String> said) {
        String what =
                switch (end) {
                    case Job.End.Exited(int code) ->
                            tool.name() + " failed (it ended with " + code + ").";
                    case Job.End.Exceeded(String reason) ->
                            tool.name() + " failed: " + reason + ".";
                    case Job.End.TimedOut(var patience) ->
                            tool.name()
                                    + " took longer than "
                                    + patience.toMinutes()
                                    + " minutes, so it was given up.";
                    case Job.End.NotStarted(String reason) ->
                            tool.name() + " could not be started: " + reason;
                };
        String reach =
                proxy.refused().isEmpty()
                        ? ""
                        : " It asked for "
                                + String.join(", ", proxy.refused().stream().sorted().toList())
                                + ", which builds cannot reach.";
        String much = proxy.exhausted() ? " It fetched more than it may." : "";
        return new RefusedException(what + reach + much + "\n" + String.join("\n", said));
    }
}
