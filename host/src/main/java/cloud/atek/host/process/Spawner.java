package cloud.atek.host.process;

import static java.util.Objects.requireNonNullElse;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;

/// Starts processes, all from one thread that never ends.
///
/// A sandbox asks the kernel to kill it when its parent dies, and for Linux the parent is the
/// *thread* that started it (prctl(2), PR_SET_PDEATHSIG). From any other thread, such as the
/// carrier of a virtual one, a service would die for no visible reason. Thread-safe.
final class Spawner {

    private final LinkedBlockingQueue<FutureTask<Process>> wanted = new LinkedBlockingQueue<>();

    Spawner() {
        Thread.ofPlatform().daemon().name("process-spawner").start(this::serve);
    }

    /// Starts it and feeds it its input.
    ///
    /// @param oneStream whether standard error joins standard output
    ///
    /// @throws IOException when the system could not start it
    Process start(Confined confined, boolean oneStream) throws IOException {
        var builder = new ProcessBuilder(confined.command()).redirectErrorStream(oneStream);
        builder.environment().clear();
        builder.environment().putAll(confined.environment());
        var task = new FutureTask<>(builder::start);
        wanted.add(task);
        Process process = started(task);
        try (OutputStream input = process.getOutputStream()) {
            input.write(confined.input().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It is gone already; its exit code and last words say more than a broken pipe.
            return process;
        }
        return process;
    }

    private static Process started(FutureTask<Process> task) throws IOException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IOException(requireNonNullElse(e.getCause(), e).getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a process was to be started");
        }
    }

    private void serve() {
        while (true) {
            try {
                wanted.take().run();
            } catch (InterruptedException _) {
                // Nobody may end this thread: every child would die with it.
            }
        }
    }
}
