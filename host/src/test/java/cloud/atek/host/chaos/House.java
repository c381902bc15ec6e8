package cloud.atek.host.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;

/// The host under test, which is killed and started again on the same folder and port. Thread-safe.
final class House implements AutoCloseable {

    private final Path home;
    private final int port;
    private final Person ada;
    private volatile TestHost host;
    private volatile boolean expected;

    House() throws IOException, InterruptedException {
        home = TestHost.freshHome();
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        host = TestHost.upAt(home, port);
        ada = Person.made(host, "ada", "admin");
    }

    Path home() {
        return home;
    }

    TestHost host() {
        return host;
    }

    /// An admin who logged in at the very beginning, and never again.
    Person ada() {
        return ada;
    }

    /// Whether the host runs, or was killed by us.
    boolean upOrExpected() {
        return expected || ProcessHandle.of(host.pid()).isPresent();
    }

    /// Calls an API with the host's token.
    Answer call(String api, String method, Object... params) {
        try {
            JsonNode answer = host.call(api, method, params);
            JsonNode error = answer.path("error");
            if (answer.has("result")) {
                return new Answer.Yes(answer.path("result"));
            }
            assertThat(error.has("code")).as("%s %s: %s", api, method, answer).isTrue();
            return new Answer.No(error.path("code").asInt(), error.path("message").asText());
        } catch (IOException | UncheckedIOException e) {
            assertThat(e.getCause())
                    .as("%s %s hangs", api, method)
                    .isNotInstanceOf(HttpTimeoutException.class);
            return new Answer.Silence();
        }
    }

    Answer services(String method, Object... params) {
        return call("atek.cloud/services-api", method, params);
    }

    /// Kills one process: of a service, of its sandbox or of a compiler.
    void killSomething(RandomGenerator random) {
        List<ProcessHandle> all =
                host.children().stream().filter(child -> !ofTheDatabase(child)).toList();
        if (!all.isEmpty()) {
            all.get(random.nextInt(all.size())).destroyForcibly();
        }
    }

    void killTheDatabase() {
        host.children().stream()
                .filter(House::ofTheDatabase)
                .findFirst()
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    private static boolean ofTheDatabase(ProcessHandle process) {
        String said = process.info().commandLine().orElse("");
        return said.contains("core.adb") || said.contains("cloud.atek.adb");
    }

    /// Kills the host, sees that it takes its children along, and starts it again.
    void killTheHost() throws IOException, InterruptedException {
        List<ProcessHandle> children = host.children();
        expected = true;
        host.kill();
        Waiting.until(
                "children of a killed host end",
                () -> children.stream().noneMatch(ProcessHandle::isAlive));
        host = TestHost.upAt(home, port);
        expected = false;
    }

    @Override
    public void close() {
        host.close();
    }
}
