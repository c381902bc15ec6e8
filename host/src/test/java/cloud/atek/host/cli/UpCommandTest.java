package cloud.atek.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpCommandTest {

    @TempDir Path dir;

    private final List<UpOptions> prepared = new ArrayList<>();

    @Test
    void fourLinesSayAll() {
        Said said = up(started(8080, null, null));

        assertThat(said)
                .isEqualTo(
                        new Said(
                                0,
                                """
                                  Open     http://localhost:8080/
                                  Gateway  http://localhost:8080/_atek/gateway
                                  Data     %s
                                  Stop     Ctrl-C
                                """
                                        .formatted(dir.resolve("data")),
                                ""));
    }

    @Test
    void firstStartShowsTheWayIn() {
        assertThat(up(started(8080, "http://localhost:8080/_atek/setup?code=x", null)).out())
                .contains("\n  http://localhost:8080/_atek/setup?code=x\n", "atek mkuser --admin");
    }

    @Test
    void missingSandboxIsSaid() {
        assertThat(up(started(8080, null, "Nothing confines services.")).out())
                .contains("! Nothing confines services.");
    }

    @Test
    void scriptsCreateTheFirstAdmin() throws IOException {
        Path password = Files.writeString(dir.resolve("password"), "correct horse\n");
        try (var host = TinyGateway.saying("{\"key\": \"u1\", \"username\": \"ann\"}")) {
            Files.createDirectory(dir.resolve("data"));
            host.writeFolder(dir.resolve("data"));

            Said said =
                    up(
                            started(host.port(), "http://localhost/_atek/setup?code=x", null),
                            "--user",
                            "ann",
                            "--password-file",
                            password.toString());

            assertThat(said.out()).doesNotContain("code=");
            assertThat(host.calls.getFirst().request().method()).isEqualTo("create");
            assertThat(host.calls.getFirst().param(0).path("role").asText()).isEqualTo("admin");
        }
    }

    @Test
    void shortPasswordStopsBeforeTheStart() throws IOException {
        Path password = Files.writeString(dir.resolve("password"), "short\n");

        Said said =
                up(
                        started(8080, null, null),
                        "--user",
                        "ann",
                        "--password-file",
                        password.toString());

        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).contains("at least 8 characters");
        assertThat(prepared).isEmpty();
    }

    @Test
    void refusalIsOneSentence() {
        Said said =
                Said.by(
                        _ -> refusing("Another Atek uses this folder, process 7."),
                        "up",
                        "--configDir",
                        dir.resolve("data").toString());

        assertThat(said)
                .isEqualTo(
                        new Said(
                                ExitCode.FAILED,
                                "",
                                "Another Atek uses this folder, process 7.\n"));
    }

    @Test
    void dataFolderIsForItsOwnerOnly() throws IOException {
        up(started(8080, null, null), "--port", "0", "--domain", "home.example");

        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(dir.resolve("data"))))
                .isEqualTo("rwx------");
        assertThat(prepared).containsExactly(new UpOptions(dir.resolve("data"), 0, "home.example"));
    }

    @Test
    void fileInPlaceOfTheFolderIsNamed() throws IOException {
        Files.createFile(dir.resolve("data"));

        assertThat(up(started(8080, null, null)).err())
                .contains(dir.resolve("data").toString(), "--configDir");
    }

    private Said up(HostRunner.Started started, String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "up";
        all[1] = "--configDir";
        all[2] = dir.resolve("data").toString();
        System.arraycopy(words, 0, all, 3, words.length);
        return Said.by(
                options -> {
                    prepared.add(options);
                    return running(started);
                },
                all);
    }

    private HostRunner.Started started(int port, @Nullable String setup, @Nullable String warning) {
        return new HostRunner.Started(
                port,
                URI.create("http://localhost:" + port + "/"),
                URI.create("http://localhost:" + port + "/_atek/gateway"),
                dir.resolve("data"),
                setup == null ? null : URI.create(setup),
                warning);
    }

    private static HostRunner.Running running(HostRunner.Started started) {
        return new HostRunner.Running() {
            @Override
            public HostRunner.Started start() {
                return started;
            }

            @Override
            public void awaitStop() {}

            @Override
            public void close() {}
        };
    }

    private static HostRunner.Running refusing(String sentence) {
        return new HostRunner.Running() {
            @Override
            public HostRunner.Started start() throws HostStartException {
                throw new HostStartException(sentence, null);
            }

            @Override
            public void awaitStop() {}

            @Override
            public void close() {}
        };
    }
}
