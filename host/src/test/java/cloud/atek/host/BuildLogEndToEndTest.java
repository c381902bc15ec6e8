package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.NodeService;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What a build prints is in the log of the service while it runs, and no more of it than a service
/// may print.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuildLogEndToEndTest {

    private static final String SERVICES = "atek.cloud/services-api";

    /// Waits between two lines until the first was seen: a file in its copy of the package says so.
    private static final String BUILD =
            """
            const fs = require('fs')
            console.log('step one')
            const wait = () => fs.existsSync('seen') ? end() : setTimeout(wait, 50)
            const end = () => {
              fs.mkdirSync('dist', {recursive: true})
              fs.writeFileSync('dist/index.js', fs.readFileSync('service.js'))
              console.error('step two')
            }
            wait()
            """;

    private Path dir;
    private TestHost host;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        dir = folder;
        host = TestHost.up(TestHost.freshHome());
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private GitPackage released(String name, String build) throws Exception {
        return GitPackage.create(dir, name)
                .write("service.js", Programs.text(name))
                .write("atek.json", "{\"runtime\": \"node\", \"main\": \"dist/index.js\"}")
                .write("build.js", build)
                .write("package.json", "{\"scripts\": {\"build\": \"node build.js\"}}")
                .release("v1.0.0");
    }

    private JsonNode install(GitPackage from, String id) throws IOException {
        return host.call(
                SERVICES, "install", Map.of("sourceUrl", "git+file://" + from.bare(), "id", id));
    }

    private String log(String id) throws IOException {
        return host.call(SERVICES, "logs", id, Map.of("lines", 2_000)).toString();
    }

    private static void until(String what, Callable<Boolean> claim) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!claim.call()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(50);
        }
    }

    @Test
    void itIsReadWhileTheBuildRuns() throws Exception {
        try (GitPackage from = released("slow", BUILD);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<JsonNode> installed = threads.submit(() -> install(from, "slow"));
            until("the first step", () -> log("slow").contains("build step one"));

            assertThat(NodeService.of(host, "slow").state()).isEqualTo("installing");
            assertThat(log("slow"))
                    .contains("host Fetching v1.0.0", "host Building with npm run build")
                    .doesNotContain("build step two");
            Files.writeString(copy().resolve("seen"), "");
            assertThat(installed.get().has("result")).as("%s", installed.get()).isTrue();
        }
        assertThat(log("slow")).contains("build step two", "host starting, confined by");
        assertThat(host.cli("logs", "slow", "-n", "200").out()).contains("step one");
    }

    /// Where the build works.
    private Path copy() throws IOException {
        try (var all = Files.list(host.home().resolve("packages/.incoming"))) {
            return all.map(place -> place.resolve("build/app"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aFloodIsCutAndTheServiceComesUp() throws Exception {
        String flood =
                """
                require('fs').mkdirSync('dist', {recursive: true})
                require('fs').copyFileSync('service.js', 'dist/index.js')
                for (let i = 0; i < 200000; i++) console.log('line ' + i + ' ' + 'x'.repeat(100))
                """;
        try (GitPackage from = released("flood", flood)) {
            assertThat(install(from, "flood").has("result")).isTrue();
        }
        until("the count", () -> log("flood").contains("lines dropped"));
        String key = NodeService.of(host, "flood").info().path("key").asText();
        try (var files = Files.list(host.home().resolve("logs").resolve(key))) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(6L << 20);
        }
    }

    @Test
    void oneThatWasRefusedLeavesNoLog() throws Exception {
        try (GitPackage from = released("bad", "console.log('no'); process.exit(3)")) {
            assertThat(install(from, "bad").toString()).contains("npm run build failed");
        }
        try (var logs = Files.list(host.home().resolve("logs"))) {
            assertThat(logs.filter(Files::isDirectory).filter(BuildLogEndToEndTest::tellsOfBad))
                    .isEmpty();
        }
    }

    private static boolean tellsOfBad(Path log) {
        try {
            return Files.readString(log.resolve("current.log")).contains("console.log('no')")
                    || Files.readString(log.resolve("current.log")).contains("build no");
        } catch (IOException e) {
            return false;
        }
    }
}
