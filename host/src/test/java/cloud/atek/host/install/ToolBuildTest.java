package cloud.atek.host.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.api.Manifest;
import cloud.atek.host.process.Runtimes;
import cloud.atek.host.testkit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packages that their authors' tools build: the real npm, in the real sandbox.
class ToolBuildTest {

    /// Writes down what it can see and whom it can reach.
    private static final String SPY =
            """
            const fs = require('fs')
            const found = []
            for (const path of ['SECRET', '/etc/shadow', '/root', '/home']) {
              try { fs.statSync(path); found.push(path) } catch {}
            }
            const ask = host => new Promise(resolve => {
              const request = require('http').request(
                  {port: 3128, method: 'CONNECT', path: host})
              request.on('connect', answer => resolve(host + ' ' + answer.statusCode))
              request.on('error', e => resolve(host + ' ' + e.code))
              request.end()
            })
            const direct = new Promise(resolve =>
              require('net').connect(80, '203.0.113.1')
                .on('error', e => resolve('direct ' + e.code))
                .on('connect', () => resolve('direct open')))
            Promise.all(['169.254.169.254:443', 'example.com:443',
                'registry.npmjs.org:22'].map(ask).concat(direct)).then(answers => {
              fs.writeFileSync('found.txt', JSON.stringify({found, answers,
                  variables: Object.keys(process.env).filter(n => /TOKEN|SUDO|SSH/.test(n))}))
            })
            """;

    @TempDir private Path dir;
    private Workshop workshop;
    private Path tree;
    private Path out;

    @BeforeEach
    void open() throws Exception {
        Path real = dir.toRealPath();
        workshop = new Workshop(real.resolve("workshop"));
        tree = Files.createDirectory(real.resolve("tree"));
        out = Files.createDirectory(real.resolve("out"));
    }

    @Test
    void npmFetchesWhatLiesInThePackageAndRunsItsBuild() throws Exception {
        archive(
                Map.of(
                        "package/package.json",
                        """
                        {"name": "greeting", "version": "1.0.0", "bin": {"greet": "greet.js"}}
                        """,
                        "package/greet.js",
                        "console.log('// hello ' + process.cwd())"));
        write(
                Map.of(
                        "package.json",
                        """
                        {"main": "dist/index.js", "dependencies": {"greeting": "file:./greeting.tgz"},
                         "scripts": {"build": "mkdir -p dist && greet > dist/index.js"}}
                        """));
        List<String> said = new ArrayList<>();

        Plan plan = build(false, said);

        Path script = out.resolve("app/dist/index.js");
        assertThat(plan).isEqualTo(new Plan.Node(script));
        assertThat(script).hasContent("// hello /build/app");
        assertThat(said)
                .containsExactly("Fetching dependencies with npm", "Building with npm run build");
        assertThat(tree.resolve("node_modules")).doesNotExist();
        assertThat(out.resolve("home")).doesNotExist();
    }

    @Test
    void aBuildSeesNothingOfTheHostAndReachesNobody() throws Exception {
        Path secret = Files.writeString(dir.resolve("secret"), "s3cret");
        write(
                Map.of(
                        "package.json",
                        "{\"main\": \"index.js\", \"scripts\": {\"build\": \"node spy.js\"}}",
                        "index.js",
                        "",
                        "spy.js",
                        SPY.replace("SECRET", secret.toString())));

        build(false, new ArrayList<>());

        assertThat(out.resolve("app/found.txt"))
                .content()
                .startsWith(
                        "{\"found\":[],\"answers\":[\"169.254.169.254:443 403\","
                                + "\"example.com:443 403\",\"registry.npmjs.org:22 403\",\"direct ")
                .doesNotContain("direct open")
                .endsWith("\"variables\":[]}");
    }

    @Test
    void aBuildThatFailsSaysWhatNpmSaid() throws Exception {
        write(
                Map.of(
                        "package.json",
                        "{\"main\": \"x.js\", \"scripts\": {\"build\": \"echo no such day;"
                                + " false\"}}",
                        "x.js",
                        ""));

        assertThatThrownBy(() -> build(false, new ArrayList<>()))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("npm run build failed (it ended with 1).")
                .hasMessageContaining("no such day");
    }

    @Test
    void noBuildCanMakeALink() throws Exception {
        write(
                Map.of(
                        "package.json",
                        "{\"main\": \"x.js\", \"scripts\": {\"build\": \"ln -s /etc/passwd web\"}}",
                        "x.js",
                        ""));

        assertThatThrownBy(() -> build(false, new ArrayList<>()))
                .hasMessageContaining("Operation not permitted");
        Files.createSymbolicLink(tree.resolve("web"), Path.of("/etc/passwd"));
        assertThatThrownBy(() -> Inside.requireNoWayOut(tree))
                .hasMessage(
                        "The build made \"web\", which is no file, or a link out of the package.");
    }

    @Test
    void aFolderThatIsRunInPlaceIsLeftToItsOwner() throws Exception {
        write(Map.of("package.json", "{\"main\": \"x.js\", \"dependencies\": {\"a\": \"1\"}}"));

        assertThatThrownBy(() -> build(true, new ArrayList<>()))
                .hasMessageContaining("run npm install in the folder");
        assertThat(tree.resolve("node_modules")).doesNotExist();
    }

