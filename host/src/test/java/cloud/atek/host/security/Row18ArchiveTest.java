package cloud.atek.host.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.crypto.Hash;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What is read back from elsewhere, an export or a backup, names files outside the folder that it
/// comes from or goes to (as CVE-2018-1002200 and its like did). Both are read, never unpacked.
@ExtendWith(House.Key.class)
class Row18ArchiveTest {

    private static final String SECRET = "what no import may carry off";
    private static final String END = "{\"end\":true,\"records\":0,\"blobs\":1}\n";

    private final House house;
    @TempDir private Path dir;
    private Path folder;
    private String db;

    Row18ArchiveTest(House house) {
        this.house = house;
        this.db = "";
    }

    @BeforeEach
    void export() throws IOException {
        folder = dir.resolve("export");
        Files.createDirectories(folder.resolve("blobs"));
        Files.writeString(dir.resolve("secret.txt"), SECRET);
        JsonNode made = house.host().call(AdbApi.ID.value(), "dbCreate", Map.of());
        db = made.at("/result/dbId").asText();
    }

    @Test
    void namesOfContentsAreHashesAndNothingElse() throws IOException {
        List<String> problems = new ArrayList<>();
        for (String name :
                List.of(
                        "../../secret.txt",
                        dir + "/secret.txt",
                        "/etc/passwd",
                        "..",
                        "",
                        "a\\u0000" + "b".repeat(62),
                        "\\u202e" + "a".repeat(63),
                        "C:" + "a".repeat(62),
                        "A".repeat(64),
                        "a".repeat(65))) {
            problems.add(blob(name, SECRET.length()));
        }
        Files.writeString(
                folder.resolve("records.jsonl"),
                String.join("", problems) + END.replace("1}", problems.size() + "}"));

        Run run = refused();

        assertThat(run.out()).contains("want a hash of 64 hex digits");
    }

    @Test
    void linksAndPipesAreNoContents() throws Exception {
        String hash = Hash.of(SECRET.getBytes(UTF_8)).hex();
        Files.writeString(folder.resolve("records.jsonl"), blob(hash, SECRET.length()) + END);
        Path content = folder.resolve("blobs").resolve(hash);

        Files.createSymbolicLink(content, dir.resolve("secret.txt"));
        assertThat(refused().out()).contains("its content is missing");

        Files.delete(content);
        assertThat(Run.of(List.of("mkfifo", content.toString())).exitCode()).isZero();
        assertThat(refused().out()).contains("its content is missing");

        Files.delete(content);
        Files.writeString(content, SECRET.replace('w', 'W'));
        assertThat(refused().out()).contains("its content is damaged");

        // Or else the refusals above would say nothing.
        Files.writeString(content, SECRET);
        assertThat(imported().exitCode()).isZero();
    }

    @Test
    void linesOfAnExportAreNoLinkEither() throws IOException {
        Files.createSymbolicLink(folder.resolve("records.jsonl"), dir.resolve("secret.txt"));

        assertThat(refused().out()).doesNotContain(SECRET);
    }

    @Test
    void whatIsTooMuchOrTwiceIsRefused() throws IOException {
        Path file = dir.resolve("lines.jsonl");
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        String twice = "{\"path\":[\"a\"],\"path\":[\"b\"],\"value\":{}}";
        String long1 = "{\"path\":[\"a\"],\"value\":{\"t\":\"" + "x".repeat(9 << 20) + "\"}}";
        String large = "{\"path\":[\"n\"],\"value\":{\"n\":1e99999999}}";
        Files.writeString(
                file,
                "{\"path\":[\"a\"],\"value\":%s}\n%s\n%s\n%s\nno json\n"
                        .formatted(deep, twice, long1, large));

        Run run = house.host().cli("adb", "import", db, file.toString());

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.out())
                .contains("line 1", "line 2", "line 3: the line is longer than 8 MiB", "line 5")
                .doesNotContain("Exception", "\tat ");
        assertThat(records()).isZero();
    }

    @Test
    void aBackupNamesNoFileButItsOwn() throws Exception {
        Path backup = Files.createDirectories(dir.resolve("backup"));
        Path place = dir.resolve("place");
        String hash = Hash.of(SECRET.getBytes(UTF_8)).hex();
        Files.writeString(backup.resolve("checkpoint." + hash), SECRET);
        String good = "file %d %s checkpoint\n".formatted(SECRET.length(), hash);
        for (String file :
                List.of(
                        good.replace("checkpoint", "../planted"),
                        good.replace("checkpoint", "/tmp/planted"),
                        good.replace("checkpoint", "a\\b"),
                        good.replace("checkpoint", "a\u0000b"),
                        good.replace("checkpoint", "\u202eb"),
                        good + good,
                        good.replace(" " + SECRET.length() + " ", " -1 "),
                        good.replace(" " + SECRET.length() + " ", " 9223372036854775807 "),
                        good.replace(hash, hash.substring(1)),
                        good)) {
            manifest(backup, file);

            Run run = datachain("restore", backup.toString(), place.toString(), "--force");

            assertThat(run.exitCode()).as(file + run.out()).isEqualTo(1);
            assertThat(run.out()).as(file).isNotBlank().doesNotContain("\tat ", "\u202e");
            assertThat(place).doesNotExist();
            assertThat(dir.resolve("planted")).doesNotExist();
            assertThat(Path.of("/tmp/planted")).doesNotExist();
            try (Stream<Path> files = Files.list(dir)) {
                assertThat(files.map(one -> one.getFileName().toString()))
                        .allMatch(name -> name.matches("export|secret.txt|backup|\\.?place.*"));
            }
        }
    }

    /// With the sum that belongs to it, as who made it would.
    private static void manifest(Path backup, String file) throws IOException {
        String hash = "0".repeat(64);
        String lines =
                "atek.cloud/datachain/backup/1\nchain "
                        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
                        + "\nbackup 1 2026-11-21T00:00:00Z 1 %s %s\n".formatted(hash, hash)
                        + file;
        String sum = "sum " + Hash.of(lines.getBytes(UTF_8)).hex() + "\n";
        Files.writeString(backup.resolve("manifest"), lines + sum);
    }

    private static Run datachain(String... words) {
        var command = new ArrayList<>(List.of(TestHost.script(), "datachain"));
        command.addAll(List.of(words));
        return Run.of(command);
    }

    private static String blob(String hash, int size) {
        return "{\"blob\":{\"path\":[\"x\"],\"type\":\"text/plain\",\"size\":%d,\"hash\":\"%s\"}}\n"
                .formatted(size, hash);
    }

    private Run refused() throws IOException {
        Run run = imported();
        assertThat(run.exitCode()).as(run.out()).isNotZero();
        assertThat(run.out()).doesNotContain("\tat ");
        assertThat(records()).isZero();
        return run;
    }

    private Run imported() {
        return house.host().cli("adb", "import", db, folder.toString());
    }

    private int records() throws IOException {
        JsonNode records = house.host().call(AdbApi.ID.value(), "stat", db).path("result");
        assertThat(records.has("records")).as(records.toString()).isTrue();
        return records.path("records").asInt() + records.path("blobs").asInt();
    }
}
