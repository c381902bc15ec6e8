package cloud.atek.host.process;

import cloud.atek.host.log.ServiceLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// AOT caches of Java services: classes loaded and linked ahead of time, so that a small service
/// starts in about half the time. Thread-safe; nobody makes two caches of one service at a time.
///
/// The name of a cache is the hash of all that goes into it. That is no nicety: JDK 25.0.3 runs the
/// old classes from a cache whose jar was replaced (JDK-8377932).
public final class AotCache {

    /// After the first answer the JVM is asked to end; then it writes the cache.
    private static final Duration WRITING = Duration.ofSeconds(60);

    private static final String OUTPUT = "/cache-out";
    private static final String FILE = "service.aot";
    private static final String ENDING = ".aot";
    private static final Logger log = LoggerFactory.getLogger(AotCache.class);

    private final Path folder;
    private final Sandbox sandbox;
    private final Runtimes runtimes;
    private final Kit kit;

    /// @param folder where the caches lie, 10 to 40 MB each
    public AotCache(Path folder, Sandbox sandbox, Runtimes runtimes, Kit kit) {
        this.folder = folder;
        this.sandbox = sandbox;
        this.runtimes = runtimes;
        this.kit = kit;
    }

    /// Where the cache for this launch lies or would lie; `null` when there can be none: not a Java
    /// service, or its class path has a folder in it. Reads all of its jars.
    public @Nullable Path file(Launch launch) {
        if (!(launch.program() instanceof Program.Java java)) {
            return null;
        }
        List<Path> jars = Stream.concat(kit.jars().stream(), java.classPath().stream()).toList();
        if (!jars.stream().allMatch(Files::isRegularFile)) {
            return null;
        }
        try {
            List<String> command =
                    plan().of(launch.withCache(null), List.of(), List.of()).command();
            String name = Fingerprint.of(runtimes.javaHome(), command, jars);
            return folder.resolve(launch.key() + "-" + name + ENDING);
        } catch (IOException e) {
            log.warn("no AOT cache for {}: its files cannot be read", launch.id(), e);
            return null;
        }
    }

    /// Makes the cache unless it is there: starts the service in a sandbox with empty folders,
    /// waits for its first answer and ends it. Takes some seconds of one processor. That it fails
    /// is harmless.
    ///
    /// @return the cache, or `null` when there is none
    public @Nullable Path make(Launch launch) throws InterruptedException {
        Path file = file(launch);
        if (file == null || Files.exists(file)) {
            return file;
        }
        Path scratch = scratch(launch);
        try {
            Files.createDirectories(folder);
            return train(launch, file, scratch);
        } catch (IOException e) {
            log.warn("no AOT cache for {}", launch.id(), e);
            return null;
        } finally {
            delete(scratch);
        }
    }

    private @Nullable Path train(Launch launch, Path file, Path scratch)
            throws IOException, InterruptedException {
        var training =
                new Launch(
                        launch.key(),
                        launch.id(),
                        launch.program(),
                        launch.tree(),
                        launch.build(),
                        Files.createDirectories(scratch.resolve("d")),
                        Files.createDirectories(scratch.resolve("r")),
                        launch.config(),
                        new BearerToken("training"),
                        launch.hostPort(),
                        Allowance.of(launch.limits()),
                        null);
        Path output = Files.createDirectories(scratch.resolve("o"));
        var logs = new ServiceLogs(scratch.resolve("l"), Clock.systemUTC());
        try (logs) {
            String flag = "-XX:AOTCacheOutput=" + OUTPUT + "/" + FILE;
            var launcher = new Launcher(sandbox, runtimes, kit, logs);
            switch (launcher.launch(training, List.of(flag), List.of(new Bind(output, OUTPUT)))) {
                case Launcher.Outcome.Failed(var reason) -> {
                    log.info("no AOT cache for {}: {}", launch.id(), reason);
                    return null;
                }
                case Launcher.Outcome.Started(var service) -> service.stop(WRITING);
            }
        }
        return placed(launch, output.resolve(FILE), file);
    }

    /// In the place of the service's older ones.
    private @Nullable Path placed(Launch launch, Path made, Path file) throws IOException {
        if (!Files.exists(made)) {
            log.info("no AOT cache for {}: its JVM wrote none", launch.id());
            return null;
        }
        try (Stream<Path> all = Files.list(folder)) {
            String mine = launch.key() + "-";
            for (Path old : all.filter(each -> named(each).startsWith(mine)).toList()) {
                Files.deleteIfExists(old);
            }
        }
        return Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Beside the service's run folder: there the path of a socket is short enough.
    private static Path scratch(Launch launch) {
        return launch.runDir().resolveSibling(launch.runDir().getFileName() + ".t");
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            log.warn("{} was not cleared away", folder, e);
        }
    }

    private static String named(Path file) {
        return String.valueOf(file.getFileName());
    }

    private Plan plan() {
        return new Plan(runtimes, kit, sandbox.ownNetwork());
    }
}
