package cloud.atek.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The `atek` script on machines that lack something. A machine is a folder of programs: real ones
/// that every system has, and scripts in place of those that would change this one.
class LauncherTest {

    private static final List<String> EVERYWHERE =
            List.of(
                    "cat",
                    "cut",
                    "dirname",
                    "env",
                    "find",
                    "grep",
                    "head",
                    "ls",
                    "mkdir",
                    "mktemp",
                    "mv",
                    "readlink",
                    "rm",
                    "sed",
                    "sh",
                    "sha256sum",
                    "stat",
                    "tail",
                    "uname");

    @TempDir Path dir;
    private Path bin = Path.of("");
    private Path jdks = Path.of("");

    @BeforeEach
    void machine() throws IOException {
        bin = Files.createDirectory(dir.resolve("bin"));
        jdks = Files.createDirectory(dir.resolve("jdks"));
        for (String program : EVERYWHERE) {
            Files.createSymbolicLink(bin.resolve(program), where(program));
        }
        script("id", "echo 1000");
        Files.createDirectories(dir.resolve("dist/lib/host"));
        Files.copy(Path.of("../atek"), dir.resolve("dist/atek"));
        Files.writeString(dir.resolve("dist/lib/host/atek-host.jar"), "jar");
    }

    @Test
    void withoutJavaItSaysWhatToInstall() throws Exception {
        Said said = atek("ls");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("JDK 25", "temurin-25-jdk", "JAVA_HOME").hasLineCount(1);
    }

    @Test
    void olderJavaIsNotTaken() throws Exception {
        jdk("17.0.15");

        assertThat(atek("ls").err()).contains("JDK 25");
    }

    @Test
    void wordsReachTheProgramAsTheyAre() throws Exception {
        jdk("25.0.3");

        Said said = atek("install", "a b", "$(touch x)", "--id=*");

        assertThat(said.exitCode()).isZero();
        assertThat(said.out().lines())
                .contains("-Datek.dist=" + dir.resolve("dist"))
                .contains(dir.resolve("dist/lib/host/atek-host.jar").toString())
                .endsWith("cloud.atek.host.cli.Main", "install", "a b", "$(touch x)", "--id=*");
    }

    @Test
    void datachainIsAProgramOfItsOwnBehindTheJarsOfTheHost() throws Exception {
        jdk("25.0.3");
        Files.createDirectories(dir.resolve("dist/lib/datachain"));
        Files.writeString(dir.resolve("dist/lib/datachain/atek-datachain.jar"), "jar");

        Said said = atek("datachain", "stat", "--json", "a b");

        assertThat(said.exitCode()).isZero();
        assertThat(said.out().lines())
                .contains(
                        dir.resolve("dist/lib/host/atek-host.jar")
                                + ":"
                                + dir.resolve("dist/lib/datachain/atek-datachain.jar"))
                .endsWith(
                        "cloud.atek.services.datachain.tool.Main",
                        "datachain",
                        "stat",
                        "--json",
                        "a b");
    }

