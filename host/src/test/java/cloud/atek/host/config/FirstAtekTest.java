package cloud.atek.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstAtekTest {

    private static final String ID = "0a".repeat(32);
    private static final String TOKEN = "0b".repeat(32);

    @TempDir Path dir;
    private ConfigFile file;

    @BeforeEach
    void open() {
        file = ConfigFile.in(dir);
    }

    private void write(String json) throws IOException {
        Files.writeString(file.path(), json.replace('\'', '"'));
    }

    @Test
    void wholeFileOfTheFirstAtekIsReadAndWhatIsReplacedIsTold() throws IOException {
        write(
                """
                {'domain': 'localhost', 'port': 80, 'mainService': 'lonestar',
                 'coreServices': [
                   {'sourceUrl': 'https://github.com/atek-cloud/hyper-daemon',
                    'id': 'core.hyper-daemon', 'desiredVersion': '2.0.0',
                    'config': {'HYPERSPACE_STORAGE': '/srv/hyper'}},
                   {'sourceUrl': 'https://github.com/atek-cloud/adb', 'id': 'core.adb'},
                   {'sourceUrl': 'https://example.com/mine'}],
                 'defaultMainService': 'https://github.com/atek-cloud/lonestar',
                 'serverDbId': '%s', 'systemAuthTokens': ['%s']}
                """
                        .formatted(ID, TOKEN));
        byte[] old = Files.readAllBytes(file.path());

        ConfigFile.Said said = file.said();
        var notes = file.adopt();

        HostConfig config = said.config();
        assertThat(config.port()).isEqualTo(80);
        assertThat(config.coreServices()).isEmpty();
        assertThat(config.defaultMainService()).isEmpty();
        assertThat(config.serverDbId()).isEmpty();
        assertThat(config.systemAuthTokens()).containsExactly(TOKEN);
        assertThat(notes).isEqualTo(said.notes()).hasSize(6);
        assertThat(String.join("\n", notes))
                .contains(
                        "\"mainService\": \"lonestar\" is left out",
                        "hyper-daemon is left out: what replaces it comes along",
                        "atek install https://example.com/mine --user system",
                        "it names a Hyperbee");
        assertThat(Files.readAllBytes(dir.resolve("config.json.first-atek"))).isEqualTo(old);
        assertThat(file.said().notes()).isEmpty();
        assertThat(file.read()).isEqualTo(config);
    }

    @Test
    void defaultFileOfTheFirstAtekIsKnownByItsFolder() throws IOException {
        write("{'systemAuthTokens': ['%s'], 'serverDbId': '%s'}".formatted(TOKEN, ID));
        Files.createDirectory(dir.resolve("sockets"));

        assertThat(file.adopt()).hasSize(1);
        assertThat(file.read().serverDbId()).isEmpty();
    }

    @Test
    void databaseOfThisAtekIsNeverForgotten() throws IOException {
        write("{'mainService': 'x', 'serverDbId': '%s'}".formatted(ID));
        Files.createDirectory(dir.resolve("sockets"));
        Files.createDirectories(dir.resolve("data/core.adb"));

        assertThat(file.adopt()).hasSize(1);
        assertThat(file.read().serverDbId()).isEqualTo(ID);
    }

    @Test
    void secondFileDoesNotOverwriteTheBackupOfTheFirst() throws IOException {
        write("{'mainService': 'one'}");
        file.adopt();
        write("{'mainService': 'two'}");
        file.adopt();

        assertThat(Files.readString(dir.resolve("config.json.first-atek"))).contains("one");
        assertThat(Files.readString(dir.resolve("config.json.first-atek.1"))).contains("two");
    }

    @Test
    void ownCoreServicesAreKept() throws IOException {
        write("{'coreServices': [{'sourceUrl': '/srv/adb', 'config': {'A': 'b'}}]}");

        assertThat(file.adopt()).isEmpty();
        assertThat(file.read().coreServices().getFirst().config()).containsEntry("A", "b");
    }
}
