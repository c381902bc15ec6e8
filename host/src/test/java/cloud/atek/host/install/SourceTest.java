package cloud.atek.host.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {

    @ParameterizedTest
    @CsvSource({
        "https://example.com/ada/notes, https://example.com/ada/notes, PUBLIC",
        "https://example.com:8443/n.git, https://example.com:8443/n.git, PUBLIC",
        "HTTPS://example.com/n, HTTPS://example.com/n, PUBLIC",
    })
    void anyoneMayInstallByHttps(String text, String url, Source.Reach reach) {
        assertThat(good(text, false)).isEqualTo(new Source.GitRepository(URI.create(url), reach));
    }

    @ParameterizedTest
    @CsvSource({
        "git+file:///srv/notes, git+file:///srv/notes",
        "/srv/notes.git, git+file:///srv/notes.git",
        "/srv/a b.git, git+file:///srv/a%20b.git",
        "file:///srv/notes.git, git+file:///srv/notes.git",
        "file://localhost/srv/notes.git/, git+file:///srv/notes.git",
    })
    void adminsMayInstallRepositoriesOfThisMachine(String text, String url) {
        assertThat(good(text, true))
                .isEqualTo(new Source.GitRepository(URI.create(url), Source.Reach.DISK));
        assertThat(why(text, false)).contains("Only admins");
    }

    @ParameterizedTest
    @CsvSource({
        "/srv/notes, /srv/notes",
        "/srv/x/../notes/, /srv/notes",
        "file:///srv/my%20notes, /srv/my notes",
        "file:/srv/notes, /srv/notes",
    })
    void adminsMayRunFoldersInPlace(String text, String path) {
        assertThat(good(text, true)).isEqualTo(new Source.Folder(Path.of(path)));
        assertThat(why(text, false)).contains("Only admins");
    }

    @Test
    void unencryptedHttpIsForAdminsAndThisMachineOnly() {
        assertThat(good("http://127.0.0.1:8000/n.git", true))
                .isEqualTo(
                        new Source.GitRepository(
                                URI.create("http://127.0.0.1:8000/n.git"), Source.Reach.ANY));
        assertThat(why("http://127.0.0.1:8000/n.git", false)).contains("not encrypted");
        assertThat(why("http://192.168.1.7/n.git", true)).contains("use https://");
        assertThat(why("http://localhost.example.com/n.git", true)).contains("use https://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "notes",
                "./notes",
                "../notes",
                "--upload-pack=touch /tmp/x",
                "-oProxyCommand=x",
                "git@example.com:ada/notes.git",
                "ssh://git@example.com/notes.git",
                "ssh://-oProxyCommand=x/notes",
                "ext::sh -c touch% /tmp/x",
                "git://example.com/notes.git",
                "ftp://example.com/notes.git",
                "git+ssh://example.com/notes.git",
                "unix:///run/x.sock",
                "javascript:alert(1)",
                "https:notes",
                "https://",
                "https:///notes",
                "https://example.com",
                "https://example.com/",
                "https://ada@example.com/notes",
                "https://ada:secret@example.com/notes",
                "https://@example.com/notes",
                "https://example.com@evil.com/notes",
                "https://example.com:99999/notes",
                "https://example.com/notes?x=1",
                "https://example.com/notes#main",
                "https://example.com/no tes",
                "https://example.com/\nnotes",
                "https://example.com/\r\nHost: x",
                "https://example.com/%0d%0anotes",
                "https://example.com/a%00b",
                "https://example.com/\\notes",
                "https://exa\u202Emple.com/notes",
                "/srv/no\u0000tes",
                "/srv/\u001b[31m",
                "file://server/share",
                "file:notes",
                "git+file://server/notes",
                "/",
                "/..",
                "file:///",
            })
    void everythingElseIsRefusedWithASentence(String text) {
        assertThat(why(text, true)).isNotBlank().doesNotContain("\n", "\r", "\u001b", "\u0000");
        assertThat(why(text, false)).isNotBlank();
    }

    @Test
    void longAddressIsRefused() {
        assertThat(why("https://example.com/" + "a".repeat(2048), true)).contains("at most 2048");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com/ada/notes", "/srv/my notes", "/srv/n.git", "/srv/ü"})
    void addressReadsBackToTheSameSource(String text) {
        Source source = good(text, true);

        assertThat(good(source.address(), true)).isEqualTo(source);
    }

    private static Source good(String text, boolean admin) {
        return ((Source.Parsed.Good) Source.parse(text, admin)).source();
    }

    private static String why(String text, boolean admin) {
        return ((Source.Parsed.Refused) Source.parse(text, admin)).why();
    }
}