    @Test
    void missingBubblewrapIsOneSentenceWhenNobodyCanBeAsked() throws Exception {
        jdk("25.0.3");
        script("apt-get", "echo apt-get \"$@\" >>" + dir + "/done");
        script("sudo", "echo sudo \"$@\" >>" + dir + "/done");

        Said said = atek("up");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err())
                .contains("Atek needs bwrap", "sudo apt-get install", "bubblewrap", "--yes")
                .hasLineCount(1);
        assertThat(dir.resolve("done")).doesNotExist();
    }

    @Test
    void missingBubblewrapIsInstalledOnYes() throws Exception {
        jdk("25.0.3");
        script("apt-get", "exit 1");
        script("sudo", "echo \"$@\" >>" + dir + "/done");

        Said said = atek("up", "--yes");

        assertThat(said.exitCode()).isZero();
        assertThat(said.err()).contains("Installing bubblewrap: sudo apt-get install");
        assertThat(dir.resolve("done"))
                .content()
                .contains("apt-get update")
                .contains(
                        "DEBIAN_FRONTEND=noninteractive apt-get install -y"
                                + " --no-install-recommends bubblewrap");
    }

    @Test
    void rootInstallsAtOnce() throws Exception {
        jdk("25.0.3");
        script("id", "echo 0");
        script("apk", "echo apk \"$@\" >>" + dir + "/done");

        assertThat(atek("up").exitCode()).isZero();
        assertThat(dir.resolve("done")).hasContent("apk add bubblewrap");
    }

    @Test
    void failedInstallationStops() throws Exception {
        jdk("25.0.3");
        script("id", "echo 0");
        script("dnf", "echo no such mirror >&2; exit 7");

        Said said = atek("up");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("no such mirror", "Installing bubblewrap failed");
    }

    @Test
    void unknownSystemIsToldWhatIsNeeded() throws Exception {
        jdk("25.0.3");

        assertThat(atek("up").err()).contains("Atek needs bwrap").hasLineCount(1);
    }

    @Test
    void whoGivesUpTheSandboxNeedsNoBubblewrap() throws Exception {
        jdk("25.0.3");
        Path data = Files.createDirectory(dir.resolve("data"));
        Files.writeString(data.resolve("config.json"), "{\n  \"sandbox\" : \"none\"\n}");

        assertThat(atek("--configDir", data.toString(), "up").exitCode()).isZero();
    }

    @Test
    void cacheIsMadeOnceAndAgainForOtherJars() throws Exception {
        jdk("25.0.3");
        script("bwrap", "");

        List<String> caches = new ArrayList<>();
        for (String jar : List.of("jar", "jar", "raj")) {
            if (caches.size() == 2) {
                Files.writeString(dir.resolve("dist/lib/host/atek-host.jar"), jar);
            }
            caches.add(cache(atek(Map.of("ATEK_AOT", "on"), "up")));
        }

        assertThat(caches.get(0)).startsWith(dir.resolve("dist/aot").toString());
        assertThat(caches.get(1)).isEqualTo(caches.get(0));
        assertThat(caches.get(2)).isNotEqualTo(caches.get(0));
        assertThat(Path.of(caches.get(0))).doesNotExist();
        assertThat(Path.of(caches.get(2))).exists();
    }

    @Test
    void builtAtekSaysThatItHasNoTests() throws Exception {
        assertThat(atek("test").err()).contains("checkout").hasLineCount(1);
    }

    private static String cache(Said said) {
        return said.out()
                .lines()
                .filter(line -> line.startsWith("-XX:AOTCache="))
                .map(line -> line.substring("-XX:AOTCache=".length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(said));
    }

    private Said atek(String... words) throws Exception {
        return atek(Map.of("ATEK_AOT", "off"), words);
    }

    private Said atek(Map<String, String> environment, String... words) throws Exception {
        var command = new ArrayList<>(List.of("sh", dir.resolve("dist/atek").toString()));
        command.addAll(List.of(words));
        Path out = dir.resolve("out");
        Path err = dir.resolve("err");
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("PATH", bin.toString());
        builder.environment().put("HOME", dir.toString());
        builder.environment().put("ATEK_JDKS", jdks.toString());
        builder.redirectOutput(out.toFile()).redirectError(err.toFile());
        command.set(0, where("sh").toString());
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /// A JDK whose `java` prints its arguments, one a line, and makes the cache it is asked for.
    private void jdk(String version) throws IOException {
        Path home = Files.createDirectory(jdks.resolve("jdk-" + version));
        Files.createDirectory(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "");
        script(
                home.resolve("bin/java"),
                """
                for word in "$@"; do
                    printf '%s\\n' "$word"
                    case $word in -XX:AOTCacheOutput=*) echo cache >"${word#*=}" ;; esac
                done
                """);
    }

    private void script(String name, String body) throws IOException {
        script(bin.resolve(name), body);
    }

    private static void script(Path file, String body) throws IOException {
        Files.write(file, ("#!/bin/sh\n" + body + "\n").getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path where(String program) {
        for (String folder : List.of("/usr/bin", "/bin")) {
            if (Files.exists(Path.of(folder, program))) {
                return Path.of(folder, program);
            }
        }
        throw new AssertionError(program + " is not on this machine");
    }
}
