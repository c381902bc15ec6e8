package cloud.atek.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import cloud.atek.rpc.Message;
import cloud.atek.rpc.RpcError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    private static final String NOTES =
            """
            {"status": "active", "key": "a1b2c3d4", "state": "running", "core": false,
             "url": "http://notes.home.example:8080/", "sandbox": ["namespaces", "seccomp"],
             "settings": {"id": "notes", "owningUserKey": "system",
               "sourceUrl": "https://example.com/notes.git", "config": {"MODE": "dark"},
               "manifest": {"exports": [{"api": "example.com/notes"}]},
               "package": {"sourceType": "git", "installedVersion": "1.2.0"}},
             "addedLater": true}
            """;
    private static final String BROKEN =
            NOTES.replace("notes", "broken")
                    .replace("running", "crashed")
                    .replace("\"core\"", "\"reason\": \"it ended with code 1\", \"core\"");
    private static final String OPEN =
            NOTES.replace("notes", "open").replace("\"namespaces\", \"seccomp\"", "");

    @TempDir Path dir;

    @Test
    void lsShowsATable() throws IOException {
        try (var host =
                TinyGateway.saying("{\"services\": [%s, %s, %s]}".formatted(NOTES, BROKEN, OPEN))) {
            Said said = said(host, "ls");

            assertThat(said)
                    .isEqualTo(
                            new Said(
                                    0,
                                    """
                                    ID      STATE    VERSION  URL
                                    notes   running  1.2.0    http://notes.home.example:8080/
                                    broken  crashed  1.2.0    http://broken.home.example:8080/
                                    open    running  1.2.0    http://open.home.example:8080/

                                    broken: it ended with code 1

                                    Running without a sandbox: open
                                    """,
                                    ""));
        }
    }

    @Test
    void emptyLsSaysHowToGoOn() throws IOException {
        try (var host = TinyGateway.saying("{\"services\": []}")) {
            assertThat(said(host, "ls").out()).contains("atek install");
        }
    }

    @Test
    void jsonIsTheAnswerItself() throws IOException {
        try (var host = TinyGateway.saying("{\"services\": [%s]}".formatted(NOTES))) {
            host.chunked = true;

            Said said = said(host, "ls", "--json");

            assertThat(TinyGateway.json(said.out()))
                    .isEqualTo(TinyGateway.json("{\"services\": [%s]}".formatted(NOTES)));
        }
    }

    @Test
    void callsComeWithTokenAndHostName() throws IOException {
        try (var host = TinyGateway.saying(NOTES)) {
            said(host, "get", "notes");

            TinyGateway.Call call = host.calls.getFirst();
            assertThat(call.api()).isEqualTo("api=atek.cloud/services-api");
            assertThat(call.host()).isEqualTo("home.example:" + host.port());
            assertThat(call.auth()).isEqualTo("Bearer " + TinyGateway.TOKEN);
            assertThat(call.request().method()).isEqualTo("get");
            assertThat(call.param(0).asText()).isEqualTo("notes");
        }
    }

    @Test
    void getShowsAllButNoMoreThanATerminalWide() throws IOException {
        try (var host = TinyGateway.saying(NOTES)) {
            Said said = said(host, "get", "notes");

            assertThat(said.out())
                    .startsWith("notes (active)\n")
                    .contains("config.MODE", "example.com/notes", "namespaces, seccomp")
                    .contains("Values are shown with --show")
                    .doesNotContain("dark");
            assertThat(said(host, "get", "notes", "--show").out()).contains("dark");
            assertThat(said.out().lines()).allMatch(line -> line.length() <= Table.WIDTH_MAX);
        }
    }

    @Test
    void installSendsAllOptions() throws IOException {
        try (var host = TinyGateway.saying(NOTES)) {
            Said said =
                    said(
                            host,
                            "install",
                            dir.toString(),
                            "--id",
                            "n",
                            "--user",
                            "ann",
                            "--desiredVersion",
                            "^1",
                            "--config.MODE=dark");

            assertThat(said.out())
                    .isEqualTo("Installed notes 1.2.0, running\nhttp://notes.home.example:8080/\n");
            assertThat(host.calls.getFirst().param(0))
                    .isEqualTo(
                            TinyGateway.json(
                                    """
                                    {"sourceUrl": "file://%s", "id": "n", "desiredVersion": "^1",
                                     "user": "ann", "config": {"MODE": "dark"}}
                                    """
                                            .formatted(dir)));
        }
    }

    @Test
    void cfgWithoutOptionsShowsTheSettings() throws IOException {
        try (var host = TinyGateway.saying(NOTES)) {
            assertThat(said(host, "cfg", "notes")).isEqualTo(said(host, "get", "notes"));
            assertThat(said(host, "cfg", "notes", "--show").out()).contains("dark");
            assertThat(host.calls).extracting(call -> call.request().method()).containsOnly("get");
        }
    }

    @Test
    void cfgSendsWhatIsNamedAndRenamesTheServiceItNames() throws IOException {
        try (var host = TinyGateway.saying("null")) {
            Said said =
                    said(
                            host,
                            "cfg",
                            "notes",
                            "--config.DEBUG_MODE",
                            "1",
                            "--config.OLD",
                            "",
                            "--id",
                            "memo",
                            "--sourceUrl",
                            dir.toString(),
                            "--activation",
                            "on-demand");

            assertThat(said)
                    .isEqualTo(
                            new Said(
                                    0,
                                    "Changed config.DEBUG_MODE, config.OLD, id, sourceUrl,"
                                            + " activation of notes.\n",
                                    ""));
            assertThat(host.calls.getFirst().param(0).asText()).isEqualTo("notes");
            assertThat(host.calls.getFirst().param(1))
                    .isEqualTo(
                            TinyGateway.json(
                                    """
                                    {"id": "memo", "sourceUrl": "file://%s",
                                     "config": {"DEBUG_MODE": "1", "OLD": ""},
                                     "activation": "on-demand"}
                                    """
                                            .formatted(dir)));
        }
    }

    @Test
    void wordThatActivationIsNotIsUsage() throws IOException {
        try (var host = TinyGateway.saying("null")) {
            Said said = said(host, "cfg", "notes", "--activation", "sometimes");

            assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(said.err()).contains("always or on-demand");
            assertThat(host.calls).isEmpty();
        }
    }

    @Test
    void startSaysWhatItDid() throws IOException {
        try (var host = TinyGateway.saying("null")) {
            assertThat(said(host, "start", "notes").out()).isEqualTo("Started notes.\n");
            assertThat(said(host, "uninstall", "notes").out()).isEqualTo("Removed notes.\n");
            assertThat(host.calls)
                    .extracting(call -> call.request().method())
                    .containsExactly("start", "uninstall");
        }
    }

    @Test
    void logsFollowFromTheCursorUntilTheHostIsGone() throws IOException {
        var count = new AtomicInteger();
        try (var host =
                new TinyGateway(request ->
                        new Message.Failure(
                                request.id(), new RpcError(RpcError.Code.FAILED, "Gone.")))) {
            host.streams = _ -> count.incrementAndGet() > 2 ? null : linesEvent(count.get());
            Said said = said(host, "logs", "-f", "-n", "5", "notes");

            assertThat(said.exitCode()).isEqualTo(1);
            assertThat(said.out()).isEqualTo("line 1\nline 2\n");
            assertThat(said.err()).contains("trying again").endsWith("Gone.\n");
            assertThat(host.calls.get(0).param(1).path("lines").asInt()).isEqualTo(5);
            assertThat(host.calls.get(1).param(1).path("after").asText()).isEqualTo("c1");
            assertThat(host.calls.get(2).param(1).path("after").asText()).isEqualTo("c2");
        }
    }

    private static String linesEvent(int number) {
        return ":\n\nid: c%d\nevent: lines\ndata: {\"lines\": [\"line %d\"], \"cursor\": \"c%d\"}\n\n"
                .formatted(number, number, number);
    }

    @Test
    void mkuserTakesThePasswordFromAFile() throws IOException {
        Path file = Files.writeString(dir.resolve("password"), "correct horse\nsecond line\n");
        try (var host = TinyGateway.saying("{\"key\": \"u1\", \"username\": \"ann\"}")) {
            Said said =
                    said(
                            host,
                            "mkuser",
                            "--user",
                            "ann",
                            "--admin",
                            "--password-file",
                            file.toString());

            assertThat(said.out()).isEqualTo("Created ann, an admin.\n");
            assertThat(host.calls.getFirst().param(0))
                    .isEqualTo(
                            TinyGateway.json(
                                    """
                                    {"username": "ann", "password": "correct horse",
                                     "role": "admin"}
                                    """));
        }
    }

    @Test
    void mkuserWithoutATerminalAsksForOptions() throws IOException {
        try (var host = TinyGateway.saying("null")) {
            Said said = said(host, "mkuser");

            assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(said.err()).contains("--user", "--password-file");
            assertThat(host.calls).isEmpty();
        }
    }

    @Test
    void openPrintsTheAddress() throws IOException {
        try (var host = TinyGateway.saying(NOTES)) {
            assertThat(said(host, "open", "notes", "--json").out())
                    .contains("http://notes.home.example:8080/");
            assertThat(said(host, "open", "--json").out())
                    .contains("http://home.example:" + host.port() + "/");
        }
    }

    private Said said(TinyGateway host, String... words) throws IOException {
        String[] all = java.util.Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--configDir";
        all[words.length + 1] = host.writeFolder(dir).toString();
        return Said.by(all);
    }
}
