package cloud.atek.host.security;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.install.GitFixture;
import cloud.atek.host.install.GitFixture.Entry;
import cloud.atek.host.testkit.GitHttpServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A repository is made by hand so that checking it out writes elsewhere, runs something, or never
/// ends (as CVE-2022-39253, CVE-2024-32002, CVE-2024-32004, CVE-2024-32020 and CVE-2024-32021 did).
@ExtendWith(House.Key.class)
class Row15HostileRepositoryTest {

    private static final List<String> NAMES =
            List.of(
                    ".git",
                    ".GIT",
                    ".Git",
                    "git~1",
                    ".git ",
                    ".git.",
                    ".g\u200cit",
                    "..",
                    ".",
                    "",
                    "../up",
                    "a/b",
                    "/abs",
                    "..\\up",
                    "a\\b",
                    "a\nb",
                    "\u001b[2J",
                    "a\u202Eb");

    private final House house;
    @TempDir private Path dir;
    private GitFixture git;
    private Set<Path> before;

    Row15HostileRepositoryTest(House house) {
        this.house = house;
    }

    @BeforeEach
    void open() throws IOException {
        git = new GitFixture(dir.resolve(house.fresh("evil") + ".git"));
        before = packages();
    }

    /// Of what is refused nothing is left, in the home and beside it.
    @AfterEach
    void nothingIsWrittenElsewhere() throws IOException {
        git.close();
        Path home = house.host().home();
        try (Stream<Path> all = Files.walk(dir)) {
            assertThat(all.filter(path -> !path.startsWith(git.path()))).containsExactly(dir);
        }
        assertThat(Files.exists(Path.of("/tmp/planted"))).isFalse();
        try (Stream<Path> all = Files.list(home)) {
            assertThat(all.map(path -> path.getFileName().toString())).doesNotContain("planted");
        }
        assertThat(
                        house.host()
                                .call("atek.cloud/inspect-api", "isReady")
                                .path("result")
                                .asBoolean())
                .isTrue();
    }

    @Test
    void linksAreRefused() throws IOException {
        for (String target : List.of("/etc/passwd", "../../../planted", "index.html", "", "/tmp")) {
            refused(
                    git.tree(
                            git.file("index.html", "x"),
                            new Entry("link", FileMode.SYMLINK, git.blob(target))),
                    "The package has a symbolic link, \"link\", and links are not installed: put"
                            + " the file itself there.");
        }
        refused(
                git.tree(
                        new Entry("x", FileMode.SYMLINK, git.blob("/tmp")),
                        git.folder("x", git.file("planted", "x"))),
                "symbolic link");
        refused(
                git.tree(
                        git.folder("x", git.file("planted", "x")),
                        new Entry("x", FileMode.SYMLINK, git.blob("/tmp"))),
                "");
    }

    @Test
    void namesThatLeadElsewhereAreRefused() throws IOException {
        for (String name : NAMES) {
            refused(
                    git.tree(git.file(name, "[core] fsmonitor = touch /tmp/planted")),
                    "cannot be stored");
            refused(git.tree(git.folder("sub", git.folder(name, git.file("config", "x")))), "sub/");
        }
    }

    @Test
    void twoFilesOfOneNameAreRefused() throws IOException {
        refused(
                git.tree(git.file("a", "1"), git.file("a", "2")),
                "The package has two files of one name: \"a\".");
        refused(
                git.tree(git.file("a", "1"), git.folder("a", git.file("b", "2"))),
                "two files of one name");
        refused(
                git.tree(git.folder("a", git.file("b", "2")), git.folder("a")),
                "two files of one name");
    }

    @Test
    void whatIsTooMuchIsRefusedBeforeItFillsTheDisk() throws IOException {
        ObjectId blob = git.blob("x");
        ObjectId folder = git.tree(many("f", FileMode.REGULAR_FILE, blob));
        refused(
                git.tree(many("d", FileMode.TREE, folder)),
                "The package has too many files: want at most 50000.");

        ObjectId deep = git.tree(git.file("f", "x"));
        for (int i = 0; i < 2000; i++) {
            deep = git.tree(new Entry("d", FileMode.TREE, deep));
        }
        refused(deep, "too many folders in each other");

        ObjectId wide = git.tree(git.file("f", "x"));
        for (int i = 0; i < 6; i++) {
            wide = git.tree(new Entry("d".repeat(200), FileMode.TREE, wide));
        }
        refused(wide, "a path longer than 1024 bytes");

        refused(
                git.tree(new Entry("bomb", FileMode.REGULAR_FILE, git.zeros(300L << 20))),
                "The package has a file that is too large to be fetched.");
    }

    /// A thousand bytes that unfold to 64 MB in the memory of who receives them.
    @Test
    void aBombOfDifferencesIsRefused() throws Exception {
        ObjectId[] bomb = DeltaBomb.into(git);
        git.tag(
                "v1.0.0",
                git.tree(
                        new Entry("a", FileMode.REGULAR_FILE, bomb[0]),
                        new Entry("b", FileMode.REGULAR_FILE, bomb[1])));
        try (var server = new GitHttpServer(git.repository())) {
            refused(
                    house.install("http://127.0.0.1:" + server.port() + "/good.git", Map.of()),
                    "The package has a file that is too large to be fetched.");
        }
    }

