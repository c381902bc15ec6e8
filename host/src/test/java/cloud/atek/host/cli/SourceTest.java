package cloud.atek.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTest {

    @TempDir Path dir;

    @Test
    void urlsStayAsTheyAre() {
        assertThat(Source.url("https://example.com/hello.git"))
                .isEqualTo("https://example.com/hello.git");
        assertThat(Source.url("git+file:///srv/x")).isEqualTo("git+file:///srv/x");
        assertThat(Source.url("git@example.com:hello")).isEqualTo("git@example.com:hello");
    }

    @Test
    void folderRunsInPlace() throws IOException {
        Path folder = Files.createDirectory(dir.resolve("my notes"));

        assertThat(Source.url(folder.toString())).isEqualTo("file://" + dir + "/my%20notes");
    }

    @Test
    void relativePathBecomesAbsolute() {
        assertThat(Source.url("src/..")).isEqualTo("file://" + Path.of("").toAbsolutePath());
    }

    @Test
    void bareRepositoryIsCloned() throws IOException {
        Path named = Files.createDirectory(dir.resolve("hello.git"));
        Path bare = Files.createDirectory(dir.resolve("hello"));
        Files.createFile(bare.resolve("HEAD"));
        Files.createDirectory(bare.resolve("objects"));
        Files.createDirectory(bare.resolve("refs"));

        assertThat(Source.url(named.toString())).isEqualTo("git+file://" + named);
        assertThat(Source.url(bare.toString())).isEqualTo("git+file://" + bare);
    }

    @Test
    void missingFolderIsNamed() {
        assertThatThrownBy(() -> Source.url(dir.resolve("gone").toString()))
                .isInstanceOf(CommandFailedException.class)
                .hasMessage("There is no folder " + dir + "/gone.");
    }
}
