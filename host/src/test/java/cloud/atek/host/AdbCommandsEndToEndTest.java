package cloud.atek.host;

import static cloud.atek.host.AdbTerminal.adb;
import static cloud.atek.host.AdbTerminal.done;
import static cloud.atek.host.AdbTerminal.refused;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.cli.ExitCode;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `atek adb` against a running host of the built distribution.
class AdbCommandsEndToEndTest {

    private static final String ADB = "atek.cloud/adb-api";

    @TempDir private Path dir = Path.of("");

    @Test
    void databaseIsUsedFromTheTerminal() throws Exception {
        try (TestHost host = TestHost.up(TestHost.freshHome())) {
            host.call(ADB, "dbGetOrCreate", "main", Map.of());

            done(host, "put", "main", "/p/ann", "{\"name\": \"Ann\", \"age\": 41}");
            done(host, "put", "system/system/main", "/p/bob", "{\"name\": \"Bob\", \"age\": 7}");
            done(host, "put", "main", "[\"p\", \"c/d\"]", "{\"name\": \"C\"}", "--expect", "0");
            assertThat(done(host, "dbs")).contains("(server database)", "main");
            assertThat(done(host, "get", "main", "/p/ann")).contains("\"age\" : 41");
            assertThat(done(host, "list", "main", "/p").lines())
                    .hasSize(4)
                    .allMatch(line -> line.length() <= 80);
            assertThat(done(host, "query", "main", "/p", "--where", "age gt 30 or name = Bob"))
                    .contains("/p/ann", "/p/bob")
                    .doesNotContain("c/d");
            assertThat(done(host, "query", "main", "--where", "age exists", "--explain"))
                    .contains("no index");
            done(host, "index", "main", "--define", "words", "--text", "--path", "/p", "name");
            assertThat(done(host, "index", "main")).contains("words", "text");
            done(host, "delete", "main", "/p/bob");
            assertThat(done(host, "history", "main", "/p/bob")).contains("(deleted)", "\"Bob\"");
            assertThat(done(host, "diff", "main", "0", "--path", "/p")).contains("+", "/p/ann");
            assertThat(done(host, "stat", "main", "--json")).contains("\"records\" : 2");

            mistakesAreTold(host);
        }
    }

    private static void mistakesAreTold(TestHost host) throws IOException {
        refused(host, 1, "Conflict", "put", "main", "/p/ann", "{}", "--expect", "0");
        refused(host, 1, "Not found", "get", "main", "/p/bob");
        refused(host, 1, "atek adb dbs", "get", "none", "/p/bob");
        refused(host, ExitCode.USAGE, "     ^", "query", "main", "--where", "age older 3");
        refused(host, ExitCode.USAGE, "no JSON object", "put", "main", "/x", "[1]");
        String server = serverDb(host);
        refused(host, ExitCode.REFUSED, "server database", "put", server, "/x", "{}");
        refused(host, ExitCode.REFUSED, "adbSql", "sql", "main", "select 1");
    }

    @Test
    void hostThatIsDownIsToldOf() throws Exception {
        Run down =
                Run.of(
                        List.of(
                                TestHost.script(),
                                "adb",
                                "dbs",
                                "--configDir",
                                TestHost.freshHome().toString()));
        assertThat(down.exitCode()).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(down.out()).contains("atek up");
    }

    @Test
    void exportComesInAgain() throws Exception {
        Path home = TestHost.freshHome();
        Files.writeString(home.resolve("config.json"), "{\"adbSql\": true}");
        Path file = dir.resolve("out.jsonl");
        try (TestHost host = TestHost.up(home)) {
            host.call(ADB, "dbGetOrCreate", "one", Map.of());
            Path in = Files.writeString(dir.resolve("in.jsonl"), lines(3000));
            assertThat(done(host, "import", "one", in.toString())).contains("3,000 new");
            assertThat(done(host, "import", "one", in.toString())).contains("3,000 the same");

            done(host, "export", "one", file.toString());
            refused(host, 1, "--force", "export", "one", file.toString());
            done(host, "import", "system/system/two", file.toString(), "--create");
            Path second = dir.resolve("second.jsonl");
            done(host, "export", "two", second.toString());
            assertThat(values(second)).isEqualTo(values(file)).hasSize(3000);
            assertThat(done(host, "export", "two", "--history")).contains("\"history\":true");

            badFilesAreRefused(host);
            assertThat(done(host, "sql", "two", "select count(*) as n from records"))
                    .contains("3000");
            killedWorkLeavesOldOrNew(host, in, file);
        }
    }

