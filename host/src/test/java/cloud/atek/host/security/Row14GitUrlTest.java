package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The address of a package is itself the attack: it names a transport that runs a command, carries
/// an option for a program, or smuggles a second line, a password or a place on the disk.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Row14GitUrlTest {

    private static final String SERVICES = "atek.cloud/services-api";

    private Path dir;
    private TestHost host;
    private Person member;
    private Path canary;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        dir = temporary;
        host = TestHost.up(TestHost.freshHome());
        member = Person.made(host, "eve", "");
        canary = dir.resolve("canary");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    /// None of them is an address for anybody.
    private List<String> hostile() {
        return List.of(
                "ext::sh -c touch% " + canary,
                "ext::/usr/bin/touch " + canary,
                "fd::17",
                "--upload-pack=touch " + canary,
                "-u touch " + canary,
                "-oProxyCommand=touch " + canary,
                "ssh://-oProxyCommand=touch%20" + canary + "/x",
                "ssh://git@example.com/x",
                "git@example.com:ada/notes.git",
                "git://example.com/notes.git",
                "git+ssh://example.com/notes.git",
                "ftp://example.com/notes.git",
                "unix:///run/x.sock",
                "jar:https://example.com/x!/",
                "javascript:alert(1)",
                "http://example.com/notes.git",
                "https://user:secret@example.com/notes",
                "https://@example.com/notes",
                "https://example.com@evil.example/notes",
                "https://example.com/notes\r\nHost: evil.example",
                "https://example.com/\nnotes",
                "https://example.com/%0d%0aHost:%20evil.example",
                "https://example.com/notes\u0000.git",
                "https://example.com/notes --upload-pack=touch " + canary,
                "https://example.com/" + "a".repeat(4096),
                "https:notes",
                "https://",
                "");
    }

    @Test
    void whatIsNoAddressIsRefusedToEverybodyWithASentence() throws IOException {
        for (String url : hostile()) {
            assertRefused(url, install(host, url));
            JsonNode answer = member.call(SERVICES, "install", Map.of("sourceUrl", url));
            assertRefused(url, answer);
        }
        assertThat(canary).doesNotExist();
        assertNothingInstalled();
    }

    @Test
    void theDiskIsForAdminsAlone() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("folder"));
        Files.writeString(folder.resolve("index.html"), "secret");
        for (String url :
                List.of(
                        folder.toString(),
                        "file://" + folder,
                        "git+file://" + folder,
                        "file://localhost" + folder + ".git",
                        "FILE://" + folder)) {
            JsonNode answer = member.call(SERVICES, "install", Map.of("sourceUrl", url));
            assertThat(answer.at("/error/message").asText()).as(url).contains("Only admins");
        }
        assertNothingInstalled();
    }

    @Test
    void theVersionIsNoPlaceForAnOptionEither() throws IOException {
        for (String version :
                List.of("--upload-pack=touch " + canary, "../../x", "a\nb", "$(id)")) {
            var options =
                    Map.of("sourceUrl", "https://127.0.0.1:1/notes", "desiredVersion", version);
            assertRefused(version, host.call(SERVICES, "install", options));
        }
        assertThat(canary).doesNotExist();
    }

    private static JsonNode install(TestHost host, String url) throws IOException {
        return host.call(SERVICES, "install", Map.of("sourceUrl", url));
    }

    private static void assertRefused(String url, JsonNode answer) {
        assertThat(answer.has("result")).as(url).isFalse();
        assertThat(answer.at("/error/message").asText())
                .as(url)
                .isNotBlank()
                .doesNotContain("\n", "\r", "\u0000", "secret", "Exception");
    }

    /// The host started no program of others: besides its own there is no process.
    private void assertNothingInstalled() throws IOException {
        JsonNode all = host.call(SERVICES, "list").at("/result/services");
        assertThat(all).allMatch(each -> each.at("/settings/id").asText().startsWith("core."));
        Set<String> programs =
                host.children().stream()
                        .flatMap(process -> process.info().command().stream())
                        .collect(Collectors.toSet());
        assertThat(programs).noneMatch(program -> program.matches(".*/(git|ssh|touch)[^/]*"));
    }
}
