package cloud.atek.host.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetcherTest {

    private static final PackageLimits SMALL =
            new PackageLimits(20, 5, 20_000, 50_000, 100_000, Duration.ofSeconds(20));

    @TempDir private Path dir;
    private GitFixture git;
    private Path place;

    @BeforeEach
    void open() throws IOException {
        git = new GitFixture(dir.resolve("notes.git"));
        place = Files.createDirectory(dir.resolve("place"));
    }

    @AfterEach
    void close() {
        git.close();
    }

    @Test
    void higherOfTwoTagsIsWritten() throws Exception {
        git.release("v1.2.0", Map.of("index.html", "old"));
        ObjectId tree = git.tree(Map.of("index.html", "new", "a/b/c.txt", "deep"));
        ObjectId commit = git.tag("v1.10.0", tree);

        Fetched fetched = fetch("", Progress.SILENT);

        assertThat(fetched)
                .isEqualTo(
                        new Fetched(
                                place.resolve("tree"),
                                "v1.10.0",
                                commit.getName(),
                                tree.getName()));
        assertThat(fetched.tree().resolve("index.html")).hasContent("new");
        assertThat(fetched.tree().resolve("a/b/c.txt")).hasContent("deep");
        try (Stream<Path> left = Files.list(place)) {
            assertThat(left).containsExactly(fetched.tree());
        }
    }

    @Test
    void onlyTheExecutableBitIsKept() throws Exception {
        ObjectId blob = git.blob("#!/bin/true\n");
        git.tag(
                "1.0.0",
                git.tree(
                        new GitFixture.Entry("plain", FileMode.REGULAR_FILE, blob),
                        new GitFixture.Entry("run", FileMode.EXECUTABLE_FILE, blob)));

        Path tree = fetch("", Progress.SILENT).tree();

        assertThat(mode(tree)).isEqualTo("rwxr-xr-x");
        assertThat(mode(tree.resolve("plain"))).isEqualTo("rw-r--r--");
        assertThat(mode(tree.resolve("run"))).isEqualTo("rwxr-xr-x");
    }

    @Test
    void progressIsToldInPlainWords() throws Exception {
        git.release("v1.0.0", Map.of("a", "1", "b", "2"));
        List<String> said = new ArrayList<>();

        fetch("", said::add);

        assertThat(said)
                .contains(
                        "Fetching v1.0.0", "Receiving objects 100 %", "Writing the files of v1.0.0")
                .noneMatch(words -> words.contains("remote"));
    }

    @Test
    void wantedRangeIsObeyed() throws Exception {
        git.release("v1.0.0", Map.of("a", "1"));
        git.release("v2.0.0", Map.of("a", "2"));

        assertThat(fetch("^1", Progress.SILENT).tag()).isEqualTo("v1.0.0");
    }

    @Test
    void repositoryWithoutReleaseIsSaid() throws Exception {
        git.release("v1.0.0-rc.1", Map.of("a", "1"));
        git.release("nightly", Map.of("a", "1"));

        assertRefused(
                "No release (git tag) has been set for notes, only prereleases, which are taken"
                        + " when asked for: v1.0.0-rc.1");
        assertThatThrownBy(() -> fetch("^9", Progress.SILENT))
                .hasMessage(
                        "No release (git tag) available for notes which matches the desired version"
                                + " of ^9; there are: v1.0.0-rc.1");
    }

    @Test
    void emptyRepositoryHasNoRelease() {
        assertRefused("No release (git tag) has been set for notes");
    }

    @Test
    void placeThatIsNoRepositoryIsSaid() {
        for (String path : List.of(dir + "/nothing", dir + "/place")) {
            var source =
                    new Source.GitRepository(URI.create("git+file://" + path), Source.Reach.DISK);

            assertThatThrownBy(() ->
                            new Fetcher(SMALL, Workshop.DIALER)
                                    .fetch(
                                            GitFixture.wanted(source, "", "notes"),
                                            source,
                                            place,
                                            Progress.SILENT))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("There is no Git repository at git+file://" + path);
        }
    }

    @Test
    void tagOfAFileIsRefused() throws Exception {
        git.point("refs/tags/v1.0.0", git.blob("no commit"));

        assertThatThrownBy(() -> fetch("", Progress.SILENT)).isInstanceOf(RefusedException.class);
    }

    @Test
    void tooManyFilesAreRefused() throws Exception {
        ObjectId blob = git.blob("x");
        GitFixture.Entry[] entries = new GitFixture.Entry[21];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new GitFixture.Entry("f%02d".formatted(i), FileMode.REGULAR_FILE, blob);
        }
        git.tag("v1.0.0", git.tree(entries));

        assertRefused("The package has too many files: want at most 20.");
    }

    /// Ten objects that would unfold to ten thousand million files.
    @Test
    void treeThatRepeatsItselfIsRefused() throws Exception {
        ObjectId id = git.tree(git.file("f", "x"));
        for (int level = 0; level < 4; level++) {
            GitFixture.Entry[] entries = new GitFixture.Entry[10];
            for (int i = 0; i < entries.length; i++) {
                entries[i] = new GitFixture.Entry("d" + i, FileMode.TREE, id);
            }
            id = git.tree(entries);
        }
        git.tag("v1.0.0", id);

        assertRefused("The package has too many files: want at most 20.");
    }

    @Test
    void tooDeepTreeIsRefused() throws Exception {
        ObjectId id = git.tree(git.file("f", "x"));
        for (int i = 0; i < 150; i++) {
            id = git.tree(new GitFixture.Entry("d", FileMode.TREE, id));
        }
        git.tag("v1.0.0", id);

        assertRefused(
                "The package has too many folders in each other: want at most 5, got more at"
                        + " \"d/d/d/d/d/d/\".");
    }

    @Test
    void largeFileThatPacksSmallIsRefused() throws Exception {
        git.release("v1.0.0", Map.of("bomb", "0".repeat(5_000_000)));

        assertRefused("The package has a file that is too large to be fetched.");
    }

    /// One small object, named so often that its copies are large together.
    @Test
    void sumOfFilesIsLimited() throws Exception {
        ObjectId blob = git.blob("0".repeat(19_000));
        git.tag(
                "v1.0.0",
                git.tree(
                        new GitFixture.Entry("a", FileMode.REGULAR_FILE, blob),
                        new GitFixture.Entry("b", FileMode.REGULAR_FILE, blob),
                        new GitFixture.Entry("c", FileMode.REGULAR_FILE, blob)));

        assertRefused("The package is too large: want at most 50000 bytes in all.");
    }

    @Test
    void packThatIsTooLargeIsCutOff() throws Exception {
        var random = new Random(1);
        GitFixture.Entry[] entries = new GitFixture.Entry[15];
        for (int i = 0; i < entries.length; i++) {
            byte[] noise = new byte[9_000];
            random.nextBytes(noise);
            String text = Base64.getEncoder().encodeToString(noise);
            entries[i] = git.file("f%02d".formatted(i), text);
        }
        git.tag("v1.0.0", git.tree(entries));

        assertRefused("The package is too large to receive: want at most 100000 bytes.");
    }

    @Test
    void timeIsLimited() throws Exception {
        git.release("v1.0.0", Map.of("a", "1"));
        var limits = new PackageLimits(20, 5, 20_000, 50_000, 100_000, Duration.ZERO);

        assertThatThrownBy(() ->
                        new Fetcher(limits, Workshop.DIALER)
                                .fetch(
                                        GitFixture.wanted(git.source(), "", "notes"),
                                        git.source(),
                                        place,
                                        Progress.SILENT))
                .hasMessageContaining("longer than 0 seconds");
    }

    @Test
    void interruptCancels() throws Exception {
        git.release("v1.0.0", Map.of("a", "1"));

        assertThatThrownBy(() -> fetch("", _ -> Thread.currentThread().interrupt()))
                .hasMessage("The installation was cancelled.");

        assertThat(Thread.interrupted()).isTrue();
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

    private Fetched fetch(String wanted, Progress progress) throws IOException {
        return new Fetcher(SMALL, Workshop.DIALER)
                .fetch(
                        GitFixture.wanted(git.source(), wanted, "notes"),
                        git.source(),
                        place,
                        progress);
    }

    private void assertRefused(String sentence) {
        assertThatThrownBy(() -> fetch("", Progress.SILENT))
                .isInstanceOf(RefusedException.class)
                .hasMessage(sentence);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
