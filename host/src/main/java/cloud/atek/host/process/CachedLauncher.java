package cloud.atek.host.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;

/// Starts services with their AOT caches, and makes the missing ones later, one after the other, in
/// the background. Thread-safe.
public final class CachedLauncher {

    /// After a start the machine is left alone for this long.
    private static final Duration QUIET = Duration.ofSeconds(20);

    private final Launcher launcher;
    private final AotCache caches;
    private final Duration quiet;
    private final LinkedBlockingQueue<Launch> wanted = new LinkedBlockingQueue<>();
    private final ConcurrentMap<Path, Boolean> tried = new ConcurrentHashMap<>();

    public CachedLauncher(Launcher launcher, AotCache caches) {
        this(launcher, caches, QUIET);
    }

    CachedLauncher(Launcher launcher, AotCache caches, Duration quiet) {
        this.launcher = launcher;
        this.caches = caches;
        this.quiet = quiet;
        Thread.ofPlatform().daemon().name("aot-caches").start(this::make);
    }

    /// As [Launcher#launch]; reads all jars of a Java service first.
    public Launcher.Outcome launch(Launch launch) throws InterruptedException {
        Path cache = caches.file(launch);
        Launcher.Outcome outcome = launcher.launch(launch.withCache(cache));
        boolean started = outcome instanceof Launcher.Outcome.Started;
        if (started && cache != null && !Files.exists(cache) && tried.put(cache, true) == null) {
            wanted.add(launch);
        }
        return outcome;
    }

    private void make() {
        try {
            while (true) {
                Launch launch = wanted.take();
                Thread.sleep(quiet);
                caches.make(launch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
