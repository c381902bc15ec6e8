package cloud.atek.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {

    private static final String SERVICES =
            """
            {"services": [{"settings": {"id": "notes"}}, {"settings": {"id": "news"}}],
             "users": [{"username": "ada"}]}
            """;

    @TempDir Path dir;

    private static List<String> complete(String... words) {
        var all = new ArrayList<>(List.of("__complete", "--"));
        all.addAll(List.of(words));
        Said said = Said.by(all.toArray(String[]::new));
        assertThat(said.exitCode()).isZero();
        assertThat(said.err()).isEmpty();
        return said.out().lines().toList();
    }

    @Test
    void commandsAreCompleted() {
        assertThat(complete("")).contains("up", "install", "config").doesNotContain("__complete");
        assertThat(complete("un")).containsExactly("uninstall");
        assertThat(complete("config", "")).contains("get", "set", "unset", "check", "path");
        assertThat(complete("adb", "que")).containsExactly("query");
    }

    @Test
    void optionsAndTheirValuesAreCompleted() {
        assertThat(complete("cfg", "x", "--act")).containsExactly("--activation");
        assertThat(complete("cfg", "x", "--activation", "")).containsExactly("always", "on-demand");
        assertThat(complete("ls", "--js")).containsExactly("--json");
        assertThat(complete("completion", "f")).containsExactly("fish");
        assertThat(complete("config", "set", "sess")).containsExactly("sessionDays");
    }

    @Test
    void idsAreThoseOfTheRunningHost() throws IOException {
        try (var host = TinyGateway.saying(SERVICES)) {
            String folder = host.writeFolder(dir).toString();

            assertThat(complete("--configDir", folder, "get", "n"))
                    .containsExactly("news", "notes");
            assertThat(complete("stop", "--configDir", folder, "not")).containsExactly("notes");
        }
    }

    @Test
    void withoutAHostThereIsSilence() {
        assertThat(complete("--configDir", dir.toString(), "get", "")).isEmpty();
        assertThat(complete("--configDir", "/nonexistent", "get", "n")).isEmpty();
        assertThat(complete("frobnicate", "")).isNotNull();
    }

    @Test
    void bashCompletesWithTheScript() throws Exception {
        Path atek = Files.writeString(dir.resolve("atek"), "#!/bin/sh\necho one; echo two words\n");
        Files.setPosixFilePermissions(atek, PosixFilePermissions.fromString("rwx------"));
        String script =
                Said.by("completion", "bash").out()
                        + "COMP_WORDS=(%s ge); COMP_CWORD=1; _atek %s; printf '<%%s>' \"${COMPREPLY[@]}\""
                                .formatted(atek, atek);

        Process bash = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("<one><two words>");
    }

    @Test
    void everyShellHasAScript() {
        for (String shell : List.of("bash", "zsh", "fish")) {
            assertThat(Said.by("completion", shell).out()).contains("__complete", "atek");
        }
        assertThat(Said.by("completion", "tcsh").exitCode()).isEqualTo(2);
    }
}
