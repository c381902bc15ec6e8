package cloud.atek.host.services;

import cloud.atek.api.Manifest;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.services.ServiceInfo.State;
import cloud.atek.crypto.Tokens;
import cloud.atek.host.install.Installed;
import cloud.atek.host.install.Plan;
import cloud.atek.host.link.HostSocket;
import cloud.atek.host.process.BearerToken;
import cloud.atek.host.process.Exit;
import cloud.atek.host.process.Launch;
import cloud.atek.host.process.Launcher;
import cloud.atek.host.process.Limits;
import cloud.atek.host.process.Program;
import cloud.atek.host.process.RunningService;
import cloud.atek.host.registry.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs services, a process or a served folder each, and tells the registry the truth about them.
/// Thread-safe; what concerns one service waits for its lock.
final class Supervisor {

    private static final Logger log = LoggerFactory.getLogger(Supervisor.class);

    /// The database holds a page cache and the JSON of the calls on their way.
    private static final int CORE_HEAP_MB = 96;

    /// A core service that crashed comes back after this long, twice as long each time.
    private static final Duration RESTART_FIRST = Duration.ofMillis(500);

    private static final Duration RESTART_MAX = Duration.ofSeconds(30);

    /// One that ran for this long had a good start: the next pause is short again.
    private static final Duration GOOD_RUN = Duration.ofMinutes(1);

    /// Eight hex digits; with `.t` it served to make an AOT cache.
    private static final Pattern RUN_FOLDER = Pattern.compile("[0-9a-f]{8}(\\.t)?");

    private final Map<ServiceKey, Unit> running = new ConcurrentHashMap<>();
    private final SupervisorParts parts;
    private volatile boolean closing;

    Supervisor(SupervisorParts parts) {
        this.parts = parts;
    }

