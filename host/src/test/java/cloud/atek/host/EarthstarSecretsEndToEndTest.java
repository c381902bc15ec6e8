package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Two homes, and at a terminal what one of them may not: write in a workspace of es.5 by its
/// address, and read what is sealed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarthstarSecretsEndToEndTest {

    private TestHost here;
    private TestHost there;

    @BeforeAll
    void start() throws Exception {
        here = TestHost.up(TestHost.freshHome());
        Path home = TestHost.freshHome();
        Files.writeString(home.resolve("config.json"), "{\"sandbox\": \"none\"}");
        there = TestHost.up(home);
    }

    @AfterAll
    void stop() {
        here.close();
        there.close();
    }

    @Test
    void whoHasTheAddressReadsAndWhoHasTheSecretWrites() throws IOException {
        assertThat(refusal(here, "create", "garden", "--format", "es.5"))
                .contains("Workspaces of es.5 are not switched on at this home");
        for (TestHost home : List.of(here, there)) {
            assertThat(cli(home, "cfg", "--es5")).contains("\"es5\" : true");
        }
        String address = cli(here, "create", "garden", "--format", "es.5").strip();
        cli(here, "cfg", "garden", "--publish");
        cli(here, "keygen", "suzy");
        cli(there, "keygen", "anna");
        cli(here, "set", "garden", "/wiki/Flowers", "Flowers are pretty", "--as", "suzy");

        String invited = cli(here, "invite", "garden").strip();
        assertThat(invited).isEqualTo("atek earthstar join " + address + " --format es.5");
        told(there, invited);
        cli(there, "sync", "garden", url());
        assertThat(cli(there, "get", "garden", "/wiki/Flowers")).isEqualTo("Flowers are pretty\n");
        assertThat(refusal(there, "set", "garden", "/wiki/Trees", "tall", "--as", "anna"))
                .contains("this workspace is only read here: who writes needs its secret");
        assertThat(cli(there, "query", "garden")).doesNotContain("Trees");

        told(there, cli(here, "invite", "garden", "--write").strip());
        cli(there, "set", "garden", "/wiki/Trees", "tall", "--as", "anna");
        assertThat(cli(there, "sync", "garden", url()))
                .isEqualTo("Sent 1 and received 0 documents.\n");
        assertThat(cli(here, "get", "garden", "/wiki/Trees", "--json"))
                .contains("\"shareSignature\"", "es.5");
        assertThat(cli(here, "cfg", "garden")).contains("\"writable\" : true");
    }

    @Test
    void aPubCarriesWhatItCannotRead() throws IOException {
        String address = cli(here, "create", "orchard").strip();
        cli(here, "cfg", "orchard", "--publish");
        cli(here, "keygen", "bees");
        cli(here, "keygen", "zoey");
        String reader = cli(there, "keygen", "read").strip();
        cli(here, "set", "orchard", "/a", "words-in-the-clear", "--as", "bees");
        cli(here, "key", "orchard");
        cli(here, "set", "orchard", "/b", "words-by-the-key", "--as", "bees", "--sealed");
        cli(here, "set", "orchard", "/c", "words-for-zoey", "--as", "bees", "--sealed-for", "zoey");
        String both = "zoey," + reader;
        cli(here, "set", "orchard", "/d", "words-for-both", "--as", "bees", "--sealed-for", both);

        told(there, cli(here, "invite", "orchard").strip());
        assertThat(cli(there, "sync", "orchard", url()))
                .isEqualTo("Sent 0 and received 4 documents.\n");
        assertThat(cli(there, "query", "orchard", "--path", "/b")).contains("sealed:1:");

        // What is in the clear lies there in its files, so the others would be found too.
        assertThat(holds(there.home(), "words-in-the-clear")).isTrue();
        for (String words : List.of("words-by-the-key", "words-for-zoey", "words-for-both")) {
            assertThat(holds(there.home(), words)).as(words).isFalse();
        }
        assertThat(holds(here.home(), "key1-")).isTrue();
        assertThat(holds(there.home(), "key1-")).isFalse();
        assertThat(cli(here, "get", "orchard", "/b")).isEqualTo("words-by-the-key\n");
        assertThat(cli(here, "get", "orchard", "/c")).isEqualTo("words-for-zoey\n");
        assertThat(refusal(there, "get", "orchard", "/b")).contains("sealed for others");
        assertThat(refusal(there, "get", "orchard", "/c")).contains("sealed for others");
        assertThat(cli(there, "get", "orchard", "/d", "--as", "read"))
                .isEqualTo("words-for-both\n");

        // Who is told the key reads what was sealed before.
        told(there, cli(here, "invite", address, "--sealed").strip());
        assertThat(cli(there, "get", "orchard", "/b")).isEqualTo("words-by-the-key\n");
        assertThat(cli(there, "get", "orchard", "/b", "--json"))
                .contains("sealed:1:", "words-by-the-key");
    }

    /// Whether any file of a home has these words.
    private static boolean holds(Path home, String words) throws IOException {
        var found = new AtomicBoolean();
        Files.walkFileTree(
                home,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (attributes.isRegularFile()) {
                            found.compareAndSet(false, text(file).contains(words));
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    // A host that runs takes files away.
                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found.get();
    }

    private static String text(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /// Does what another home's `invite` printed.
    private static void told(TestHost host, String command) {
        List<String> words = List.of(command.split(" "));
        assertThat(words).startsWith("atek", "earthstar", "join");
        cli(host, words.subList(2, words.size()).toArray(String[]::new));
    }

    private String url() {
        return "http://core.earthstar.localhost:" + here.port();
    }

    private static String cli(TestHost host, String... words) {
        Run run = run(host, words);
        assertThat(run.exitCode()).as("%s: %s", List.of(words), run.out()).isZero();
        return run.out();
    }

    private static String refusal(TestHost host, String... words) {
        Run run = run(host, words);
        assertThat(run.exitCode()).as("%s: %s", List.of(words), run.out()).isNotZero();
        return run.out();
    }

    private static Run run(TestHost host, String... words) {
        var all = new ArrayList<>(List.of("earthstar"));
        all.addAll(List.of(words));
        return host.cli(all.toArray(String[]::new));
    }
}
