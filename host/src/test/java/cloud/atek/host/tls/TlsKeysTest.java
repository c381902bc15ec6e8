package cloud.atek.host.tls;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cloud.atek.host.config.Tls;
import cloud.atek.host.testkit.Raw;
import cloud.atek.host.testkit.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsKeysTest {

    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir Path dir;

    @Test
    void renewedFilesAreInForceAndBrokenOnesNever() throws Exception {
        Trust.Owned first = Trust.owned(dir, "own", "home.example");
        SSLContext before = first.trusted();
        var files = new Tls.Files(0, first.certificate(), first.key());
        try (TlsKeys keys =
                        requireNonNull(
                                TlsKeys.open(
                                        files, dir, List.of("home.example"), List::of, CLOCK));
                var server = new Server(keys)) {
            keys.watch();
            assertThat(server.proves("home.example", before)).isTrue();
            assertThat(server.proves("other.example", before)).isFalse();

            Files.writeString(first.certificate(), "nonsense");
            Thread.sleep(2500);
            assertThat(server.proves("home.example", before)).isTrue();

            SSLContext after = Trust.owned(dir, "own", "home.example").trusted();
            long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!server.proves("home.example", after)) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(50);
            }
        }
    }

    @Test
    void filesThatCannotBeUsedAreNamedWithWhatIsWrong() throws Exception {
        Trust.Owned one = Trust.owned(dir, "one", "home.example");
        Trust.Owned two = Trust.owned(dir, "two", "home.example");
        Path locked = Files.writeString(dir.resolve("locked.key"), ENCRYPTED);

        assertRefused(one.certificate(), two.key(), "is not that of the certificate");
        assertRefused(dir.resolve("none"), one.key(), "there is no certificate file");
        assertRefused(one.certificate(), dir.resolve("none"), "there is no key file");
        assertRefused(one.key(), one.key(), "holds no certificate");
        assertRefused(one.certificate(), one.certificate(), "holds no key");
        assertRefused(one.certificate(), locked, "is encrypted");
    }

    private static final String ENCRYPTED =
            """
            -----BEGIN RSA PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-256-CBC,00

            AAAA
            -----END RSA PRIVATE KEY-----
            """;

    private void assertRefused(Path certificate, Path key, String why) {
        var files = new Tls.Files(0, certificate, key);
        assertThatThrownBy(() -> TlsKeys.open(files, dir, List.of("home.example"), List::of, CLOCK))
                .isInstanceOf(BadCertificateException.class)
                .hasMessageContaining(why);
    }

    @Test
    void theHomesAuthorityIsBelievedForItsOwnNamesAlone() throws Exception {
        HomeAuthority authority = HomeAuthority.of(dir, List.of("home.example"), CLOCK.instant());
        SSLContext device = Trust.in(authority.pem());
        List<String> names = List.of("home.example", "*.home.example", "bank.example");

        assertThat(authority.maySpeakFor("*.notes.home.example")).isTrue();
        assertThat(authority.maySpeakFor("bank.example")).isFalse();
        try (TlsKeys keys = home(() -> names, CLOCK);
                var server = new Server(keys)) {
            assertThat(server.proves("notes.home.example", device)).isTrue();
            assertThat(server.proves("bank.example", device)).isFalse();
        }
        // Also whoever stole its key is not believed: devices check the limits.
        HomeAuthority bank =
                HomeAuthority.fresh(dir.resolve("."), List.of("bank.example"), CLOCK.instant());
        assertThat(bank.maySpeakFor("bank.example")).isTrue();
    }

    @Test
    void aCertificateIsMadeAnewBeforeItEndsAndForNewNames() throws Exception {
        var names = new ArrayList<>(List.of("home.example"));
        var source = source(names, CLOCK);
        Identity first = requireNonNull(source.changed());
        assertThat(source.changed()).isNull();

        names.add("*.home.example");
        Identity second = requireNonNull(source.changed());
        assertThat(second.certificate()).isNotEqualTo(first.certificate());
        // A restart goes on with it.
        Identity again = requireNonNull(source(names, CLOCK).changed());
        assertThat(again.certificate()).isEqualTo(second.certificate());

        Instant later = CLOCK.instant().plus(Duration.ofDays(61));
        Identity third =
                requireNonNull(source(names, Clock.fixed(later, ZoneOffset.UTC)).changed());
        assertThat(third.certificate()).isNotEqualTo(second.certificate());
        assertThat(third.endsBefore(later.plus(Duration.ofDays(89)))).isFalse();
    }

    @Test
    void theCertificateShowsTheAuthorityBehindIt() throws Exception {
        List<String> names = List.of("home.example");
        Identity made = requireNonNull(source(names, CLOCK).changed());
        HomeAuthority authority = HomeAuthority.of(dir, names, CLOCK.instant());
        assertThat(Pem.text(Pem.CERTIFICATE, made.chain().getLast().getEncoded()))
                .isEqualTo(authority.pem());

        // One that was made without is made anew.
        new Identity(made.key(), List.of(made.certificate()))
                .write(HomeAuthority.folder(dir).resolve("host.pem"));
        Identity again = requireNonNull(source(names, CLOCK).changed());
        assertThat(again.chain()).hasSize(2);
        assertThat(again.certificate()).isNotEqualTo(made.certificate());
    }

    private HomeCertificate source(List<String> names, Clock clock) throws Exception {
        HomeAuthority authority = HomeAuthority.of(dir, List.of("home.example"), clock.instant());
        return new HomeCertificate(authority, dir, () -> names, clock);
    }

    private TlsKeys home(java.util.function.Supplier<List<String>> names, Clock clock)
            throws Exception {
        return requireNonNull(
                TlsKeys.open(new Tls.LocalCa(0), dir, List.of("home.example"), names, clock));
    }

    /// Shakes hands with whoever comes.
    private static final class Server implements AutoCloseable {

        private final SSLServerSocket socket;

        Server(TlsKeys keys) throws IOException {
            socket =
                    (SSLServerSocket)
                            keys.context()
                                    .getServerSocketFactory()
                                    .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
            Thread.ofVirtual().start(this::serve);
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (var one = socket.accept()) {
                    one.getInputStream().read();
                } catch (IOException e) {
                    // The next one.
                }
            }
        }

        boolean proves(String name, SSLContext device) throws IOException {
            try (Raw _ = Raw.secure(socket.getLocalPort(), name, device)) {
                return true;
            } catch (SSLException e) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
