package cloud.atek.host.install;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.services.ServiceRecord;
import cloud.atek.api.services.ServiceRecord.SourceType;
import cloud.atek.host.process.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstallCrashTest {

    private static final int FILES = 200;
    private static final int FILE_BYTES = 20_000;

    @TempDir private Path dir;
    private GitFixture git;
    private String commit;
    private Path packages;

    @BeforeEach
    void open() throws IOException {
        git = new GitFixture(dir.resolve("x.git"));
        Map<String, String> files = new HashMap<>(Map.of("index.html", "x"));
        var random = new Random(7);
        for (int i = 0; i < FILES; i++) {
            byte[] noise = new byte[FILE_BYTES];
            random.nextBytes(noise);
            files.put("f/" + i, Base64.getEncoder().encodeToString(noise));
        }
        commit = git.release("v1.0.0", files).getName();
        packages = dir.toRealPath().resolve("packages");
    }

    @AfterEach
    void close() {
        git.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fetching", "Receiving objects 5", "Writing", "done"})
    void killLeavesNothingOrAll(String at) throws Exception {
        try (var process = InstallProcess.start(List.of(), packages, git.path())) {
            String line = process.line();
            while (line != null && !line.startsWith(at)) {
                line = process.line();
            }
            assertThat(line).as("the process ended before it could be killed").isNotNull();
        }

        Path placed = packages.resolve(InstallProcess.KEY.value());
        if (Disk.exists(placed)) {
            assertWhole();
        } else {
            assertThat(at).isNotEqualTo("done");
        }
        Installer installer = installer();
        installer.sweep();
        installer.removeAllBut(Set.of());
        try (Stream<Path> left = Files.walk(packages)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private void assertWhole() throws Exception {
        var installed = new ServiceRecord.Installed(SourceType.GIT, "v1.0.0", null, commit, null);
        assertThat(installer().load(InstallProcess.KEY, git.source(), installed))
                .isInstanceOfSatisfying(
                        Installation.Done.class,
                        done ->
                                assertThat(done.installed().tree().resolve("f"))
                                        .satisfies(folder -> assertFiles(folder)));
    }

    private static void assertFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.toFile().length()))
                    .hasSize(FILES)
                    .allMatch(length -> length > FILE_BYTES);
        }
    }

    /// The package has 5 MB and its pack 4: the first disk is full while receiving, the second
    /// while writing.
    @ParameterizedTest
    @ValueSource(ints = {3, 7})
    void fullDiskIsSaidAndLeavesNothing(int mb) throws Exception {
        Path disk = Files.createDirectory(dir.toRealPath().resolve("disk"));
        List<String> small =
                List.of(
                        "bwrap",
                        "--dev-bind",
                        "/",
                        "/",
                        "--size",
                        String.valueOf(mb << 20),
                        "--tmpfs",
                        disk.toString());
        List<String> said = new ArrayList<>();
        try (var process = InstallProcess.start(small, disk.resolve("packages"), git.path())) {
            for (String line = process.line(); line != null; line = process.line()) {
                said.add(line);
            }
        }

        assertThat(said)
                .contains(
                        "refused The disk is full, so nothing was installed: free some space and"
                                + " try again.",
                        "left 2");
    }

    @Test
    void installationInAProcessEnds() throws Exception {
        List<String> said = new ArrayList<>();
        try (var process = InstallProcess.start(List.of(), packages, git.path())) {
            for (String line = process.line(); line != null; line = process.line()) {
                said.add(line);
            }
        }

        assertThat(said).contains("done " + commit);
        assertWhole();
    }

    private Installer installer() {
        var jobs =
                new Jobs(_ -> {
                    throw new IllegalStateException("nothing is to be built");
                });
        return new Installer(packages, jobs, new Toolchain(dir, List.of()), Workshop.REGISTRIES);
    }
}
