package cloud.atek.host.process;

import cloud.atek.host.log.LineReader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs jobs in the sandbox, one after the other or side by side. Thread-safe.
public final class Jobs {

    private static final Logger log = LoggerFactory.getLogger(Jobs.class);

    /// How long the output may still run after the job is dead.
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Sandbox sandbox;
    private final Spawner spawner = new Spawner();

    public Jobs(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// As [Sandbox#ownNetwork()]: then a job has no way out but what is bound into it.
    public boolean ownNetwork() {
        return sandbox.ownNetwork();
    }

    /// Blocks until the job and all that it started have ended.
    ///
    /// @param line hears each line of its output (both streams, control characters made visible,
    ///   long lines cut), on one thread
    /// @throws InterruptedException when interrupted; the job is then dead
    public Job.End run(Job job, Consumer<String> line) throws InterruptedException {
        Confined confined;
        try {
            confined = sandbox.confine(job.confinement());
        } catch (IOException e) {
            return notStarted(e);
        }
        Process process;
        try {
            process = spawner.start(confined, true);
        } catch (IOException e) {
            confined.group().close();
            return notStarted(e);
        }
        return watched(job, new ProcessTree(process, confined), line);
    }

    private static Job.End notStarted(IOException e) {
        return new Job.End.NotStarted("it could not be started: " + e.getMessage());
    }

    private Job.End watched(Job job, ProcessTree tree, Consumer<String> line)
            throws InterruptedException {
        Process process = tree.root();
        Thread listener =
                Thread.ofPlatform().daemon().name("job").start(() -> listen(process, line));
        try {
            boolean ended = process.waitFor(job.patience().toNanos(), TimeUnit.NANOSECONDS);
            String exceeded = tree.exceeded().orElse(null);
            tree.kill();
            listener.join(LAST_WORDS);
            if (!ended) {
                return new Job.End.TimedOut(job.patience());
            }
            int code = process.exitValue();
            return code == 0 || exceeded == null
                    ? new Job.End.Exited(code)
                    : new Job.End.Exceeded(exceeded);
        } finally {
            tree.kill();
            tree.forget();
            reclaim(job);
        }
    }

    /// What it made belongs to whoever wanted it made.
    private void reclaim(Job job) {
        try {
            sandbox.reclaim(job.confinement());
        } catch (IOException e) {
            log.warn("what a job wrote stays its own", e);
        }
    }

    private static void listen(Process process, Consumer<String> line) {
        try (var in = process.getInputStream()) {
            var lines = new LineReader(in);
            for (String each = lines.next(); each != null; each = lines.next()) {
                line.accept(each);
            }
        } catch (IOException e) {
            log.warn("the output of a job cannot be read", e);
        }
    }
}
