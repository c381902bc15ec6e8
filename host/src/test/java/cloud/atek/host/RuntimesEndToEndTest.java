package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Each kind of package, from Git to an answer, with nothing but its files to say what it is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RuntimesEndToEndTest {

    private static final String MAIN =
            """
            import cloud.atek.api.ApiId;
            import cloud.atek.kit.Service;

            public class Main {
                public interface Version {
                    ApiId ID = new ApiId("example.com/%1$s");

                    String version();
                }

                public static void main(String[] args) {
                    Service.fromEnvironment().export("/", Version.class, caller -> () -> "%1$s").serve();
                }
            }
            """;

    private TestHost host;
    private Path dir;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        dir = temporary;
        host = TestHost.up(TestHost.freshHome());
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void aSingleMainIsCompiled() throws Exception {
        try (var source = repository("single")) {
            source.write("Main.java", MAIN.formatted("single")).release("1.0.0");
            assertThat(answer(source, "single")).isEqualTo("single");
        }
    }

    @Test
    void aJarIsRun() throws Exception {
        Path sources = Files.createDirectories(dir.resolve("jar-sources"));
        Path main = Files.writeString(sources.resolve("Main.java"), MAIN.formatted("jar"));
        Path classes = Files.createDirectories(dir.resolve("jar-classes"));
        String kit = Path.of(TestHost.script()).resolveSibling("kit") + "/*";
        String bin = Path.of(System.getProperty("java.home"), "bin").toString();
        assertDone(
                Run.of(
                        List.of(
                                bin + "/javac",
                                "-cp",
                                kit,
                                "-d",
                                classes.toString(),
                                main.toString())));
        Path jar = dir.resolve("program.jar");
        assertDone(
                Run.of(
                        List.of(
                                bin + "/jar",
                                "--create",
                                "--file",
                                jar.toString(),
                                "--main-class",
                                "Main",
                                "-C",
                                classes.toString(),
                                ".")));
        try (var source = repository("jar")) {
            Path folder = Files.createDirectories(dir.resolve("jar-folder"));
            Files.copy(jar, folder.resolve("program.jar"));
            source.copy(folder).release("v1.0.0");
            assertThat(answer(source, "jar")).isEqualTo("jar");
        }
    }

    @Test
    void aMavenProjectThatNeedsOnlyTheKitIsCompiled() throws Exception {
        try (var source = repository("project")) {
            source.write("src/main/java/Main.java", MAIN.formatted("project"))
                    .write(
                            "pom.xml",
                            """
                            <project><modelVersion>4.0.0</modelVersion><dependencies><dependency>
                            <groupId>cloud.atek</groupId><artifactId>atek-kit</artifactId>
                            <version>0.1.0</version></dependency></dependencies></project>
                            """)
                    .release("1.0.0");
            assertThat(answer(source, "project")).isEqualTo("project");
        }
    }

    @Test
    void aNodeProgramIsRunByItsIndexOrItsMain() throws Exception {
        try (var index = repository("index");
                var named = repository("named")) {
            Programs.release(index, "v1.0.0");
            Programs.write(named, "", "named")
                    .write("package.json", "{\"main\": \"src/start.js\"}")
                    .write("src/start.js", "require('../index.js')")
                    .release("v1.0.0");

            assertThat(answer(index, "index")).isEqualTo("v1.0.0");
            assertThat(answer(named, "named")).isEqualTo("named");
        }
    }

    @Test
    void aNodeProgramIsBuiltByNpmFirst() throws Exception {
        try (var source = repository("built")) {
            Programs.write(source, "", "built")
                    .write(
                            "package.json",
                            """
                            {"main": "dist/built.js",
                             "scripts": {"build": "mkdir -p dist && cp index.js dist/built.js"}}
                            """)
                    .release("v1.0.0");

            assertThat(answer(source, "built")).isEqualTo("built");
        }
    }

    @Test
    void aFolderOfWebFilesIsServed() throws Exception {
        try (var source = repository("pages")) {
            source.write("public/index.html", "<h1>Hello</h1>").release("v1.0.0");
            assertDone(host.cli("install", source.bare().toString()));

            JsonNode info = host.call("atek.cloud/services-api", "get", "pages").path("result");
            assertThat(info.path("state").asText()).isEqualTo("running");
            assertThat(info.has("sandbox")).isFalse();
        }
    }

    @Test
    void anInstallShowsHowFarItIs() throws Exception {
        try (var source = repository("slow")) {
            Programs.write(source, "", "slow")
                    .write(
                            "package.json",
                            "{\"main\": \"index.js\", \"scripts\": {\"build\": \"node wait.js\"}}")
                    .write("wait.js", "setTimeout(() => {}, 3000)")
                    .release("v1.0.0");
            var install = started(() -> host.cli("install", source.bare().toString()));

            String shown = "";
            while (!shown.contains("npm run build") && !install.isDone()) {
                JsonNode list = host.call("atek.cloud/services-api", "list");
                for (JsonNode info : list.at("/result/services")) {
                    if (info.at("/settings/id").asText().equals("slow")) {
                        shown = info.path("state").asText() + " " + info.path("reason").asText();
                    }
                }
                Thread.sleep(50);
            }

            assertThat(shown).isEqualTo("installing Building with npm run build");
            assertDone(install.get());
        }
    }

    private GitPackage repository(String name) throws Exception {
        return GitPackage.create(dir, name)
                .write("atek.json", "{\"exports\":[{\"api\":\"example.com/" + name + "\"}]}");
    }

    private String answer(GitPackage source, String name) throws Exception {
        assertDone(host.cli("install", source.bare().toString()));
        return host.call("example.com/" + name, "version").path("result").asText();
    }

    private static FutureTask<Run> started(Callable<Run> work) {
        var task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static void assertDone(Run run) {
        assertThat(run.exitCode()).as(run.out()).isZero();
    }
}
