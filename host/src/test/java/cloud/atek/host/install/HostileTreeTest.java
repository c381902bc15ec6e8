package cloud.atek.host.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Trees that no Git client would make; each is fetched from a real repository.
class HostileTreeTest {

    @TempDir private Path dir;
    private GitFixture git;
    private Path place;

    @BeforeEach
    void open() throws IOException {
        git = new GitFixture(dir.resolve("evil.git"));
        place = Files.createDirectories(dir.resolve("a/b/place"));
    }

    @AfterEach
    void nothingIsWrittenOutside() throws IOException {
        git.close();
        try (Stream<Path> all = Files.walk(dir)) {
            assertThat(all.filter(path -> !path.startsWith(git.path())))
                    .allMatch(path -> path.startsWith(place) || place.startsWith(path));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../../../x", "index.html", ""})
    void linkIsRefused(String target) throws Exception {
        assertRefused(
                git.tree(
                        git.file("index.html", "x"),
                        new GitFixture.Entry("link", FileMode.SYMLINK, git.blob(target))),
                "The package has a symbolic link, \"link\", and links are not installed: put the"
                        + " file itself there.");
    }

    @Test
    void linkToAFolderWithAFileUnderItIsRefused() throws Exception {
        assertRefused(
                git.tree(
                        new GitFixture.Entry("x", FileMode.SYMLINK, git.blob("/tmp")),
                        git.folder("x", git.file("owned", "x"))),
                "symbolic link");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
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
                "a\u202Eb",
            })
    void badNameIsRefusedAsFileAndAsFolder(String name) throws Exception {
        assertRefused(git.tree(git.file(name, "[core] fsmonitor = x")), "cannot be stored");
        assertRefused(
                git.tree(git.folder("sub", git.folder(name, git.file("config", "x")))), "sub/");
    }

    @Test
    void twoFilesOfOneNameAreRefused() throws Exception {
        assertRefused(
                git.tree(git.file("a", "1"), git.file("a", "2")),
                "The package has two files of one name: \"a\".");
        assertRefused(
                git.tree(git.file("a", "1"), git.folder("a", git.file("b", "2"))),
                "two files of one name");
        assertRefused(
                git.tree(git.folder("a", git.file("b", "2")), git.folder("a")),
                "two files of one name");
    }

    /// On a disk that takes them for one the second is refused, as a file of the same name is.
    @Test
    void namesThatDifferInCaseAloneNeverOverwriteEachOther() throws Exception {
        git.tag("v1.0.0", git.tree(git.file("Main.java", "1"), git.file("main.java", "2")));

        Path tree = fetch(Progress.SILENT).tree();

        assertThat(tree.resolve("Main.java")).hasContent("1");
        assertThat(tree.resolve("main.java")).hasContent("2");
    }

    /// A thousand folders of a thousand files each, in a handful of objects.
    @Test
    void aMillionFilesAreRefused() throws Exception {
        ObjectId blob = git.blob("x");
        var files = new GitFixture.Entry[1000];
        for (int i = 0; i < files.length; i++) {
            files[i] = new GitFixture.Entry("f%03d".formatted(i), FileMode.REGULAR_FILE, blob);
        }
        ObjectId folder = git.tree(files);
        var folders = new GitFixture.Entry[1000];
        for (int i = 0; i < folders.length; i++) {
            folders[i] = new GitFixture.Entry("d%03d".formatted(i), FileMode.TREE, folder);
        }

        assertRefused(git.tree(folders), "The package has too many files: want at most 50000.");
    }

    @Test
    void submoduleIsLeftOutAndSaid() throws Exception {
        git.tag(
                "v1.0.0",
                git.tree(
                        git.file(
                                ".gitmodules",
                                "[submodule \"../../x\"]\n path = sub\n url = ext::sh -c x\n"),
                        git.file("index.html", "x"),
                        new GitFixture.Entry(
                                "sub", FileMode.GITLINK, ObjectId.fromString("1".repeat(40)))));
        List<String> said = new ArrayList<>();

        Path tree = fetch(said::add).tree();

        assertThat(tree.resolve("sub")).doesNotExist();
        assertThat(tree.resolve("index.html")).exists();
        assertThat(said).contains("Leaving out the submodule \"sub\": submodules are not fetched");
    }

    /// The id of the entry is too short. Servers notice it first, but need not.
    @Test
    void treeThatIsCutOffIsRefused() throws Exception {
        ObjectId cut = git.raw("100644 a\0123");
        var guard = new FetchGuard(PackageLimits.DEFAULT);

        try (ObjectReader objects = git.reader()) {
            assertThatThrownBy(() ->
                            new TreeExport(objects, guard, Progress.SILENT)
                                    .write(cut, place.resolve("tree")))
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void fileThatIsNoFileIsRefused() throws Exception {
        ObjectId blob = git.blob("x");
        assertRefused(
                git.tree(new GitFixture.Entry("a", FileMode.TREE, blob)), "could not be fetched");
    }

    @Test
    void longPathIsRefused() throws Exception {
        ObjectId id = git.tree(git.file("f", "x"));
        for (int i = 0; i < 6; i++) {
            id = git.tree(new GitFixture.Entry("d".repeat(200), FileMode.TREE, id));
        }
        assertRefused(id, "a path longer than 1024 bytes");
    }

    private void assertRefused(ObjectId tree, String said) throws IOException {
        git.tag("v1.0.0", tree);

        assertThatThrownBy(() -> fetch(Progress.SILENT))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(said)
                .message()
                .doesNotContain("\n", "\u001b", "\u202E");
        Disk.delete(place.resolve("tree"));
    }

    private Fetched fetch(Progress progress) throws IOException {
        return new Fetcher(PackageLimits.DEFAULT)
                .fetch(GitFixture.wanted(git.source(), "", "evil"), git.source(), place, progress);
    }
}
