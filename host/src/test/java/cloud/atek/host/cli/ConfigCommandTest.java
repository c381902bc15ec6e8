package cloud.atek.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import cloud.atek.host.config.DataFolder;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `atek config` while no host runs.
class ConfigCommandTest {

    @TempDir Path dir;

    private Said config(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--configDir";
        all[words.length + 1] = dir.toString();
        return Said.by(all);
    }

    private void write(String json) throws IOException {
        Files.writeString(dir.resolve("config.json"), json.replace('\'', '"'));
    }

    @Test
    void everySettingIsShownWithWhoSaysSoButNoToken() throws IOException {
        String token = "ab".repeat(32);
        write("{'sessionDays': 3, 'systemAuthTokens': ['" + token + "']}");

        Said said = config("config");

        assertThat(said.exitCode()).isZero();
        assertThat(said.out())
                .containsPattern("sessionDays +3 +file +at once")
                .containsPattern("port +8080 +default +after a restart")
                .contains(dir.resolve("config.json").toString())
                .doesNotContain(token, "systemAuthTokens");
        assertThat(said.out().lines())
                .filteredOn(line -> !line.startsWith("/"))
                .allMatch(line -> line.length() <= Table.WIDTH_MAX);
        assertThat(config("config", "get", "--json").out()).doesNotContain(token);
    }

    @Test
    void valueIsSetByTheTypeOfItsKey() throws IOException {
        assertThat(config("config", "set", "port", "9000").out()).isEqualTo("Changed port.\n");
        assertThat(config("config", "set", "adbSql", "true").exitCode()).isZero();
        assertThat(config("config", "set", "domain", "home.example").exitCode()).isZero();
        assertThat(config("config", "set", "domains", "a.lan", "b.lan").exitCode()).isZero();
        assertThat(config("config", "set", "domains", "[\"c.lan\"]").exitCode()).isZero();

        assertThat(TinyGateway.json(Files.readString(dir.resolve("config.json"))))
                .isEqualTo(
                        TinyGateway.json(
                                """
                                {"port": 9000, "adbSql": true, "domain": "home.example",
                                 "domains": ["c.lan"]}
                                """));
        assertThat(config("config", "get", "port").out()).isEqualTo("9000\n");
        assertThat(config("config", "get", "domain").out()).isEqualTo("home.example\n");
        assertThat(config("config", "get", "domains").out()).isEqualTo("[\"c.lan\"]\n");
    }

    @Test
    void unsetBringsTheDefaultBack() throws IOException {
        write("{'port': 9000, 'logFiles': 2}");

        assertThat(config("config", "unset", "port").out()).isEqualTo("Changed port.\n");

        assertThat(config("config", "get", "port").out()).isEqualTo("8080\n");
        assertThat(config("config", "get", "logFiles").out()).isEqualTo("2\n");
        assertThat(config("config", "unset", "port").out()).contains("Nothing changed");
    }

    @Test
    void valueThatDoesNotFitChangesNothing() throws IOException {
        write("{'port': 9000}");

        Said said = config("config", "set", "port", "many");

        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).contains("/port: want a TCP port", "many", "Nothing was changed");
        assertThat(config("config", "get", "port").out()).isEqualTo("9000\n");
    }

    @Test
    void settingThatIsNotThereNamesTheNearest() {
        Said said = config("config", "set", "domian", "x");

        assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).contains("Did you mean \"domain\"?");
    }

    @Test
    void keysOfTheHostAreNeitherShownNorSet() {
        assertThat(config("config", "get", "systemAuthTokens").exitCode())
                .isEqualTo(ExitCode.REFUSED);
        assertThat(config("config", "set", "serverDbId", "ab".repeat(32)).err())
                .contains("written by the host");
        assertThat(dir.resolve("config.json")).doesNotExist();
    }

    @Test
    void checkTellsAllFaults() throws IOException {
        Path other = Files.writeString(dir.resolve("other.json"), "{\"port\": -1, \"x\": 2}");

        Said said = config("config", "check", other.toString());
        JsonNode json =
                TinyGateway.json(config("config", "check", other.toString(), "--json").out());

        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(said.out()).contains("2 faults", "/port: want", "\"x\" is not known");
        assertThat(json.path("faults")).hasSize(2);
        assertThat(json.path("faults").findValuesAsText("at")).contains("/port");
        assertThat(config("config", "check").out()).endsWith("config.json is good.\n");
        assertThat(config("config", "check", "/nonexistent").exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void checkTellsWhatIsLeftOutOfAFileOfTheFirstAtek() throws IOException {
        write("{'mainService': 'lonestar'}");

        assertThat(config("config", "check").out())
                .contains("is good", "From the first Atek", "mainService");
    }

    @Test
    void pathIsPrinted() {
        assertThat(config("config", "path").out()).isEqualTo(dir.resolve("config.json") + "\n");
        assertThat(TinyGateway.json(config("config", "path", "--json").out()).path("file").asText())
                .endsWith("config.json");
    }

    @Test
    void fileIsNotWrittenUnderAHostThatStarts() throws IOException {
        try (var _ = ((DataFolder.Taken.Mine) DataFolder.take(dir)).folder()) {
            Said said = config("config", "set", "port", "1");

            assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(said.err()).contains("just now");
        }
        assertThat(config("config", "set", "port", "1").exitCode()).isZero();
    }
}