    @Test
    void aMachineWithoutTheToolsSaysSo() throws Exception {
        var none = new BuildTools(new Runtimes(dir, null), null, null, dir);
        var toolchain = new Toolchain(dir, List.of(), none);
        var builder = new Builder(workshop.jobs(), toolchain, Workshop.REGISTRIES);
        write(Map.of("package.json", "{\"main\": \"x.js\", \"dependencies\": {\"a\": \"1\"}}"));

        assertThatThrownBy(() -> builder.build(tree, Manifest.EMPTY, out, false, Progress.SILENT))
                .hasMessageStartingWith("The package needs npm, which is not installed");

        Files.delete(tree.resolve("package.json"));
        write(Map.of("pom.xml", POM.formatted("com.example")));
        assertThatThrownBy(() ->
                        builder.build(
                                tree,
                                Manifest.EMPTY,
                                Files.createDirectory(dir.resolve("out2")),
                                false,
                                Progress.SILENT))
                .hasMessageStartingWith("The package needs Maven, which is not installed");
    }

    private static final String POM =
            """
            <project><modelVersion>4.0.0</modelVersion><dependencies><dependency>
            <groupId>%s</groupId><artifactId>x</artifactId><version>1</version>
            </dependency></dependencies></project>
            """;

    @Test
    void mavenIsAskedOnlyForWhatTheCompilerCannotDo() throws Exception {
        write(Map.of("pom.xml", POM.formatted("com.example"), "src/main/java/Main.java", ""));
        assertThat(MavenBuild.isNeeded(tree, null)).isTrue();
        assertThat(MavenBuild.isNeeded(tree, "finished.jar")).isFalse();

        write(Map.of("pom.xml", POM.formatted("cloud.atek")));
        assertThat(MavenBuild.isNeeded(tree, null)).isFalse();

        write(Map.of("pom.xml", POM.formatted("com.example"), "lib/x.jar", ""));
        assertThat(MavenBuild.isNeeded(tree, null)).isFalse();

        write(
                Map.of(
                        "pom.xml",
                        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"));
        Files.delete(tree.resolve("lib/x.jar"));
        assertThatThrownBy(() -> MavenBuild.isNeeded(tree, null))
                .hasMessage("pom.xml: want XML, is not");
    }

    /// What `npm pack` makes.
    private void archive(Map<String, String> files) throws IOException {
        Path folder = Workshop.write(dir.resolve("pack"), files);
        String archive = tree.resolve("greeting.tgz").toString();
        Run tar = Run.of(List.of("tar", "-czf", archive, "-C", folder.toString(), "package"));
        assertThat(tar.exitCode()).as(tar.out()).isZero();
    }

    /// Fetches some 10 MB of plugins.
    @Test
    @Tag("slow")
    void mavenFetchesWhatTheProjectNeedsAndPackagesIt() throws Exception {
        write(
                Map.of(
                        "pom.xml",
                        """
                        <project><modelVersion>4.0.0</modelVersion>
                        <groupId>com.example</groupId><artifactId>app</artifactId>
                        <version>1</version>
                        <properties><maven.compiler.source>17</maven.compiler.source>
                        <maven.compiler.target>17</maven.compiler.target></properties>
                        <dependencies><dependency><groupId>org.slf4j</groupId>
                        <artifactId>slf4j-api</artifactId><version>2.0.17</version>
                        </dependency></dependencies></project>
                        """,
                        "src/main/java/app/Main.java",
                        """
                        package app;
                        public class Main {
                            public static void main(String[] args) {
                                org.slf4j.LoggerFactory.getLogger("x").info("x");
                            }
                        }
                        """));

        Plan plan = build(false, new ArrayList<>());

        Path jars = out.resolve("jars");
        assertThat(plan)
                .isEqualTo(
                        new Plan.Java(
                                List.of(
                                        jars.resolve("app-1.jar"),
                                        jars.resolve("slf4j-api-2.0.17.jar")),
                                "app.Main"));
        assertThat(out.resolve("app")).doesNotExist();
        assertThat(out.resolve("home")).doesNotExist();
    }

    private Plan build(boolean inPlace, List<String> said) throws Exception {
        Path script =
                Path.of("../packages/kit/src/main/resources/cloud/atek/kit/node-relay.cjs")
                        .toAbsolutePath();
        var toolchain =
                new Toolchain(
                        Path.of(System.getProperty("java.home")),
                        kit(),
                        BuildTools.ofThisMachine(script.normalize()));
        return new Builder(workshop.jobs(), toolchain, Workshop.REGISTRIES)
                .build(tree, Manifest.EMPTY, out, inPlace, said::add);
    }

    /// The relay to the proxy is in it.
    private static List<Path> kit() throws IOException {
        String dist = System.getProperty("atek.dist");
        return dist == null ? List.of() : Inside.files(Path.of(dist, "kit"), ".jar");
    }

    private void write(Map<String, String> files) throws IOException {
        Workshop.write(tree, files);
    }
}