    /// Deletes the sockets of services that died with their host.
    ///
    /// @throws IOException when the data folder cannot be used
    void sweep() throws IOException {
        if (!Files.isDirectory(parts.run())) {
            return;
        }
        try (Stream<Path> folders = Files.list(parts.run())) {
            for (Path folder : (Iterable<Path>) folders::iterator) {
                if (RUN_FOLDER.matcher(folder.getFileName().toString()).matches()) {
                    deleteAll(folder);
                }
            }
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /// Starts it and waits until it answers. What went wrong stands in its status.
    void start(Unit unit) {
        unit.lock.lock();
        try {
            if (unit.status.state() == State.RUNNING || closing) {
                return;
            }
            Installed installed = unit.installed;
            if (installed == null) {
                crashed(unit, "Its files are missing: install it again");
                return;
            }
            unit.status = Unit.Status.STARTING;
            register(unit);
            switch (installed.plan()) {
                case Plan.Static _ -> serve(unit);
                case Plan.Java(var classPath, var mainClass) ->
                        launch(unit, installed, new Program.Java(classPath, mainClass));
                case Plan.Node(var script) -> launch(unit, installed, new Program.Node(script));
            }
        } finally {
            unit.lock.unlock();
        }
    }

    /// Stops it and waits until its processes are gone.
    void stop(Unit unit, Duration grace) {
        unit.lock.lock();
        try {
            Unit.Run run = unit.run;
            unit.run = null;
            unit.status = Unit.Status.STOPPED;
            register(unit);
            if (run != null) {
                parts.bearers().distrust(unit.key);
                end(unit, run, grace);
            }
            running.remove(unit.key);
        } finally {
            unit.lock.unlock();
        }
    }

    /// Its record has changed: what the registry says of it changes as well.
    void register(Unit unit) {
        Installed installed = unit.installed;
        List<Manifest.Export> exports =
                installed == null ? List.of() : installed.manifest().exports();
        parts.registry().register(site(unit), exports);
    }

    /// Starts nothing any more, and stops all, side by side.
    void close(Duration grace) {
        closing = true;
        List<Thread> stops =
                running.values().stream()
                        .map(unit -> Thread.ofVirtual().start(() -> stop(unit, grace)))
                        .toList();
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void serve(Unit unit) {
        unit.status = new Unit.Status(State.RUNNING, null, null);
        running.put(unit.key, unit);
        register(unit);
        log.info("{} is served", unit.id());
    }

    private void launch(Unit unit, Installed installed, Program program) {
        HostSocket road = null;
        try {
            Path runDir = ownFolder(parts.run().resolve(Tokens.fresh().substring(0, 8)));
            String token = Tokens.fresh();
            parts.bearers().trust(token, unit.key, unit.owner(), unit.core);
            road = parts.roads().open(runDir.resolve("host.sock"), identity(token));
            Launch launch = launchOf(unit, installed, program, runDir, token);
            switch (parts.starter().launch(launch)) {
                case Launcher.Outcome.Failed(String reason) -> {
                    crashed(unit, reason);
                    forget(unit, road, runDir);
                }
                case Launcher.Outcome.Started(RunningService process) ->
                        started(unit, new Unit.Run(process, road));
            }
        } catch (IOException | IllegalArgumentException e) {
            log.warn("{} cannot be started", unit.id(), e);
            crashed(unit, "It could not be started: " + e.getMessage());
            forget(unit, road, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            crashed(unit, "Its start was cancelled");
            forget(unit, road, null);
        }
    }

    private HostSocket.Identity identity(String token) {
        return new HostSocket.Identity(
                () -> parts.doors().bearer(token), shown -> Tokens.same(token, shown));
    }

    private Launch launchOf(
            Unit unit, Installed installed, Program program, Path runDir, String token)
            throws IOException {
        return new Launch(
                unit.key,
                unit.id(),
                program,
                installed.tree(),
                installed.build(),
                ownFolder(parts.data().resolve(unit.key.value())),
                runDir,
                Objects.requireNonNullElse(unit.record.config(), Map.of()),
                new BearerToken(token),
                parts.hostPort().getAsInt(),
                unit.core ? Limits.SERVICE.withHeapMb(CORE_HEAP_MB) : Limits.SERVICE,
                null);
    }

    private void started(Unit unit, Unit.Run run) {
        if (closing) {
            end(unit, run, RunningService.GRACE_AT_SHUTDOWN);
            return;
        }
        unit.run = run;
        unit.status = new Unit.Status(State.RUNNING, null, run.process().layers());
        running.put(unit.key, unit);
        register(unit);
        unit.whenStarted.run();
        log.info("{} runs, confined by {}", unit.id(), run.process().layers());
        Thread.ofVirtual().name("watch " + unit.id()).start(() -> watch(unit, run));
    }

    /// Core services are started again, for without them there is no host.
    private void watch(Unit unit, Unit.Run run) {
        try {
            Exit exit = run.process().awaitExit();
            if (!lost(unit, run, exit)) {
                return;
            }
            while (unit.core && !closing && unit.status.state() == State.CRASHED) {
                Thread.sleep(pause(unit.crashes));
                log.info("{} crashed and is started again", unit.id());
                start(unit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Duration pause(int crashes) {
        Duration pause = RESTART_FIRST.multipliedBy(1L << Math.min(crashes, 10));
        return pause.compareTo(RESTART_MAX) < 0 ? pause : RESTART_MAX;
    }

    /// @return whether it ended without being asked to
    private boolean lost(Unit unit, Unit.Run run, Exit exit) {
        unit.lock.lock();
        try {
            Unit.Run now = unit.run;
            if (now == null || now.process() != run.process()) {
                return false;
            }
            Duration ran = Duration.between(run.process().startedAt(), Instant.now());
            if (ran.compareTo(GOOD_RUN) > 0) {
                unit.crashes = 0;
            }
            unit.run = null;
            crashed(unit, exit.reason());
            forget(unit, run.road(), run.process().socket().getParent());
            return true;
        } finally {
            unit.lock.unlock();
        }
    }

    private void crashed(Unit unit, String reason) {
        unit.crashes++;
        unit.status = Unit.Status.crashed(reason);
        running.remove(unit.key);
        register(unit);
        if (!closing) {
            log.warn("{} does not run: {}", unit.id(), reason);
        }
    }

    private void end(Unit unit, Unit.Run run, Duration grace) {
        try {
            Exit exit = run.process().stop(grace);
            log.info("{} {}", unit.id(), exit.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(unit, run.road(), run.process().socket().getParent());
        }
    }

    private void forget(Unit unit, @Nullable HostSocket road, @Nullable Path runDir) {
        parts.bearers().distrust(unit.key);
        try {
            if (road != null) {
                road.close();
            }
            if (runDir != null) {
                Files.deleteIfExists(runDir.resolve("service.sock"));
                Files.deleteIfExists(runDir);
            }
        } catch (IOException e) {
            log.warn("the sockets of {} stay behind", unit.id(), e);
        }
    }

    private Site site(Unit unit) {
        Installed installed = unit.installed;
        Unit.Run run = unit.run;
        if (unit.status.state() == State.RUNNING && installed != null) {
            if (installed.plan() instanceof Plan.Static(Path root)) {
                return new Site.Folder(unit.key, unit.id(), unit.owner(), root);
            }
            if (run != null) {
                return new Site.Live(unit.key, unit.id(), unit.owner(), run.process().socket());
            }
        }
        String reason =
                Optional.ofNullable(unit.status.reason())
                        .orElse(
                                unit.status.state() == State.STARTING
                                        ? "It is starting; look again in a moment."
                                        : "It was stopped.");
        return new Site.Down(unit.key, unit.id(), unit.owner(), reason);
    }

    private static Path ownFolder(Path folder) throws IOException {
        return Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
