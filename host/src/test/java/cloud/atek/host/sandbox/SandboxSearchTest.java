package cloud.atek.host.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.process.Bind;
import cloud.atek.host.process.Confined;
import cloud.atek.host.process.Confinement;
import cloud.atek.host.process.Job;
import cloud.atek.host.process.Jobs;
import cloud.atek.host.process.Limits;
import cloud.atek.host.process.Sandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxSearchTest {

    @TempDir Path dir;

    @Test
    void thisMachineCanConfine() throws Exception {
        assertThat(new SandboxSearch(dir.resolve("sandbox")).find())
                .isInstanceOfSatisfying(
                        SandboxFound.Usable.class,
                        found ->
                                assertThat(found.layers())
                                        .contains("namespaces", "no-network", "seccomp", "limits"));
    }

    @Test
    void missingBubblewrapIsSaidWithWhatToDo() throws Exception {
        assertThat(new SandboxSearch(dir, List.of(dir)).find())
                .isInstanceOfSatisfying(
                        SandboxFound.Unusable.class,
                        found ->
                                assertThat(found.reason())
                                        .contains(
                                                "apt install bubblewrap", "\"sandbox\": \"none\""));
    }

    @Test
    void bubblewrapThatMayNotMakeNamespacesIsSaidWithItsWords() throws Exception {
        Path bwrap = dir.resolve("bwrap");
        Files.writeString(bwrap, "#!/bin/sh\necho 'bwrap: No permissions' >&2\nexit 1\n");
        assertThat(bwrap.toFile().setExecutable(true)).isTrue();

        assertThat(new SandboxSearch(dir.resolve("s"), List.of(dir)).find())
                .isInstanceOfSatisfying(
                        SandboxFound.Unusable.class,
                        found -> assertThat(found.reason()).contains("bwrap: No permissions"));
    }

    @Test
    void anOlderBubblewrapIsUsedAndItsGapsAreSaid() throws Exception {
        Path bwrap = dir.resolve("bwrap");
        Files.writeString(
                bwrap,
                """
                #!/bin/sh
                test "$1" = --help && exec echo '--args FD --seccomp FD'
                exec /usr/bin/bwrap "$@"
                """);
        assertThat(bwrap.toFile().setExecutable(true)).isTrue();

        assertThat(new SandboxSearch(dir.resolve("s"), List.of(dir, Path.of("/usr/bin"))).find())
                .isInstanceOfSatisfying(
                        SandboxFound.Usable.class,
                        found ->
                                assertThat(found.missing().toString())
                                        .contains("older than 0.7", "older than 0.8"));
    }

    @Test
    void filesAreForUsAlone() throws Exception {
        new SandboxSearch(dir.resolve("sandbox")).find();

        assertThat(Files.getPosixFilePermissions(dir.resolve("sandbox"))).hasSize(3);
        assertThat(Files.getPosixFilePermissions(dir.resolve("sandbox/filter.bpf"))).hasSize(2);
    }

    @Test
    void withoutASandboxInsidePathsBecomeRealOnes() throws Exception {
        var wanted =
                new Confinement(
                        List.of(
                                "/jdk/bin/java",
                                "-cp",
                                "/kit/k.jar:/app/a.jar",
                                "-Dx=/data",
                                "/application"),
                        List.of(
                                new Bind(Path.of("/j"), "/jdk"),
                                new Bind(Path.of("/t"), "/app"),
                                new Bind(Path.of("/k.jar"), "/kit/k.jar")),
                        List.of(new Bind(Path.of("/d"), "/data")),
                        Map.of("HOME", "/data", "LANG", "C"),
                        "/data",
                        Limits.SERVICE);

        Confined confined = none().confine(wanted);

        assertThat(confined.layers()).isEmpty();
        assertThat(confined.command())
                .endsWith("/j/bin/java", "-cp", "/k.jar:/t/a.jar", "-Dx=/d", "/application");
        assertThat(confined.environment()).isEqualTo(Map.of("HOME", "/d", "LANG", "C"));
    }

    @Test
    void aJobSeesItsFoldersAndNothingElse() throws Exception {
        Path in = Files.createDirectory(dir.resolve("in"));
        Path out = Files.createDirectory(dir.resolve("out"));
        Files.writeString(in.resolve("Hi.java"), "class Hi {}");
        Path jdk = Path.of(System.getProperty("java.home"));
        var lines = new ArrayList<String>();
        var job =
                new Job(
                        new Confinement(
                                List.of("/jdk/bin/javac", "-J-Xmx64m", "-d", "/out", "/in/Hi.java"),
                                List.of(new Bind(jdk, "/jdk"), new Bind(in, "/in")),
                                List.of(new Bind(out, "/out")),
                                Map.of("LANG", "C.UTF-8"),
                                "/out",
                                Limits.BUILD),
                        Duration.ofSeconds(60));

        assertThat(new Jobs(sandbox()).run(job, lines::add)).isEqualTo(new Job.End.Exited(0));
        assertThat(lines).isEmpty();
        assertThat(out.resolve("Hi.class")).exists();
    }

    @Test
    void aJobThatTakesTooLongIsKilled() throws Exception {
        var job =
                new Job(
                        new Confinement(
                                List.of("/usr/bin/sleep", "60"),
                                List.of(new Bind(Path.of("/usr/bin/sleep"), "/usr/bin/sleep")),
                                List.of(),
                                Map.of(),
                                "/",
                                Limits.BUILD),
                        Duration.ofMillis(300));

        assertThat(new Jobs(sandbox()).run(job, _ -> {}))
                .isEqualTo(new Job.End.TimedOut(Duration.ofMillis(300)));
    }

    @Test
    void variablesAreNotOnTheCommandLine() throws Exception {
        var wanted =
                new Confinement(
                        List.of("/usr/bin/true"),
                        List.of(),
                        List.of(),
                        Map.of("TOKEN", "sesame"),
                        "/",
                        Limits.SERVICE);

        Confined confined = sandbox().confine(wanted);

        assertThat(confined.command()).noneMatch(argument -> argument.contains("sesame"));
        assertThat(confined.environment()).isEmpty();
        assertThat(confined.input()).contains("sesame");
        assertThat(confined.toString() + wanted).doesNotContain("sesame");
        confined.group().close();
    }

    private Sandbox sandbox() throws Exception {
        return switch (new SandboxSearch(dir.resolve("sandbox")).find()) {
            case SandboxFound.Usable(var sandbox, _, _) -> sandbox;
            case SandboxFound.Unusable(var reason) -> throw new AssertionError(reason);
        };
    }

    private Sandbox none() {
        return switch (new SandboxSearch(dir).none()) {
            case SandboxFound.Usable(var sandbox, _, _) -> sandbox;
            case SandboxFound.Unusable(var reason) -> throw new AssertionError(reason);
        };
    }
}
