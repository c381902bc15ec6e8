package cloud.atek.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    void whatWasChangedIsRead() throws IOException {
        var file = ConfigFile.in(dir);

        file.change(json("{'domain': 'home.example', 'port': 9000, 'logFiles': 3}"));
        file.change(json("{'port': null, 'domains': ['atek.local']}"));

        HostConfig config = file.read();
        assertThat(config.names().all()).containsExactly("home.example", "atek.local");
        assertThat(config.port()).isEqualTo(HostConfig.DEFAULT.port());
        assertThat(config.logs().files()).isEqualTo(3);
        assertThat(Files.readString(file.path())).doesNotContain("port", "sandbox");
    }

    @Test
    void onlyTheOwnerReadsTheFile() throws IOException {
        Path path = dir.resolve("config.json");

        new ConfigFile(path).change(json("{'port': 1}"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(dir.toFile().list()).containsExactly("config.json");
    }

    @Test
    void changeThatDoesNotFitLeavesTheFileAsItWas() throws IOException {
        var file = ConfigFile.in(dir);
        file.change(json("{'port': 1}"));
        String before = Files.readString(file.path());

        assertThatThrownBy(() -> file.change(json("{'port': 2, 'domian': 'x'}")))
                .isInstanceOf(BadConfigException.class)
                .hasMessageContaining("did you mean \"domain\"?");
        assertThat(Files.readString(file.path())).isEqualTo(before);
    }

    @Test
    void allFaultsAreToldAtOnceEachWithItsPlace() throws IOException {
        Path path = dir.resolve("config.json");
        Files.writeString(path, "{\"port\": 70000, \"domains\": [\"ok\", \"1.2.3.4\"], \"x\": 1}");

        BadConfigException bad =
                catchThrowableOfType(BadConfigException.class, () -> new ConfigFile(path).read());

        assertThat(bad.faults())
                .extracting(Fault::at)
                .containsExactlyInAnyOrder("", "/port", "/domains/1");
        assertThat(bad)
                .hasMessageContaining("3 faults")
                .hasMessageContaining("/domains/1: want a domain name");
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) MessageCodec.JSON.readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"prot\": 1}                     | did you mean \"port\"?",
                "{\"Domain\": \"x\"}               | did you mean \"domain\"?",
                "{\"port\": 70000}                 | /port: want a TCP port, 0 to 65535",
                "{\"port\": \"80\"}                | /port: want a TCP port, 0 to 65535",
                "{\"port\": 80.5}                  | /port: want a TCP port, 0 to 65535",
                "{\"domain\": \"a b\"}             | /domain: want a domain name",
                "{\"domain\": 5}                   | /domain: want a domain name",
                "{\"sandbox\": \"off\"}            | /sandbox: want \"strict\", or \"none\"",
                "{\"serverDbId\": \"xyz\"}         | /serverDbId: want 64 hex digits",
                "{\"systemAuthTokens\": [\"a\"]}   | /systemAuthTokens/0: want 64 hex",
                "{\"coreServices\": [{}]}          | /coreServices/0: \"sourceUrl\" is missing",
                "{\"port\": 1, \"port\": 2}        | is not JSON (line 1",
                "{\"sessionDays\": 0}             | /sessionDays: want a number of days, 1 to 365",
                "{\"logFileBytes\": 1}            | /logFileBytes: want a number of bytes",
                "{\"updateCheck\": \"yearly\"}   | /updateCheck: want \"hourly\"",
                "{\"domains\": [\"a\", \"a\"]} | /domains: want a list",
                "{\"adbSql\": 1}                  | /adbSql: want true",
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
    void emptyFileIsRefusedForItIsAHalfWrittenOne() throws IOException {
        Files.createFile(dir.resolve("config.json"));

        assertThatThrownBy(() -> ConfigFile.in(dir).read()).isInstanceOf(BadConfigException.class);
    }

    @Test
    void tokensAreNotShown() throws IOException {
        String token = "ef".repeat(32);
        ObjectNode values = json("{'systemAuthTokens': ['" + token + "'], 'port': 1}");

        assertThat(ConfigFile.shown(values).toString()).doesNotContain(token).contains("port");
        assertThat(HostConfig.of(values).toString()).doesNotContain(token);
    }
}
