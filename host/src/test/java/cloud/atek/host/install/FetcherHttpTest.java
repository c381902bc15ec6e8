package cloud.atek.host.install;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.host.testkit.GitHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The fetcher against a real server that speaks Git's smart HTTP protocol.
class FetcherHttpTest {

    @TempDir private Path dir;
    private GitFixture git;
    private GitHttpServer server;
    private Path place;

    @BeforeEach
    void open() throws IOException {
        git = new GitFixture(dir.resolve("notes.git"));
        git.release("v1.0.0", Map.of("a", "old"));
        git.release("v1.1.0", Map.of("a", "new", "b/c", "deep"));
        server = new GitHttpServer(git.repository());
        place = Files.createDirectory(dir.resolve("place"));
    }

    @AfterEach
    void close() {
        server.close();
        git.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/good.git", "/good", "/good.git/", "/moved"})
    void newestReleaseIsFetched(String path) throws Exception {
        Fetched fetched = fetch(server.source(path));

        assertThat(fetched.tag()).isEqualTo("v1.1.0");
        assertThat(fetched.tree().resolve("a")).hasContent("new");
        assertThat(fetched.tree().resolve("b/c")).hasContent("deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/page"})
    void pageThatIsNoRepositoryIsSaid(String path) {
        assertRefused(server.source(path), "There is no Git repository at http://127.0.0.1:");
    }

    @Test
    void privateRepositoryIsSaid() {
        assertRefused(server.source("/private"), "wants a login");
    }

    @Test
    void redirectIntoTheHomeIsRefused() {
        assertRefused(
                server.source("/elsewhere"), "localhost is an address inside this home or machine");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "2130706433",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "0.0.0.0",
                "192.168.1.1",
                "169.254.169.254",
                "10.0.0.1",
            })
    void ordinaryUserReachesNoAddressOfTheHome(String host) {
        var source =
                new Source.GitRepository(
                        URI.create("https://" + host + ":" + server.port() + "/good.git"),
                        Source.Reach.PUBLIC);

        assertRefused(source, "is an address inside this home or machine");
    }

    @Test
    void silentPortIsSaid() throws Exception {
        Source.GitRepository source = server.source("/good.git");
        server.close();

        assertRefused(source, "127.0.0.1 cannot be reached");
    }

    @Test
    void unknownNameIsSaid() {
        var source =
                new Source.GitRepository(
                        URI.create("https://nothing.invalid/notes"), Source.Reach.PUBLIC);

        assertRefused(source, "nothing.invalid was not found");
    }

    @Test
    void serverWithoutEncryptionIsNotSecure() throws Exception {
        try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> answerPlainly(plain));
            var source =
                    new Source.GitRepository(
                            URI.create("https://127.0.0.1:" + plain.getLocalPort() + "/n.git"),
                            Source.Reach.ANY);

            assertRefused(source, "The connection to 127.0.0.1 is not secure");
        }
    }

    private static void answerPlainly(ServerSocket plain) {
        try (Socket client = plain.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 No\r\n\r\n".getBytes(US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void interruptEndsTheWaitForASlowServer() throws Exception {
        var said = new ConcurrentLinkedQueue<String>();
        Thread installing =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                fetch(server.source("/slow"));
                            } catch (IOException e) {
                                said.add(String.valueOf(e.getMessage()));
                            }
                        });
        Instant end = Instant.now().plusSeconds(30);
        while (!waitsForTheServer(installing) && Instant.now().isBefore(end)) {
            Thread.sleep(10);
        }
        installing.interrupt();

        assertThat(installing.join(Duration.ofSeconds(20))).isTrue();
        assertThat(said).containsExactly("The installation was cancelled.");
    }

    private static boolean waitsForTheServer(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getMethodName().equals("getResponseCode")) {
                return true;
            }
        }
        return false;
    }

    private Fetched fetch(Source.GitRepository source) throws IOException {
        return new Fetcher(PackageLimits.DEFAULT, Workshop.DIALER)
                .fetch(GitFixture.wanted(source, "", "notes"), source, place, Progress.SILENT);
    }

    private void assertRefused(Source.GitRepository source, String said) {
        assertThatThrownBy(() -> fetch(source))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(said);
    }
}
