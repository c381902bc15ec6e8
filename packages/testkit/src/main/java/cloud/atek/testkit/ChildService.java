package cloud.atek.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A child JVM that serves on a unix socket, with the class path of the test. Closing it ends the
/// process.
///
/// @param socket where it listens: `s.sock` in the folder it was started with
/// @param log all that it printed
public record ChildService(Process process, Path socket, Path log) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(5);

    /// Starts `main` as the host starts a service, and waits until it listens.
    ///
    /// @param dir with a short path: a socket's path has at most 107 bytes
    /// @param variables besides `ATEK_ASSIGNED_SOCKET_FILE`, `ATEK_ASSIGNED_SERVICE_KEY`,
    ///   `ATEK_HOST_PORT` and `ATEK_HOST_BEARER_TOKEN`, or instead of them
    /// @param command the main class and its arguments
    public static ChildService start(Path dir, Map<String, String> variables, String... command)
            throws IOException, InterruptedException {
        Path socket = dir.resolve("s.sock");
        Path log = dir.resolve("service.log");
        var builder = new ProcessBuilder(java(command));
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("ATEK_ASSIGNED_SOCKET_FILE", socket.toString());
        environment.put("ATEK_ASSIGNED_SERVICE_KEY", "k1");
        environment.put("ATEK_HOST_PORT", "1");
        environment.put("ATEK_HOST_BEARER_TOKEN", "t");
        environment.putAll(variables);
        builder.directory(dir.toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        var child = new ChildService(builder.start(), socket, log);
        child.awaitSocket();
        return child;
    }

    public static ChildService start(Path dir, Class<?> main)
            throws IOException, InterruptedException {
        return start(dir, Map.of(), main.getName());
    }

    private static List<String> java(String... command) {
        var all = new ArrayList<String>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp"));
        // Under the module path the class path is short, and the modules are in another property.
        String modules = System.getProperty("jdk.module.path", "");
        String classes = System.getProperty("java.class.path", "");
        all.add(modules.isEmpty() ? classes : classes + File.pathSeparator + modules);
        all.addAll(List.of(command));
        return all;
    }

    private void awaitSocket() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("the service did not come up: " + printed());
            }
            Thread.sleep(LOOK);
        }
    }

    /// The file is there a moment before somebody listens.
    private boolean listens() {
        try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// All that it printed so far.
    public String printed() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Asks it to end, and ends it after 5 seconds.
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(_ -> process.destroyForcibly())
                .join();
    }
}
