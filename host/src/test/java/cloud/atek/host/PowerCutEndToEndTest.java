package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The host ends without a word, at any moment: what it acknowledged is there afterwards.
class PowerCutEndToEndTest {

    private static final String ADB = "atek.cloud/adb-api";
    private static final int ROUNDS = 3;
    private static final int WRITERS = 4;
    private static final int RECORDS_BEFORE_THE_CUT = 150;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path dir;

    @Test
    void everyAcknowledgedRecordSurvives() throws Exception {
        Path home = TestHost.freshHome();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        String db = "";
        for (int round = 0; round < ROUNDS; round++) {
            try (TestHost host = TestHost.up(home)) {
                db = database(host);
                assertThat(keys(host, db)).containsAll(acknowledged);
                int enough = acknowledged.size() + RECORDS_BEFORE_THE_CUT;
                List<Thread> writers = write(host, db, round, acknowledged);
                await(() -> acknowledged.size() >= enough);
                host.kill();
                for (Thread writer : writers) {
                    writer.join();
                }
                assertThat(host.children()).isEmpty();
            }
        }
        try (TestHost host = TestHost.up(home)) {
            assertThat(database(host)).isEqualTo(db);
            assertThat(keys(host, db)).containsAll(acknowledged);
        }
    }

    @Test
    void usersAndServicesSurvive() throws Exception {
        Path home = TestHost.freshHome();
        try (var notes =
                        GitPackage.create(dir, "notes")
                                .write("index.html", "<h1>Notes</h1>")
                                .release("1.0.0");
                TestHost host = TestHost.up(home)) {
            Path password = Files.writeString(dir.resolve("password"), "correct horse\n");
            var made = host.cli("mkuser", "--user", "ada", "--password-file", password.toString());
            assertThat(made.exitCode()).as(made.out()).isZero();
            var installed = host.cli("install", notes.bare().toString(), "--user", "ada");
            assertThat(installed.exitCode()).as(installed.out()).isZero();
            host.kill();
        }

        try (TestHost host = TestHost.up(home)) {
            await(() -> state(host, "notes").equals("running"));
            JsonNode users = host.call("atek.cloud/users-api", "list").at("/result/users");
            assertThat(users).hasSize(1);
            assertThat(users.at("/0/username").asText()).isEqualTo("ada");
            assertThat(host.printed()).doesNotContain("password", "Error");
        }
    }

    @Test
    void aDatabaseThatIsKilledOrRestartedComesBackByItself() throws Exception {
        try (TestHost host = TestHost.up(TestHost.freshHome())) {
            String db = database(host);
            assertThat(host.call(ADB, "recordPut", db, "/kept", Map.of("n", 1)).has("result"))
                    .isTrue();

            ProcessHandle adb =
                    host.children().stream()
                            .filter(child -> child.info().command().orElse("").endsWith("java"))
                            .findFirst()
                            .orElseThrow();
            adb.destroyForcibly();
            await(() -> host.call(ADB, "recordGet", db, "/kept").has("result"));
            assertThat(host.cli("restart", "core.adb").exitCode()).isZero();

            assertThat(host.call(ADB, "recordGet", db, "/kept").at("/result/value/n").asInt())
                    .isEqualTo(1);
            assertThat(host.call("atek.cloud/users-api", "list").has("result")).isTrue();
        }
    }

    @Test
    void ctrlCStopsEveryChild() throws Exception {
        TestHost host = TestHost.up(TestHost.freshHome());
        List<ProcessHandle> children = host.children();
        assertThat(children).isNotEmpty();

        host.close();

        await(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(host.home().resolve("atek.lock")).isEmptyFile();
    }

    @Test
    void aTermWhileStartingLeavesNoOrphan() throws Exception {
        Path home = TestHost.freshHome();
        Process starting = TestHost.begin(home, Files.createTempFile(dir, "up", ".out"));
        var seen = new ArrayList<ProcessHandle>();
        await(() -> {
            seen.addAll(starting.descendants().toList());
            return Files.exists(home.resolve("data/core.adb"));
        });
        seen.addAll(starting.descendants().toList());

        starting.destroy();

        await(() -> !starting.isAlive());
        await(() -> seen.stream().noneMatch(ProcessHandle::isAlive));
    }

    private static List<Thread> write(
            TestHost host, String db, int round, Set<String> acknowledged) {
        var writers = new ArrayList<Thread>();
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = "r" + round + "w" + writer + "n";
            writers.add(
                    Thread.ofVirtual().start(() -> writeUntilCut(host, db, prefix, acknowledged)));
        }
        return writers;
    }

    private static void writeUntilCut(
            TestHost host, String db, String prefix, Set<String> acknowledged) {
        try {
            for (int i = 0; ; i++) {
                JsonNode answer =
                        host.call(ADB, "recordPut", db, "/n/" + prefix + i, Map.of("i", i));
                if (answer.has("result")) {
                    acknowledged.add(prefix + i);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // The cut: the last record may be there or not.
        }
    }

    private static String database(TestHost host) throws IOException {
        return host.call(ADB, "dbGetOrCreate", "cut", Map.of()).at("/result/dbId").asText();
    }

    private static Set<String> keys(TestHost host, String db) throws IOException {
        var keys = ConcurrentHashMap.<String>newKeySet();
        host.call(ADB, "recordList", db, "/n")
                .at("/result/records")
                .forEach(record -> keys.add(record.path("key").asText()));
        return keys;
    }

    private static String state(TestHost host, String id) {
        try {
            return host.call("atek.cloud/services-api", "get", id).at("/result/state").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("within %s", PATIENCE).isLessThan(deadline);
            Thread.sleep(20);
        }
    }
}
