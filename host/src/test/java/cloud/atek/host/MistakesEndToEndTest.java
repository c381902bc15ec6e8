package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What people get wrong is told in a sentence, nothing is half done, and the host stays up.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MistakesEndToEndTest {

    @TempDir Path dir;
    private TestHost host;

    @BeforeAll
    void start() throws Exception {
        host = TestHost.up(TestHost.freshHome());
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void aFolderWithoutARepositoryIsNone() {
        refused(dir.resolve("nothing.git").toString(), "nothing.git");
    }

    @Test
    void aRepositoryWithoutAReleaseIsRefused() throws Exception {
        try (var none = GitPackage.create(dir, "untagged").write("index.html", "x")) {
            none.release("not-a-version");

            refused(none.bare().toString(), "No release (git tag) has been set for untagged");
        }
    }

    @Test
    void aBadManifestIsRefusedWithPathAndReason() throws Exception {
        try (var bad =
                GitPackage.create(dir, "badmanifest")
                        .write("index.html", "x")
                        .write("atek.json", "{\"exports\":[{\"api\":\"no slash\"}]}")
                        .release("1.0.0")) {

            refused(bad.bare().toString(), "atek.json", "/exports/0/api");
        }
    }

    @Test
    void sourcesThatDoNotCompileAreRefusedWithWhatTheCompilerSaid() throws Exception {
        try (var bad =
                GitPackage.create(dir, "typo")
                        .write("Main.java", "class Main { void main() { retrun; } }")
                        .release("1.0.0")) {

            refused(bad.bare().toString(), "retrun");
        }
    }

    @Test
    void aServiceThatEndsAtOnceIsInstalledAndSaysWhyItDoesNotRun() throws Exception {
        String source = "class Main { void main() { System.exit(7); } }";
        try (var bad =
                GitPackage.create(dir, "quitter").write("Main.java", source).release("1.0.0")) {
            Run install = host.cli("install", bad.bare().toString(), "--user", "system");

            assertThat(install.out()).contains("exit code 7");
            assertThat(host.cli("ls").out()).contains("quitter", "crashed");
            assertThat(host.cli("uninstall", "quitter").exitCode()).isZero();
        }
    }

    @Test
    void aTakenPortIsNamed() throws Exception {
        try (var taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());

            Run up = up(TestHost.freshHome(), "--port", port);

            assertThat(up.exitCode()).isEqualTo(1);
            assertThat(up.out()).contains("port " + port, "--port");
        }
    }

    @Test
    void anUnknownSettingIsRefusedWithTheNearestName() throws Exception {
        Path home = TestHost.freshHome();
        Files.writeString(home.resolve("config.json"), "{\"prot\": 8080}");

        Run up = up(home, "--port", "0");

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.out()).contains("did you mean \"port\"?", "config.json");
        assertThat(Files.readString(home.resolve("config.json"))).isEqualTo("{\"prot\": 8080}");
    }

    @Test
    void aFolderWhosePathIsTooLongForSocketsIsRefused() throws Exception {
        Path home = Files.createDirectories(TestHost.freshHome().resolve("d".repeat(90)));

        Run up = up(home, "--port", "0");

        assertThat(up.exitCode()).isEqualTo(1);
        assertThat(up.out()).contains("107", "shorter");
    }

    @Test
    void withoutAHostTheCommandLineSaysHowToStartIt() throws Exception {
        Run ls =
                Run.of(
                        List.of(
                                TestHost.script(),
                                "ls",
                                "--configDir",
                                TestHost.freshHome().toString()));

        assertThat(ls.exitCode()).isEqualTo(3);
        assertThat(ls.out()).contains("atek up");
    }

    private void refused(String url, String... words) {
        Run install = host.cli("install", url, "--user", "system");

        assertThat(install.exitCode()).as(install.out()).isNotZero();
        assertThat(install.out()).contains(words).doesNotContain("Exception", "\tat ");
        assertThat(host.cli("ls", "--json").out()).contains("core.adb").doesNotContain(url);
        assertThat(host.home().resolve("packages").toFile().list())
                .allMatch(name -> name.startsWith("core.") || name.equals(".incoming"));
        assertThat(host.home().resolve("packages/.incoming")).isEmptyDirectory();
    }

    private static Run up(Path home, String... more) {
        var command =
                new java.util.ArrayList<>(
                        List.of(
                                TestHost.script(),
                                "up",
                                "--yes",
                                "--no-open",
                                "--configDir",
                                home.toString()));
        command.addAll(List.of(more));
        return Run.of(command);
    }
}
