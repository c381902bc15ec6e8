package cloud.atek.host.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hosts that run as processes of their own: to be killed, and under another user.
class OtherHostTest {

    private static final String NOBODY = "65534";

    private Path dir;

    @BeforeEach
    void open() throws Exception {
        dir = Files.createTempDirectory(Path.of("/tmp"), "a");
        Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @AfterEach
    void close() throws Exception {
        try (var all = Files.walk(dir)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"confined", "unconfined"})
    void aKilledHostLeavesNoOrphan(String how) throws Exception {
        Process host = host(List.of(), System.getProperty("java.class.path"), how);
        String said = firstLine(host);
        assertThat(said).startsWith("started ");
        long pid = Long.parseLong(said.split(" ", -1)[1]);
        Optional<ProcessHandle> service = ProcessHandle.of(pid);
        assertThat(service).isPresent();

        host.destroyForcibly().waitFor();

        assertThat(gone(pid)).as("process %d of the service is gone", pid).isTrue();
    }

    @Test
    void anOrdinaryUserConfinesAsWell() throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        List<String> as =
                root
                        ? List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups")
                        : List.of();
        Process host = host(as, readableClassPath(), "confined");

        String said = firstLine(host);
        host.destroyForcibly().waitFor();

        assertThat(said).contains("[namespaces, seccomp, no-network, limits");
    }

    @Test
    void aHostThatMayListenOnLowPortsConfinesAsWell() throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        List<String> as =
                root
                        ? List.of(
                                "setpriv",
                                "--reuid",
                                NOBODY,
                                "--regid",
                                NOBODY,
                                "--clear-groups",
                                "--inh-caps",
                                "+net_bind_service",
                                "--ambient-caps",
                                "+net_bind_service")
                        : List.of();
        Process host = host(as, readableClassPath(), "confined");

        String said = firstLine(host);
        host.destroyForcibly().waitFor();

        assertThat(said).contains("[namespaces, seccomp, no-network, limits");
    }

    private Process host(List<String> as, String classPath, String how) throws IOException {
        var command = new ArrayList<>(as);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        LabMain.class.getName(),
                        Files.createDirectories(dir).resolve("h").toString(),
                        how));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .directory(dir.toFile())
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader reader = process.inputReader();
        String line = reader.readLine();
        while (line != null && !line.startsWith("started") && !line.startsWith("failed")) {
            line = reader.readLine();
        }
        return String.valueOf(line);
    }

    /// A copy of what the other host needs, where every user may read.
    private String readableClassPath() throws IOException {
        Path copies = Files.createDirectory(dir.resolve("cp"));
        var entries = new ArrayList<String>();
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            boolean needed =
                    entry.matches(".*(classes|atek-api.*|slf4j-api.*|jackson-annotations.*)");
            if (needed && Files.exists(Path.of(entry))) {
                Path copy = copies.resolve(number++ + "-" + Path.of(entry).getFileName());
                copy(Path.of(entry), copy);
                entries.add(copy.toString());
            }
        }
        return String.join(File.pathSeparator, entries);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static boolean gone(long pid) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (ProcessHandle.of(pid).isPresent() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        return ProcessHandle.of(pid).isEmpty();
    }
}
