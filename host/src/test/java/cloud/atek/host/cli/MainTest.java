package cloud.atek.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.cli.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    @Test
    void helpFitsOneScreen() {
        Said said = Said.by();

        assertThat(said.exitCode()).isZero();
        assertThat(said.out().lines()).hasSizeLessThanOrEqualTo(24);
        assertThat(said.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(said.out())
                .contains("up, run", "install", "uninstall", "ls", "get", "start", "stop")
                .contains("restart", "logs", "mkuser", "open", "adb", "datachain", "doctor")
                .contains("cfg", "config", "completion", "earthstar")
                .doesNotContain("train", "__complete", "More");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "run",
                "install",
                "uninstall",
                "ls",
                "get",
                "cfg",
                "config",
                "completion",
                "start",
                "stop",
                "restart",
                "logs",
                "mkuser",
                "open",
                "doctor"
            })
    void everyCommandExplainsItself(String command) {
        Said said = Said.by(command, "--help");

        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).contains("Usage: atek", "--configDir", "--json");
        assertThat(said.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void toolsOfTheDatachainAreStartedByTheLauncher() {
        Said said = Said.by("datachain", "stat", "/chain", "--limit=3");

        assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).contains("launcher").hasLineCount(1);
    }

    @Test
    void versionIsOneLine() {
        assertThat(Said.by("--version").out().lines().toList())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("Atek ");
    }

    @Test
    void unknownCommandNamesTheNearest() {
        Said said = Said.by("instal");

        assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).contains("'instal'", "Did you mean", "install", "atek --help");
        assertThat(said.out()).isEmpty();
    }

    @Test
    void missingArgumentIsUsage() {
        Said said = Said.by("install");

        assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).contains("URL", "atek install --help");
    }

    @Test
    void portThatIsNoNumberIsUsage() {
        assertThat(Said.by("ls", "--port", "many").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void errorsAreJsonWhenAnswersAre() {
        Said said = Said.by("ls", "--json", "--configDir", "/nonexistent/atek");

        assertThat(TinyGateway.json(said.err()).at("/error/code").asInt())
                .isEqualTo(ExitCode.NOT_RUNNING)
                .isEqualTo(said.exitCode());
    }

    @Test
    void unknownCommandIsToldAsJsonToo() {
        Said said = Said.by("instal", "--json");

        assertThat(TinyGateway.json(said.err()).at("/error/code").asInt())
                .isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).contains("install");
    }

    @Test
    void firstAteksConfigPairsAreUnderstood() {
        assertThat(
                        InstallCommand.withConfigPairs(
                                "install", "x", "--config.A=1", "--config.B", "2", "--id", "y"))
                .isEqualTo(
                        List.of("install", "x", "--config", "A=1", "--config", "B=2", "--id", "y")
                                .toArray());
    }
}
