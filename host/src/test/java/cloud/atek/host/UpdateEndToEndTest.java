package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitHttpServer;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Services that get newer versions, good ones and bad ones, on a real host.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpdateEndToEndTest {

    private static final String SERVICES = "atek.cloud/services-api";

    private TestHost host;
    private Path dir;
    private GitPackage notes;
    private GitPackage mute;
    private FutureTask<Run> mutesUpdate;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        dir = temporary;
        host = TestHost.up(TestHost.freshHome());
        notes = Programs.release(GitPackage.create(dir, "notes"), "v1.0.0");
        mute = Programs.release(GitPackage.create(dir, "mute"), "v1.0.0");
        assertDone(host.cli("install", notes.bare().toString()));
        assertDone(host.cli("install", mute.bare().toString()));
        // It takes the whole patience of a start, so it runs beside the others.
        mute.write("index.js", Programs.MUTE).release("v1.1.0");
        configure("mute", Map.of("desiredVersion", "1.0.0"));
        mutesUpdate = started(() -> host.cli("update", "mute", "--version", "1.1.0"));
    }

    @AfterAll
    void stop() {
        notes.close();
        mute.close();
        host.close();
    }

    @Test
    @Order(1)
    void anUpdateIsFoundAndShownButNotTaken() throws Exception {
        assertThat(check("notes").toString())
                .isEqualTo(
                        "{\"hasUpdate\":false,\"installedVersion\":\"v1.0.0\",\"latestVersion\":\"v1.0.0\"}");
        Programs.release(notes, "v1.1.0");

        Run list = host.cli("update");

        assertThat(list.out()).containsPattern("notes +v1.0.0 +v1.1.0 +atek update notes");
        assertThat(list.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(service("notes").at("/update/version").asText()).isEqualTo("v1.1.0");
        assertThat(service("notes").at("/update/checkedAt").asText()).endsWith("Z");
        assertThat(host.cli("ls").out()).contains("notes: v1.1.0 is there");
        assertThat(host.cli("get", "notes").out()).containsPattern("newer +v1.1.0");
        assertThat(running("notes")).isEqualTo("v1.0.0");
    }

    @Test
    @Order(2)
    void anUpdateTakesTheNewestAndLeavesTheData() throws Exception {
        Path data = host.home().resolve("data/" + service("notes").path("key").asText() + "/ran");

        Run update = host.cli("update", "notes");

        assertThat(update.out()).contains("Updated notes from v1.0.0 to v1.1.0.");
        assertThat(running("notes")).isEqualTo("v1.1.0");
        assertThat(Files.readString(data)).isEqualTo("v1.0.0 v1.1.0 ");
        JsonNode settings = service("notes").path("settings");
        assertThat(settings.at("/package/installedVersion").asText()).isEqualTo("v1.1.0");
        assertThat(settings.at("/package/commit").asText()).matches("[0-9a-f]{40}");
        assertThat(settings.at("/package/tree").asText()).matches("[0-9a-f]{40}");
        assertThat(settings.at("/previous/installedVersion").asText()).isEqualTo("v1.0.0");
        assertThat(service("notes").has("update")).isFalse();
        assertThat(host.cli("update", "notes").out()).contains("notes is up to date at v1.1.0");
    }

    @Test
    @Order(3)
    void aVersionThatDoesNotStartIsTakenBack() throws Exception {
        notes.write("index.js", "throw new Error('this is broken')\n").release("v1.2.0");

        Run update = host.cli("update", "notes");

        assertThat(update.exitCode()).isEqualTo(1);
        assertThat(update.out())
                .contains("notes was not updated to v1.2.0. The new version does not run:")
                .contains("The old version was put back, and it runs as before.");
        assertThat(running("notes")).isEqualTo("v1.1.0");
        assertThat(service("notes").path("state").asText()).isEqualTo("running");
        assertThat(versions("notes")).isEqualTo(2);
    }

    @Test
    @Order(4)
    void aVersionThatEndsRightAwayIsTakenBack() throws Exception {
        notes.write("index.js", Programs.text("v1.2.1") + "setTimeout(() => process.exit(3), 700)")
                .release("v1.2.1");

        assertThat(host.cli("update", "notes").out()).contains("ended by itself with exit code 3");
        assertThat(running("notes")).isEqualTo("v1.1.0");
    }

    @Test
    @Order(5)
    void rollbackGoesBackAndForth() throws Exception {
        assertThat(host.cli("rollback", "notes").out())
                .contains("notes is at v1.0.0 again, it was at v1.1.0.");
        assertThat(running("notes")).isEqualTo("v1.0.0");

        assertDone(host.cli("rollback", "notes"));
        assertThat(running("notes")).isEqualTo("v1.1.0");
        assertThat(service("notes").at("/settings/package/installedVersion").asText())
                .isEqualTo("v1.1.0");
    }

    @Test
    @Order(6)
    void theWantedVersionIsRespectedAndOlderOnesAreTakenOnlyWhenAskedFor() throws Exception {
        Programs.release(notes, "v2.0.0");
        configure("notes", Map.of("desiredVersion", "~1.1"));
        assertThat(check("notes").path("hasUpdate").asBoolean()).isFalse();
        assertThat(host.cli("update", "notes").out()).contains("up to date at v1.1.0");

        configure("notes", Map.of("desiredVersion", "1.0.0"));
        Run older = host.cli("update", "notes");
        assertThat(older.exitCode()).isEqualTo(1);
        assertThat(older.out()).contains("is older than the installed v1.1.0");
        assertThat(running("notes")).isEqualTo("v1.1.0");

        assertDone(host.cli("update", "notes", "--version", "1.0.0"));
        assertThat(running("notes")).isEqualTo("v1.0.0");

        configure("notes", Map.of("desiredVersion", "^7"));
        assertThat(host.cli("update", "notes").out())
                .contains("matches the desired version of ^7; there are: v2.0.0, v1.2.1, v1.2.0");
    }

    @Test
    @Order(8)
    void aStoppedServiceIsUpdatedAndStaysStopped() throws Exception {
        configure("notes", Map.of("desiredVersion", "latest"));
        assertDone(host.cli("stop", "notes"));

        Run all = host.cli("update", "--all");

        assertThat(all.out()).contains("Updated notes from v1.0.0 to v2.0.0.");
        assertThat(service("notes").path("state").asText()).isEqualTo("stopped");
        assertDone(host.cli("start", "notes"));
        assertThat(running("notes")).isEqualTo("v2.0.0");
    }

    @Test
    @Order(9)
    void aFolderIsBuiltAnewAndNeverHasAnUpdate() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("draft"));
        Files.writeString(folder.resolve("index.html"), "one");
        assertDone(host.cli("install", folder.toString()));
        assertThat(check("draft").toString())
                .isEqualTo(
                        "{\"hasUpdate\":false,\"installedVersion\":\"\",\"latestVersion\":\"\"}");
        Files.createDirectories(folder.resolve("web"));
        Files.move(folder.resolve("index.html"), folder.resolve("web/index.html"));
        Files.writeString(folder.resolve("atek.json"), "{\"name\": \"Second\"}");

        assertThat(host.cli("update", "draft").out()).contains("Built draft anew");

        assertThat(service("draft").at("/settings/manifest/name").asText()).isEqualTo("Second");
        assertThat(service("draft").path("state").asText()).isEqualTo("running");
        assertThat(host.cli("rollback", "draft").out()).contains("no earlier version");
    }

    @Test
    @Order(10)
    void anUpdateComesOverHttpAsWell() throws Exception {
        try (var web = Programs.release(GitPackage.create(dir, "web"), "v1.0.0");
                var repository = web.repository();
                var server = new GitHttpServer(repository)) {
            String url = "http://127.0.0.1:" + server.port() + "/good.git";
            assertDone(host.cli("install", url, "--id", "web"));
            Programs.release(web, "v1.0.1");

            assertThat(host.cli("update", "web").out()).contains("from v1.0.0 to v1.0.1");
            assertThat(running("web")).isEqualTo("v1.0.1");
        }
        assertThat(host.cli("update", "web").out()).contains("cannot be reached");
        assertThat(running("web")).isEqualTo("v1.0.1");
    }

    @Test
    @Order(11)
    void aVersionThatDoesNotAnswerIsTakenBack() throws Exception {
        Run update = mutesUpdate.get();

        assertThat(update.exitCode()).isEqualTo(1);
        assertThat(update.out())
                .contains("mute was not updated to v1.1.0", "did not answer", "runs as before");
        assertThat(running("mute")).isEqualTo("v1.0.0");
        assertThat(versions("mute")).isEqualTo(1);
    }

    private static FutureTask<Run> started(Callable<Run> work) {
        var task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    private void configure(String id, Map<String, String> options) throws Exception {
        JsonNode answer = host.call(SERVICES, "configure", id, options);
        assertThat(answer.has("error")).as(answer.toString()).isFalse();
    }

    private JsonNode check(String id) throws Exception {
        return host.call(SERVICES, "checkForPackageUpdates", id).path("result");
    }

    private JsonNode service(String id) throws Exception {
        return host.call(SERVICES, "get", id).path("result");
    }

    /// What the program that answers says that it is.
    private String running(String id) throws Exception {
        return host.call("example.com/" + id, "version").path("result").asText();
    }

    private int versions(String id) throws Exception {
        Path place = host.home().resolve("packages/" + service(id).path("key").asText());
        return String.valueOf(MessageCodec.JSON.valueToTree(place.toFile().list()))
                .split(",")
                .length;
    }

    private static void assertDone(Run run) {
        assertThat(run.exitCode()).as(run.out()).isZero();
    }
}
