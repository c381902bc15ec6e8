package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tools of the datachain on a database of the built distribution.
class DatachainEndToEndTest {

    private static final String ADB = "atek.cloud/adb-api";

    @TempDir private Path dir = Path.of("");

    @Test
    void databaseIsBackedUpAndBroughtBack() throws Exception {
        try (TestHost host = TestHost.up(TestHost.freshHome())) {
            String db =
                    host.call(ADB, "dbCreate", Map.of("displayName", "kept"))
                            .at("/result/dbId")
                            .asText();
            put(host, db, 1);
            Path chain = host.home().resolve("data/core.adb/chains").resolve(db);
            Path backup = dir.resolve("backup");

            Run open = datachain("stat", chain);
            assertThat(open.exitCode()).isEqualTo(1);
            assertThat(open.out()).contains("Another process has it open", "atek stop core.adb");

            stop(host);
            assertThat(json("verify", chain).path("whole").asBoolean()).isTrue();
            assertThat(datachain("dump", chain).out()).contains("commit 1 ");
            assertThat(json("backup", chain, backup).path("generation").asInt()).isEqualTo(1);

            start(host);
            put(host, db, 2);
            stop(host);
            Run refused = datachain("restore", backup, chain);
            assertThat(refused.exitCode()).as(refused.out()).isEqualTo(1);
            assertThat(refused.out()).contains("newer", "--force");
            Run restored = datachain("restore", backup, chain, "--force");
            assertThat(restored.exitCode()).as(restored.out()).isZero();

            start(host);
            JsonNode kept = host.call(ADB, "recordGet", db, "/kept");
            assertThat(kept.at("/result/value/n").asInt()).as(kept.toString()).isEqualTo(1);
        }
    }

    @Test
    void helpListsTheTools() {
        assertThat(Run.of(List.of(TestHost.script(), "--help")).out()).contains("datachain");
        assertThat(datachain("--help").out())
                .contains("Usage: atek datachain", "verify", "backup", "restore");
    }

    private static void put(TestHost host, String db, int n) throws Exception {
        JsonNode put = host.call(ADB, "recordPut", db, "/kept", Map.of("n", n));
        assertThat(put.has("result")).as(put.toString()).isTrue();
    }

    private static void stop(TestHost host) {
        Run stop = host.cli("stop", "core.adb");
        assertThat(stop.exitCode()).as(stop.out()).isZero();
    }

    private static void start(TestHost host) {
        Run start = host.cli("start", "core.adb");
        assertThat(start.exitCode()).as(start.out()).isZero();
    }

    private static JsonNode json(Object... words) throws IOException {
        var all = new ArrayList<>(List.of(words));
        all.add("--json");
        Run run = datachain(all.toArray());
        assertThat(run.exitCode()).as(run.out()).isZero();
        return MessageCodec.JSON.readTree(run.out());
    }

    private static Run datachain(Object... words) {
        var command = new ArrayList<>(List.of(TestHost.script(), "datachain"));
        List.of(words).forEach(word -> command.add(word.toString()));
        return Run.of(command);
    }
}