    private void badFilesAreRefused(TestHost host) throws IOException {
        Path bad =
                Files.writeString(
                        dir.resolve("bad.jsonl"),
                        """
                        {"path": ["new"], "value": {}}
                        {"path": ["x"], "value": {"a": 1, "a": 2}}
                        {"path": [], "value": {}}
                        {"path": ["y"], "value": 3}
                        {"path": ["z"], "value": {}, "valve": {}}
                        """);
        Run run = adb(host, "import", "two", bad.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("line 2", "line 3 at /path", "line 4 at /value", "line 5 at /valve")
                .contains("Nothing was written");
        refused(host, 1, "Not found", "get", "two", "/new");

        Path cut = dir.resolve("cut.jsonl");
        List<String> whole = Files.readAllLines(dir.resolve("out.jsonl"));
        Files.write(cut, whole.subList(0, whole.size() - 1));
        refused(host, 1, "cut off", "import", "two", cut.toString());

        Path other =
                Files.writeString(
                        dir.resolve("other.jsonl"), "{\"path\":\"/n/1\",\"value\":{\"n\":-1}}\n");
        refused(host, 1, "--replace or --keep", "import", "two", other.toString());
        assertThat(done(host, "import", "two", other.toString(), "--replace", "--dry-run"))
                .contains("1 replaced", "dry run");
        assertThat(done(host, "import", "two", other.toString(), "--keep")).contains("1 kept");
        assertThat(done(host, "get", "two", "/n/1")).contains("\"n\" : 1");
        assertThat(done(host, "import", "two", other.toString(), "--replace"))
                .contains("1 replaced");
    }

    private void killedWorkLeavesOldOrNew(TestHost host, Path in, Path file) throws Exception {
        String before = Files.readString(file);
        host.call(ADB, "dbGetOrCreate", "three", Map.of());
        for (int ms = 300; ms <= 900; ms += 200) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(0));
            killed(host, ms, "export", "one", file.toString(), "--force");
            assertThat(Files.readString(file)).isEqualTo(before);
            killed(host, ms, "import", "three", in.toString());
        }
        done(host, "import", "three", in.toString());
        Path third = dir.resolve("third.jsonl");
        done(host, "export", "three", third.toString());
        assertThat(values(third)).hasSize(3000);
    }

    private static void killed(TestHost host, long ms, String... words) throws Exception {
        Process process = AdbTerminal.begun(host, ProcessBuilder.Redirect.DISCARD, List.of(words));
        process.waitFor(ms, TimeUnit.MILLISECONDS);
        process.destroyForcibly().waitFor();
    }

    private static String lines(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(
                    "{\"path\":[\"n\",\"%d\"],\"value\":{\"n\":%d,\"t\":\"ü\"}}\n".formatted(i, i));
        }
        return text.toString();
    }

    private static List<String> values(Path file) throws IOException {
        var values = new ArrayList<String>();
        for (String line : Files.readAllLines(file)) {
            JsonNode json = MessageCodec.JSON.readTree(line);
            if (json.has("path")) {
                values.add(json.path("path").toString() + json.path("value"));
            }
        }
        return values;
    }

    private static String serverDb(TestHost host) throws IOException {
        return MessageCodec.JSON
                .readTree(host.home().resolve("config.json").toFile())
                .path("serverDbId")
                .asText();
    }
}
