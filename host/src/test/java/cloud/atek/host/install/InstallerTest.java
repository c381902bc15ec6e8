package cloud.atek.host.install;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.ServiceId;
import cloud.atek.api.ServiceKey;
import cloud.atek.api.services.ServiceRecord.SourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallerTest {

    private static final ServiceKey KEY = new ServiceKey("ff080a");
    private static final Map<String, String> HELLO =
            Map.of(
                    "atek.json",
                    "{\"name\":\"Hello\",\"icon\":\"x\",\"exports\":[{\"api\":\"a.b/c\"}]}",
                    "src/main/java/Main.java",
                    "class Main { public static void main(String[] a) {} }");

    @TempDir private Path dir;
    private GitFixture git;
    private Path packages;
    private Installer installer;

    @BeforeEach
    void open() throws Exception {
        git = new GitFixture(dir.resolve("hello.git"));
        packages = dir.toRealPath().resolve("packages");
        installer = new Workshop(dir.resolve("workshop")).installer(packages);
    }

    @AfterEach
    void nothingUnfinishedIsLeft() throws IOException {
        git.close();
        Path incoming = packages.resolve(".incoming");
        if (Files.exists(incoming)) {
            try (Stream<Path> left = Files.list(incoming)) {
                assertThat(left).isEmpty();
            }
        }
    }

    @Test
    void releaseIsPlacedUnderKeyAndCommit() throws Exception {
        git.release("v1.0.0", Map.of("index.html", "old"));
        String commit = git.release("v1.1.0", HELLO).getName();

        Installed installed = done(install(git.source()));

        Path place = packages.resolve(KEY.value()).resolve(commit);
        assertThat(installed.tree()).isEqualTo(place.resolve("tree"));
        assertThat(installed.build()).isEqualTo(place.resolve("build"));
        assertThat(installed.plan())
                .isEqualTo(new Plan.Java(List.of(place.resolve("build/service.jar")), "Main"));
        assertThat(installed.source())
                .extracting("sourceType", "installedVersion", "title", "commit")
                .containsExactly(SourceType.GIT, "v1.1.0", "Hello", commit);
        assertThat(installed.rawManifest().path("icon").asText()).isEqualTo("x");
        assertThat(installed.manifest().exports()).hasSize(1);
        assertThat(place.resolve("git")).doesNotExist();
    }

    @Test
    void whatIsInstalledIsLoadedWithoutBuilding() throws Exception {
        git.release("v1.0.0", HELLO);
        Installed installed = done(install(git.source()));

        assertThat(done(installer.load(KEY, git.source(), installed.source())))
                .isEqualTo(installed);
    }

    @Test
    void missingFilesAreSaidWhenLoading() throws Exception {
        git.release("v1.0.0", HELLO);
        Installed installed = done(install(git.source()));
        Files.delete(installed.build().resolve("service.jar"));

        assertThat(why(installer.load(KEY, git.source(), installed.source())))
                .contains("missing or damaged");
    }

    @Test
    void sameVersionAgainReplacesIt() throws Exception {
        git.release("v1.0.0", HELLO);
        Installed installed = done(install(git.source()));
        Files.delete(installed.build().resolve("service.jar"));

        assertThat(done(install(git.source()))).isEqualTo(installed);
    }

    @Test
    void folderIsRunInPlace() throws Exception {
        Path folder = Workshop.write(dir.toRealPath().resolve("hello"), HELLO);
        var source = new Source.Folder(folder);

        Installed installed = done(install(source));

        assertThat(installed.tree()).isEqualTo(folder);
        assertThat(installed.plan())
                .isEqualTo(
                        new Plan.Java(
                                List.of(packages.resolve(KEY + "/folder-build/service.jar")),
                                "Main"));
        assertThat(installed.source().sourceType()).isEqualTo(SourceType.FILE);
        assertThat(done(installer.load(KEY, source, installed.source()))).isEqualTo(installed);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
        assertThat(done(install(source))).isEqualTo(installed);
    }

    @Test
    void removingAFolderServiceLeavesTheFolder() throws Exception {
        Path folder = Workshop.write(dir.resolve("hello"), HELLO);
        done(install(new Source.Folder(folder)));

        installer.remove(KEY);
        installer.remove(KEY);

        assertThat(packages.resolve(KEY.value())).doesNotExist();
        assertThat(folder.resolve("atek.json")).exists();
    }

    @Test
    void removingFollowsNoLink() throws Exception {
        Path precious = Workshop.write(dir.resolve("precious"), Map.of("x", "y"));
        Path place = Files.createDirectories(packages.resolve(KEY.value()));
        Files.createSymbolicLink(place.resolve("link"), precious);

        installer.remove(KEY);

        assertThat(place).doesNotExist();
        assertThat(precious.resolve("x")).exists();
    }

    @Test
    void foldersWithTheDataOfTheHostAreRefused() throws Exception {
        Workshop.write(packages, Map.of("index.html", "x"));
        Workshop.write(dir, Map.of("index.html", "x"));

        assertThat(why(install(new Source.Folder(dir)))).contains("Atek's own data");
        assertThat(why(install(new Source.Folder(packages)))).contains("Atek's own data");
        assertThat(why(install(new Source.Folder(dir.resolve("nothing")))))
                .startsWith("There is no folder");
    }

    @Test
    void badManifestLeavesNothing() throws Exception {
        git.release("v1.0.0", Map.of("atek.json", "{\"frame\":1}", "index.html", ""));

        assertThat(why(install(git.source())))
                .isEqualTo("atek.json: /frame: want true or false, is 1");
        assertThat(packages.resolve(KEY.value())).doesNotExist();
    }

    @Test
    void brokenSourcesLeaveNothing() throws Exception {
        git.release("v1.0.0", Map.of("Main.java", "class {"));

        assertThat(why(install(git.source()))).startsWith("The package does not compile");
        assertThat(packages.resolve(KEY.value())).doesNotExist();
    }

    @Test
    void bootRemovesWhatNobodyKnows() throws Exception {
        git.release("v1.0.0", HELLO);
        done(install(git.source()));
        Workshop.write(packages, Map.of("lost/abc/tree/x", "", ".incoming/half/git/x", ""));

        installer.sweep();
        installer.removeAllBut(Set.of(KEY));

        try (Stream<Path> left = Files.list(packages)) {
            assertThat(left)
                    .contains(packages.resolve(KEY.value()))
                    .doesNotContain(packages.resolve("lost"));
        }
    }

    private Installation install(Source source) throws IOException {
        return installer.install(
                new Wanted(KEY, new ServiceId("hello"), source, ""), Progress.SILENT);
    }

    private static Installed done(Installation installation) {
        assertThat(installation).isInstanceOf(Installation.Done.class);
        return ((Installation.Done) installation).installed();
    }

    private static String why(Installation installation) {
        assertThat(installation).isInstanceOf(Installation.Refused.class);
        return ((Installation.Refused) installation).why();
    }
}
