package cloud.atek.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Asker;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Pty;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The command line asks what a service may, on a real terminal; and shows, grants, narrows and
/// takes back what it may.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstallQuestionEndToEndTest {

    private static final String PERMISSIONS = "atek.cloud/permissions-api";
    private static final String ADB = "atek.cloud/adb-api";
    private static final String ASKED = "May it? [y]es to all, [N]o, [e]ach one by one";

    private static final String WANTS =
            """
            {"apis": [{"api": "atek.cloud/adb-api", "reason": "It keeps your notes."}],
             "network": [{"host": "api.example.com", "port": 443, "reason": "For the weather."}],
             "folders": [{"name": "photos", "access": "read", "reason": "To show them."}]}
            """;

    private TestHost host;
    private Path dir;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        dir = folder;
        host = TestHost.up(TestHost.freshHome());
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private Pty terminal(String... words) throws IOException {
        var command = new ArrayList<>(List.of(TestHost.script()));
        command.addAll(List.of(words));
        command.addAll(List.of("--configDir", host.home().toString()));
        return Pty.of(command);
    }

    private Pty install(String name) throws IOException {
        return terminal("install", Asker.write(dir, name, WANTS).toString(), "--id", name);
    }

    /// What a command printed, by which it ended so.
    private String command(int exitCode, String... words) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--configDir", host.home().toString()));
        Said said = Said.by(all.toArray(String[]::new));
        assertThat(said.exitCode()).as(said.toString()).isEqualTo(exitCode);
        assertThat(said.out().lines()).as(said.out()).allMatch(line -> line.length() <= 80);
        return said.out() + said.err();
    }

    private JsonNode grants(String service) throws IOException {
        JsonNode rights = host.call(PERMISSIONS, "list", service).at("/result/0");
        assertThat(rights.path("id").asText()).isEqualTo(service);
        return rights.path("grants");
    }

    @Test
    void yesGrantsAllThatWasShown() throws Exception {
        try (Pty pty = install("yes")) {
            String shown = pty.see(ASKED);
            assertThat(shown)
                    .contains("yes would like to:")
                    .contains("Keep data in databases of its own (atek.cloud/adb-api).")
                    .contains("It says: \"It keeps your notes.\"")
                    .contains("Reach api.example.com at port 443")
                    .contains("Read your folder \"photos\".");
            assertThat(grants("yes")).as("before the answer").isEmpty();
            pty.type("y\n");
            assertThat(pty.end().exitCode()).isZero();
        }

        assertThat(grants("yes")).hasSize(3);
    }

    @Test
    void noGrantsNothingAndSaysHowItIsDoneLater() throws Exception {
        try (Pty pty = install("no")) {
            pty.see(ASKED);
            pty.type("n\n");
            Run run = pty.end();
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("It runs without", "atek grant no --all");
        }
        assertThat(grants("no")).isEmpty();

        assertThat(command(0, "grant", "no", "--all"))
                .contains("no may now:", "  - Read your folder \"photos\".");
        assertThat(grants("no")).hasSize(3);
    }

    @Test
    void eachIsAskedForItself() throws Exception {
        try (Pty pty = install("each")) {
            pty.see(ASKED);
            pty.type("perhaps\n");
            pty.see("Want y, e or n.");
            pty.see(ASKED);
            pty.type("e\n");
            pty.see("Keep data in databases");
            pty.see("[y/N]");
            pty.type("\n");
            pty.see("Reach api.example.com");
            pty.see("[y/N]");
            pty.type("yes\n");
            pty.see("Read your folder");
            pty.see("[y/N]");
            pty.type("n\n");
            assertThat(pty.end().exitCode()).isZero();
        }

        assertThat(grants("each").findValuesAsText("host")).containsExactly("api.example.com");
        assertThat(grants("each")).hasSize(1);
    }

    @Test
    void anInputThatEndsIsANo() throws Exception {
        try (Pty pty = install("ended")) {
            pty.see(ASKED);
            pty.type(Pty.END);
            Run run = pty.end();
            assertThat(run.exitCode()).as(run.out()).isZero();
            assertThat(run.out()).contains("It runs without");
        }
        assertThat(grants("ended")).isEmpty();
    }

    @Test
    void withoutATerminalNothingIsAskedAndNothingGiven() throws Exception {
        String source = Asker.write(dir, "quiet", WANTS).toString();

        assertThat(command(0, "install", source, "--id", "quiet"))
                .contains("quiet would like to:", "It runs without")
                .doesNotContain("May it?");
        assertThat(grants("quiet")).isEmpty();

        command(0, "uninstall", "quiet");
        command(0, "install", source, "--id", "quiet", "--grant", "all");
        assertThat(grants("quiet")).hasSize(3);
        command(0, "uninstall", "quiet");
        command(0, "install", source, "--id", "quiet", "--grant", "none");
        assertThat(grants("quiet")).isEmpty();
        assertThat(command(2, "install", source, "--id", "other", "--grant", "some"))
                .contains("Want --grant all or --grant none, not some.");
    }

    @Test
    void anUpdateAsksForWhatIsNewAlone() throws Exception {
        String before = WANTS.replaceAll("(?s)\"network\".*?\\],\\s*", "");
        try (var source = GitPackage.create(dir, "grown")) {
            source.write("index.js", Asker.script())
                    .write("atek.json", Asker.manifest("grown", before))
                    .release("1.0.0");
            command(0, "install", source.bare().toString(), "--id", "grown", "--grant", "all");
            assertThat(grants("grown")).hasSize(2);
            source.write("atek.json", Asker.manifest("grown", WANTS)).release("2.0.0");

            try (Pty pty = terminal("update", "grown")) {
                String shown = pty.see(ASKED);
                assertThat(shown)
                        .contains("Reach api.example.com at port 443")
                        .doesNotContain("Read your folder");
                assertThat(grants("grown")).hasSize(2);
                pty.type("y\n");
                assertThat(pty.end().exitCode()).isZero();
            }
        }
        assertThat(grants("grown")).hasSize(3);
    }

    @Test
    void grantsAreNarrowedAndTakenBackByName() throws Exception {
        String source = Asker.write(dir, "tidy", WANTS).toString();
        command(0, "install", source, "--id", "tidy", "--grant", "all");
        Asker tidy = Asker.of(host, "tidy");

        assertThat(command(0, "grant", "tidy", ADB, "--methods", "dbList", "--for", "7d"))
                .contains("Call dbList of atek.cloud/adb-api. Until")
                .contains("Beside what it was granted before (--only ends that):")
                .contains("Keep data in databases");
        assertThat(tidy.asks(ADB, "dbCreate").has("result")).isTrue();
        assertThat(command(0, "grant", "tidy", ADB, "--prefix", "/notes", "--only"))
                .contains("only for records at /notes and below")
                .doesNotContain("Beside");

        assertThat(grants("tidy")).hasSize(3);
        assertThat(tidy.asks(ADB, "recordPut", "main", "/other", 1).at("/error/code").asInt())
                .isEqualTo(-32010);
        String shown = command(0, "permissions", "tidy");
        assertThat(shown).contains("It may (take one back with `atek revoke tidy KEY`):");
        assertThat(command(0, "revoke", "tidy", "api.example.com:443"))
                .contains("tidy may no longer:", "Reach api.example.com");
        command(0, "revoke", "tidy", "photos");
        assertThat(grants("tidy")).hasSize(1);
        assertThat(command(1, "revoke", "tidy", "photos"))
                .contains("tidy was not granted \"photos\"", "atek permissions tidy");
        assertThat(command(0, "revoke", "tidy")).contains("may use nothing any more");
        assertThat(grants("tidy")).isEmpty();
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() throws Exception {
        command(0, "install", Asker.write(dir, "odd", "").toString(), "--id", "odd");

        assertThat(command(2, "grant", "odd", "a.example:443", "--prefix", "/x"))
                .contains("want an API");
        assertThat(command(2, "grant", "odd", "a.example"))
                .contains("neither an API", "a.example:443");
        assertThat(command(2, "grant", "odd", ADB, "--write")).contains("wants a --folder");
        assertThat(command(2, "grant", "odd", "--deny")).contains("want the --request");
        assertThat(command(2, "grant", "odd", ADB, "--request", "x")).contains("alone");
        assertThat(command(2, "grant", "odd")).contains("Want something to allow");
        assertThat(grants("odd")).isEmpty();
        assertThat(command(0, "grant", "odd", ADB))
                .contains("Until now it might use everything; from now on only what it was");
    }
}
