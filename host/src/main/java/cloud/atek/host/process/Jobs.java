package cloud.atek.host.process;

import java.util.function.Consumer;

/// Runs jobs in the sandbox, one after the other or side by side. Thread-safe.
public final class Jobs {

    private final Sandbox sandbox;

    public Jobs(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Blocks until the job has ended.
    ///
    /// @param line hears each line of its output (both streams, control characters made visible,
    ///   long lines cut), on one thread
    /// @throws InterruptedException when interrupted; the job is then dead
    public Job.End run(Job job, Consumer<String> line) throws InterruptedException {
        return new Job.End.NotStarted("no runner yet for " + sandbox + job + line);
    }
}
