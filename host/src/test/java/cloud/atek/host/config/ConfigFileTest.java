package cloud.atek.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {

    @TempDir Path dir;

    @Test
    void withoutAFileAllIsAtItsDefault() throws IOException {
        assertThat(new ConfigFile(dir.resolve("config.json")).read()).isEqualTo(HostConfig.DEFAULT);
    }

    @Test
    void whatWasWrittenIsRead() throws IOException {
        var file = new ConfigFile(dir.resolve("config.json"));
        HostConfig config =
                HostConfig.DEFAULT
                        .with("home.example", 9000)
                        .withServerDbId("ab".repeat(32))
                        .withSystemAuthTokens(List.of("cd".repeat(32)));

        file.write(config);

        assertThat(file.read()).isEqualTo(config);
    }

    @Test
    void onlyTheOwnerReadsTheFile() throws IOException {
        Path path = dir.resolve("config.json");

        new ConfigFile(path).write(HostConfig.DEFAULT);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(dir.toFile().list()).containsExactly("config.json");
    }

    @Test
    void configOfTheFirstAtekIsRead() throws IOException {
        Path path = dir.resolve("config.json");
        Files.writeString(
                path,
                """
                {"domain": "localhost", "port": 80,
                 "coreServices": [{"sourceUrl": "https://example.com/adb", "id": "core.adb",
                                   "desiredVersion": "2.0.0", "config": {"A": "b"}}],
                 "defaultMainService": "https://example.com/lonestar",
                 "serverDbId": "%s", "systemAuthTokens": ["%s"]}
                """
                        .formatted("0a".repeat(32), "0b".repeat(32)));

        HostConfig config = new ConfigFile(path).read();

        assertThat(config.port()).isEqualTo(80);
        assertThat(config.coreServices()).hasSize(1);
        assertThat(config.coreServices().getFirst().config()).containsEntry("A", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"prot\": 1}                     | did you mean \"port\"?",
                "{\"Domain\": \"x\"}               | did you mean \"domain\"?",
                "{\"port\": 70000}                 | \"port\" wants a number from 0 to 65535",
                "{\"port\": \"80\"}                | \"port\" wants a number from 0 to 65535",
                "{\"port\": 80.5}                  | \"port\" wants a number from 0 to 65535",
                "{\"domain\": \"a b\"}             | \"domain\" wants a DNS name",
                "{\"domain\": 5}                   | \"domain\" wants a text",
                "{\"sandbox\": \"off\"}            | \"sandbox\" wants \"strict\" or \"none\"",
                "{\"serverDbId\": \"xyz\"}         | \"serverDbId\" wants 64 hex digits",
                "{\"systemAuthTokens\": [\"a\"]}   | \"systemAuthTokens\" wants tokens of 64 hex",
                "{\"coreServices\": [{}]}          | \"coreServices\" want a sourceUrl",
                "{\"port\": 1, \"port\": 2}        | is not JSON (line 1",
                "{                                 | is not JSON (line 1",
                "[]                                | is not a JSON object"
            })
    void badConfigIsRefusedWithWhatWasWanted(String text, String sentence) throws IOException {
        Path path = dir.resolve("config.json");
        Files.writeString(path, text);

        assertThatThrownBy(() -> new ConfigFile(path).read())
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(sentence);
    }

    @Test
    void tokensAreNotShown() {
        String token = "ef".repeat(32);
        HostConfig config = HostConfig.DEFAULT.withSystemAuthTokens(List.of(token));

        assertThat(ConfigFile.shown(config).toString()).doesNotContain(token);
        assertThat(config.toString()).doesNotContain(token);
    }
}