    @Test
    void whatIsDamagedIsRefused() throws IOException {
        ObjectId blob = git.blob("x");
        refused(git.tree(new Entry("a", FileMode.TREE, blob)), "could not be fetched");
        git.point("refs/tags/v1.0.0", git.blob("no commit"));
        refused(house.install("git+file://" + git.path(), Map.of()), "");
    }

    /// Hooks, filters and settings run programs in whoever checks out; nothing is checked out here.
    @Test
    void hooksFiltersAndSettingsRunNothing() throws IOException {
        Path proof = Path.of("/tmp/planted");
        git.release(
                "v1.0.0",
                Map.of(
                        "index.html", "as it is",
                        ".gitattributes", "* filter=evil\n",
                        ".lfsconfig", "[lfs]\n url = http://127.0.0.1:1/\n",
                        "hooks/post-checkout", "#!/bin/sh\ntouch /tmp/planted\n"));
        Path hook = Files.createDirectories(git.path().resolve("hooks")).resolve("post-checkout");
        for (String name : List.of("post-checkout", "pre-auto-gc", "post-update", "fsmonitor")) {
            Files.writeString(hook.resolveSibling(name), "#!/bin/sh\ntouch " + proof + "\n");
            Files.setPosixFilePermissions(
                    hook.resolveSibling(name), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(
                git.path().resolve("config"),
                """
                [core]
                  repositoryformatversion = 0
                  bare = true
                  fsmonitor = "touch %1$s"
                  sshCommand = "touch %1$s"
                [uploadpack]
                  packObjectsHook = "touch %1$s"
                [filter "evil"]
                  smudge = "touch %1$s"
                """
                        .formatted(proof));

        Path tree = installed(house.install("git+file://" + git.path(), Map.of()));

        assertThat(tree.resolve("index.html")).hasContent("as it is");
        assertThat(proof).doesNotExist();
    }

    @Test
    void submodulesAreNotFetched() throws IOException {
        git.tag(
                "v1.0.0",
                git.tree(
                        git.file(
                                ".gitmodules",
                                """
                                [submodule "../../x"]
                                path = sub
                                url = ext::touch /tmp/planted
                                """),
                        git.file("index.html", "x"),
                        new Entry("sub", FileMode.GITLINK, ObjectId.fromString("1".repeat(40)))));

        var run = house.host().cli("install", git.path().toString(), "--id", house.fresh("sub"));

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(house.logged())
                .contains("Leaving out the submodule \"sub\": submodules are not fetched");
        Path tree = newest();
        assertThat(tree.resolve("sub")).doesNotExist();
        assertThat(tree.resolve("index.html")).exists();
    }

    /// On a disk that takes them for one the second is refused, as a file of the same name is.
    @Test
    void namesThatDifferInCaseAloneNeverOverwriteEachOther() throws IOException {
        git.tag("v1.0.0", git.tree(git.file("INDEX.html", "1"), git.file("index.html", "2")));

        Path tree = installed(house.install("git+file://" + git.path(), Map.of()));

        assertThat(tree.resolve("INDEX.html")).hasContent("1");
        assertThat(tree.resolve("index.html")).hasContent("2");
    }

    /// What Git keeps of a file's mode is whether it can be run; no trick makes more of it.
    @Test
    void noModeMakesAFileMoreThanAFile() throws IOException {
        git.tag(
                "v1.0.0",
                git.tree(
                        git.file("index.html", "x"),
                        new Entry("run", FileMode.EXECUTABLE_FILE, git.blob("#!/bin/true\n"))));

        Path tree = installed(house.install("git+file://" + git.path(), Map.of()));

        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.toList()) {
                int mode = (int) Files.getAttribute(file, "unix:mode");
                assertThat(mode & 07022).as("%s %o", file, mode).isZero();
            }
        }
    }

    private static Entry[] many(String name, FileMode mode, ObjectId id) {
        return Stream.iterate(0, i -> i + 1)
                .limit(1000)
                .map(i -> new Entry("%s%03d".formatted(name, i), mode, id))
                .toArray(Entry[]::new);
    }

    private void refused(ObjectId tree, String said) throws IOException {
        git.tag("v1.0.0", tree);
        refused(house.install("git+file://" + git.path(), Map.of()), said);
    }

    private void refused(JsonNode answer, String said) throws IOException {
        String message = answer.at("/error/message").asText();
        assertThat(message)
                .as(answer.toString())
                .isNotEmpty()
                .contains(said)
                .doesNotContain("\n", "\u001b", "\u202E", "Exception");
        assertThat(packages()).isEqualTo(before);
    }

    private Path installed(JsonNode answer) throws IOException {
        assertThat(answer.has("result")).as(answer.toString()).isTrue();
        return newest();
    }

    private Path newest() throws IOException {
        Set<Path> more = packages();
        more.removeAll(before);
        Path page =
                more.stream().filter(path -> path.endsWith("index.html")).findFirst().orElseThrow();
        return requireNonNull(page.getParent());
    }

    private Set<Path> packages() throws IOException {
        try (Stream<Path> files = Files.walk(house.host().home().resolve("packages"))) {
            return files.collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
