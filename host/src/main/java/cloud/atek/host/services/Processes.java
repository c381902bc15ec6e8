package cloud.atek.host.services;

import cloud.atek.crypto.Tokens;
import cloud.atek.host.egress.Egress;
import cloud.atek.host.egress.WayOut;
import cloud.atek.host.install.Installed;
import cloud.atek.host.link.HostSocket;
import cloud.atek.host.process.BearerToken;
import cloud.atek.host.process.Exit;
import cloud.atek.host.process.Launch;
import cloud.atek.host.process.Launcher;
import cloud.atek.host.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the processes of services, each with its token and a folder for its sockets, and takes
/// them away without leaving anything. Thread-safe; what concerns one service, one at a time.
final class Processes {

    private static final Logger log = LoggerFactory.getLogger(Processes.class);

    /// Eight hex digits; with `.t` it served to make an AOT cache.
    private static final Pattern RUN_FOLDER = Pattern.compile("[0-9a-f]{8}(\\.t)?");

    private final SupervisorParts parts;

    Processes(SupervisorParts parts) {
        this.parts = parts;
    }

    /// What a start came to.
    sealed interface Made {

        record Running(Unit.Run.Alive run) implements Made {}

        /// Nothing of it runs.
        ///
        /// @param reason one sentence
        record Failed(String reason) implements Made {}
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
                Files.deleteIfExists(file);
            }
        }
    }

    /// Starts a process and waits until it answers. A thread that is interrupted ends it.
    Made start(Unit unit, Installed installed, Program program) {
        Path runDir = parts.run().resolve(Tokens.fresh().substring(0, 8));
        HostSocket road = null;
        Made made = null;
        try {
            ownFolder(runDir);
            String token = Tokens.fresh();
            parts.bearers().trust(token, unit.key, unit.owner(), unit.core);
            HostSocket.Identity identity = identity(token);
            road =
                    parts.roads()
                            .open(runDir.resolve("host.sock"), identity, wayOut(unit, identity));
            made = launch(launchOf(unit, installed, program, runDir, token), road);
        } catch (IOException | IllegalArgumentException e) {
            log.warn("{} cannot be started", unit.id(), e);
            made = new Made.Failed("It could not be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            made = new Made.Failed("Its start was cancelled");
        } finally {
            if (!(made instanceof Made.Running)) {
                forget(unit, road, runDir);
            }
        }
        return made;
    }

    private Made launch(Launch launch, HostSocket road) throws InterruptedException {
        return switch (parts.starter().launch(launch)) {
            case Launcher.Outcome.Failed(String reason) -> new Made.Failed(reason);
            case Launcher.Outcome.Started(var process) -> {
                parts.usage().follow(process.socket());
                yield new Made.Running(new Unit.Run.Alive(process, road));
            }
        };
    }

    private WayOut wayOut(Unit unit, HostSocket.Identity identity) {
        return parts.egress()
                .open(new Egress.Program(unit.key, () -> unit.id().value(), identity.caller()));
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
                parts.allowances().of(unit),
                null);
    }

    /// Ends it, and waits until it is gone.
    void end(Unit unit, Unit.Run.Alive run, Duration grace) {
        // From now on nobody is served in its name, even while it takes its time.
        parts.bearers().distrust(unit.key);
        parts.egress().end(unit.key);
        try {
            Exit exit = run.process().stop(grace);
            log.info("{} {}", unit.id(), exit.reason());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(unit, run);
        }
    }

    /// Clears up after a process that is gone.
    void forget(Unit unit, Unit.Run.Alive run) {
        forget(unit, run.road(), run.process().socket().getParent());
    }

    private void forget(Unit unit, @Nullable HostSocket road, @Nullable Path runDir) {
        parts.bearers().distrust(unit.key);
        parts.egress().end(unit.key);
        try {
            if (road != null) {
                road.close();
            }
            if (runDir != null && Files.exists(runDir)) {
                parts.usage().forget(runDir.resolve("service.sock"));
                deleteAll(runDir);
            }
        } catch (IOException e) {
            log.warn("the sockets of {} stay behind", unit.id(), e);
        }
    }

    private static Path ownFolder(Path folder) throws IOException {
        return Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
