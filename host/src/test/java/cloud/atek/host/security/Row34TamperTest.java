package cloud.atek.host.security;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Somebody changes the files of a host while it is down: a byte, a piece, the order; or puts an
/// old piece back. Every bit of a small log is tried in `TamperTest` of the datachain; here each
/// way is tried once on each kind of log of a real home.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class Row34TamperTest {

    private static final String ADB = AdbApi.ID.value();
    private static final int RECORDS = 40;

    /// How a log is changed; each has a database of its own.
    private final Map<Tamper, String> databases = new LinkedHashMap<>();

    private Path home;
    private TestHost host;
    private String serverDb = "";
    private Map<Path, Integer> keys = Map.of();
    private Path backups;

    @BeforeAll
    void fill(@TempDir Path dir) throws Exception {
        backups = dir;
        home = TestHost.freshHome();
        host = TestHost.up(home);
        Person.made(host, "ada", "admin");
        serverDb = host.call(ADB, "getConfig").at("/result/serverDbId").asText();
        for (Tamper tamper : Tamper.values()) {
            JsonNode made = host.call(ADB, "dbCreate", Map.of("displayName", tamper.name()));
            String db = made.at("/result/dbId").asText();
            for (int i = 1; i <= RECORDS; i++) {
                var value = Map.of("text", "number " + i);
                JsonNode put = host.call(ADB, "recordPut", db, "/kept/" + i, value);
                assertThat(put.has("result")).as(put.toString()).isTrue();
            }
            databases.put(tamper, db);
        }
        host.close();
        keys = keys();
        assertThat(keys).isNotEmpty();
        for (String db : kept()) {
            Run backup = datachain("backup", chain(db).toString(), backups.resolve(db).toString());
            assertThat(backup.exitCode()).as(backup.out()).isZero();
        }
    }

    /// Those of which there is a backup.
    private List<String> kept() {
        return List.of(databases.get(Tamper.FLIP), databases.get(Tamper.CUT), serverDb);
    }

    @AfterAll
    void stop() {
        host.close();
    }

    /// The tools name the place, and still show what was written before it.
    @Test
    @Order(1)
    void aChangedDatabaseIsNamedWithItsPlaceAndWhatCameBeforeIsReadable() throws Exception {
        for (var each : databases.entrySet()) {
            each.getKey().change(segment(chain(each.getValue())));
        }
        for (Tamper tamper : List.of(Tamper.FLIP, Tamper.FORGE)) {
            String chain = chain(requireNonNull(databases.get(tamper))).toString();
            Run verify = datachain("verify", chain);
            assertThat(verify.exitCode()).as("%s: %s", tamper, verify.out()).isEqualTo(1);
            assertThat(verify.out()).as(tamper.name()).contains(".seg at byte ");
        }
        Run dump = datachain("dump", chain(requireNonNull(databases.get(Tamper.FLIP))).toString());
        assertThat(dump.exitCode()).as(dump.out()).isEqualTo(1);
        assertThat(dump.out()).contains("commit 1 ", "commit 10 ");
    }

    @Test
    @Order(2)
    void theHostRunsAndSaysWhichDatabasesAreDamagedAndWhere() throws Exception {
        Path audit = segment(home.resolve("audit/00000001"));
        Tamper.FLIP.change(audit);
        host = TestHost.up(home);

        for (var each : databases.entrySet()) {
            JsonNode answer = host.call(ADB, "recordGet", each.getValue(), "/kept/1");
            if (each.getKey() == Tamper.FORGE) {
                // Opening adds no checksums of its own; what the view has was there before.
                assertThat(answer.at("/result/value/text").asText()).isEqualTo("number 1");
                continue;
            }
            assertThat(answer.at("/error/message").asText())
                    .as("%s: %s", each.getKey(), answer)
                    .contains("damage")
                    .containsPattern("\\.seg at byte \\d+");
            JsonNode put = host.call(ADB, "recordPut", each.getValue(), "/more", Map.of());
            assertThat(put.has("error")).as("%s: %s", each.getKey(), put).isTrue();
        }
        assertThat(Person.login(host, "ada").call("atek.cloud/users-api", "list").has("result"))
                .isTrue();
        Run verify = host.cli("audit", "--verify");
        assertThat(verify.exitCode()).isEqualTo(1);
        assertThat(verify.out()).contains("Kept aside in audit/damaged: 00000001-");
        assertThat(keys()).containsAllEntriesOf(keys);
        host.close();
    }

    /// Nobody gets in, nothing is begun anew, and it is said what to do.
    @Test
    @Order(3)
    void aChangedServerDatabaseLetsNobodyIn() throws Exception {
        Path segment = segment(chain(serverDb));
        Tamper.FLIP.change(segment);
        byte[] changed = Files.readAllBytes(segment);
        Path out = Files.createTempFile(backups, "host", ".out");
        Process process = TestHost.begin(home, out);
        try {
            long deadline = System.nanoTime() + 90_000_000_000L;
            while (!Files.readString(out).contains("damage") && System.nanoTime() < deadline) {
                Thread.sleep(50);
            }
            assertThat(Files.readString(out)).contains("damage").doesNotContain("/_atek/setup");
        } finally {
            process.destroy();
            process.waitFor();
        }
        assertThat(Files.readAllBytes(segment)).startsWith(changed);
        assertThat(keys()).containsAllEntriesOf(keys);
    }

    @Test
    @Order(4)
    void aBackupBringsAllBackWithTheSameIdentities() throws Exception {
        for (String db : kept()) {
            Run restore =
                    datachain(
                            "restore",
                            backups.resolve(db).toString(),
                            chain(db).toString(),
                            "--force");
            assertThat(restore.exitCode()).as(restore.out()).isZero();
        }
        host = TestHost.up(home);

        assertThat(host.call(ADB, "getConfig").at("/result/serverDbId").asText())
                .isEqualTo(serverDb);
        for (String db : kept().subList(0, 2)) {
            JsonNode last = host.call(ADB, "recordGet", db, "/kept/" + RECORDS);
            assertThat(last.at("/result/value/text").asText())
                    .as(last.toString())
                    .isEqualTo("number " + RECORDS);
            assertThat(host.call(ADB, "recordPut", db, "/more", Map.of()).has("result")).isTrue();
        }
        Person ada = Person.login(host, "ada");
        assertThat(ada.call("atek.cloud/users-api", "list").has("result")).isTrue();
        assertThat(keys()).containsAllEntriesOf(keys);
    }

    private Path chain(String db) {
        return home.resolve("data/core.adb/chains").resolve(db);
    }

    private static Path segment(Path chain) throws IOException {
        try (Stream<Path> files = Files.list(chain)) {
            return files.filter(file -> file.toString().endsWith(".seg"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// Every file of a key, and a hash of what is in it.
    private Map<Path, Integer> keys() throws IOException {
        var found = new TreeMap<Path, Integer>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (requireNonNull(file.getParent()).endsWith("keys")) {
                    found.put(file, java.util.Arrays.hashCode(Files.readAllBytes(file)));
                }
            }
        }
        return found;
    }

    private static Run datachain(String... words) {
        var command = new ArrayList<>(List.of(TestHost.script(), "datachain"));
        command.addAll(List.of(words));
        return Run.of(command);
    }
}
