package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host that is killed while it updates, and one that starts without a network.
class UpdateCrashEndToEndTest {

    private static final String SERVICES = "atek.cloud/services-api";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path dir;
    private Path home;
    private TestHost host;
    private GitPackage notes;

    @BeforeEach
    void open() throws Exception {
        notes = Programs.release(GitPackage.create(dir, "notes"), "v1.0.0");
        home = TestHost.freshHome();
        host = TestHost.up(home);
    }

    @AfterEach
    void close() {
        notes.close();
        host.close();
    }

    @Test
    void aKilledHostStartsTheOldVersionOrTheNewOne() throws Exception {
        Run install = host.cli("install", notes.bare().toString());
        assertThat(install.exitCode()).as(install.out()).isZero();
        String key = service().path("key").asText();
        Path packages = home.resolve("packages/" + key);
        Path ran = home.resolve("data/" + key + "/ran");
        // Large enough to be caught while it is written.
        for (int i = 0; i < 300; i++) {
            notes.write("files/" + i, "some words of file " + i);
        }
        Programs.release(notes, "v1.1.0");

        killDuringUpdate(() -> task().contains("Fetching") || task().contains("Receiving"));
        assertRuns("v1.0.0");
        killDuringUpdate(() -> task().contains("Storing"));
        assertRuns("v1.0.0");
        killDuringUpdate(() -> count(packages) == 2);
        assertRuns("v1.0.0");
        killDuringUpdate(() -> Files.readString(ran).endsWith("v1.1.0 "));
        assertRuns("v1.0.0");
        assertThat(count(packages)).isEqualTo(1);
        killDuringUpdate(() -> service().at("/settings/previous").isObject());
        assertRuns("v1.1.0");
        assertThat(count(packages)).isEqualTo(2);

        Run back = host.cli("rollback", "notes");
        assertThat(back.exitCode()).as(back.out()).isZero();
        host.kill();
        host = TestHost.up(home);
        assertRuns("v1.0.0");
    }

    @Test
    void aCoreServiceFromGitIsInstalledOnceAndUpdatedWhenAskedTo() throws Exception {
        host.close();
        writeConfig("");
        host = TestHost.up(home);
        assertCore("v1.0.0");
        Programs.release(notes, "v1.1.0");
        host.close();
        Path away = notes.bare().resolveSibling("away");
        Files.move(notes.bare(), away);

        host = TestHost.up(home);
        assertCore("v1.0.0");

        Files.move(away, notes.bare());
        Run update = host.cli("update", "core.notes");
        assertThat(update.out()).contains("Updated core.notes from v1.0.0 to v1.1.0.");
        assertThat(host.cli("update", "core.adb").out()).contains("comes with Atek");
        host.kill();
        host = TestHost.up(home);
        assertCore("v1.1.0");
        assertThat(host.cli("rollback", "core.notes").exitCode()).isZero();
        host.close();

        Programs.release(notes, "v1.2.0");
        writeConfig("^1.2");
        host = TestHost.up(home);
        assertCore("v1.2.0");
    }

    private void killDuringUpdate(Moment moment) throws Exception {
        Thread update = Thread.ofVirtual().start(() -> host.cli("update", "notes"));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!moment.reached()) {
            assertThat(System.nanoTime()).as("the moment did not come").isLessThan(deadline);
            assertThat(update.isAlive()).as("the update ended before").isTrue();
        }
        host.kill();
        update.join();
        host = TestHost.up(home);
    }

    @FunctionalInterface
    private interface Moment {
        boolean reached() throws Exception;
    }

    private void assertRuns(String version) throws Exception {
        JsonNode info = service();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!info.path("state").asText().equals("running") && System.nanoTime() < deadline) {
            Thread.sleep(20);
            info = service();
        }
        assertThat(info.path("state").asText()).as(info.toString()).isEqualTo("running");
        assertThat(info.at("/settings/package/installedVersion").asText()).isEqualTo(version);
        assertThat(host.call("example.com/notes", "version").path("result").asText())
                .isEqualTo(version);
        assertThat(home.resolve("packages/.incoming"))
                .satisfiesAnyOf(
                        incoming -> assertThat(incoming).doesNotExist(),
                        incoming -> assertThat(incoming).isEmptyDirectory());
    }

    private void assertCore(String version) throws Exception {
        JsonNode info = host.call(SERVICES, "get", "core.notes").path("result");
        assertThat(info.at("/settings/package/installedVersion").asText()).isEqualTo(version);
        assertThat(info.path("core").asBoolean()).isTrue();
        assertThat(host.call("example.com/notes", "version").path("result").asText())
                .isEqualTo(version);
    }

    private void writeConfig(String version) throws IOException {
        Path file = home.resolve("config.json");
        String core = Path.of(TestHost.script()).resolveSibling("core").toString();
        var config =
                Files.exists(file)
                        ? MessageCodec.JSON
                                .readTree(file.toFile())
                                .<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy()
                        : MessageCodec.JSON.createObjectNode();
        config.set(
                "coreServices",
                MessageCodec.JSON.valueToTree(
                        List.of(
                                Map.of("sourceUrl", core + "/adb", "id", "core.adb"),
                                Map.of("sourceUrl", core + "/lonestar", "id", "core.lonestar"),
                                Map.of(
                                        "sourceUrl",
                                        notes.bare().toString(),
                                        "id",
                                        "core.notes",
                                        "desiredVersion",
                                        version))));
        Files.write(file, MessageCodec.JSON.writeValueAsBytes(config));
    }

    private String task() throws IOException {
        return service().path("reason").asText();
    }

    private JsonNode service() throws IOException {
        return host.call(SERVICES, "get", "notes").path("result");
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
