package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.NodeService;
import cloud.atek.host.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// However a host ends, nothing of it stays.
class ShutdownEndToEndTest {

    @TempDir Path dir;

    @Test
    void whateverIsUnderWayEndsWithTheHost() throws Exception {
        Path home = TestHost.freshHome();
        try (TestHost host = TestHost.up(home)) {
            NodeService.install(host, dir, "good", "", Map.of());
            NodeService.install(host, dir, "kept", "", Map.of()).tell("stop");
            NodeService.install(host, dir, "sleeper", "\"activation\": \"on-demand\",", Map.of());
            NodeService slow = NodeService.install(host, dir, "slow", "", Map.of());
            slow.tell("configure", Map.of("config", Map.of("SLOW_MS", "20000")));
            NodeService.of(host, "good").get("/crash", Map.of());
        }
        nothingIsLeft(home);

        for (int afterMs : List.of(100, 700, 1400, 2500)) {
            Path out = Files.createTempFile("host", ".out");
            Process process = TestHost.begin(home, out);
            assertThat(process.waitFor(afterMs, TimeUnit.MILLISECONDS)).isFalse();
            process.destroy();

            assertThat(process.waitFor(15, TimeUnit.SECONDS)).as("after %d ms", afterMs).isTrue();
            nothingIsLeft(home);
        }

        try (TestHost host = TestHost.up(home)) {
            assertThat(NodeService.of(host, "good").until("running").path("status").asText())
                    .isEqualTo("active");
            assertThat(NodeService.of(host, "kept").info().path("status").asText())
                    .isEqualTo("inactive");
            assertThat(NodeService.of(host, "sleeper").info().path("reason").asText())
                    .contains("sleeps");
            assertThat(NodeService.of(host, "slow").state()).isEqualTo("starting");
        }
        nothingIsLeft(home);
    }

    /// No process that names the home, no zombie of ours, no socket.
    private static void nothingIsLeft(Path home) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!processes(home).isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        assertThat(processes(home)).isEmpty();
        try (Stream<Path> files = Files.walk(home.resolve("run"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".sock"))).isEmpty();
        }
    }

    private static List<String> processes(Path home) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .map(ShutdownEndToEndTest::commandLine)
                    .filter(line -> line.contains(home.toString()))
                    .toList();
        }
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"));
        } catch (IOException e) {
            return "";
        }
    }
}
