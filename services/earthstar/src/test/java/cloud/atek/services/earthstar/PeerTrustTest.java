package cloud.atek.services.earthstar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeerTrustTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private Path dir;
    private SSLServerSocket home;
    private Fingerprint shown;

    /// A home that signed its own certificate, for the name `localhost`.
    @BeforeAll
    void begin(@TempDir Path folder) throws Exception {
        dir = folder;
        Path store = dir.resolve("home.p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var command =
                List.of(
                        tool,
                        "-genkeypair",
                        "-alias",
                        "home",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=home",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        shown = Fingerprint.of((X509Certificate) keys.getCertificate("home"));
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        home =
                (SSLServerSocket)
                        context.getServerSocketFactory()
                                .createServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    @AfterAll
    void end() throws IOException {
        home.close();
    }

    private void accept() {
        while (!home.isClosed()) {
            try (Socket one = home.accept()) {
                var head = new StringBuilder();
                int next = one.getInputStream().read();
                while (next >= 0 && head.append((char) next).indexOf("\r\n\r\n") < 0) {
                    next = one.getInputStream().read();
                }
                String answer = "HTTP/1.1 204 No Content\r\n\r\n";
                one.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The next one.
            }
        }
    }

    @Test
    void whoIsNotKnownIsToldWithHisFingerprint() {
        var stranger = catchThrowableOfType(StrangerException.class, () -> ask("localhost", null));

        assertThat(stranger.fingerprint()).isEqualTo(shown);
        assertThat(stranger)
                .hasMessageContaining("shows an authority that is not known here")
                .hasMessageContaining(shown.toString());
    }

    @Test
    void whoIsPinnedIsBelieved() throws IOException {
        assertThat(ask("localhost", shown)).isEqualTo(204);
    }

    @Test
    void whereAnotherIsPinnedNobodyElseIsBelieved() {
        var stranger =
                catchThrowableOfType(
                        StrangerException.class,
                        () -> ask("localhost", Fingerprint.read("ab".repeat(32))));

        assertThat(stranger.fingerprint()).isEqualTo(shown);
        assertThat(stranger).hasMessageContaining("another authority than the pinned one");
    }

    @Test
    void aPinDoesNotMakeUpForAWrongName() {
        for (Fingerprint pin : new Fingerprint[] {shown, null}) {
            assertThatThrownBy(() -> ask("other.localhost", pin))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(StrangerException.class)
                    .hasMessageContaining("other.localhost");
        }
    }

    private int ask(String name, @Nullable Fingerprint pin) throws IOException {
        PeerAddress peer = PeerAddress.of("https://%s:%d".formatted(name, home.getLocalPort()));
        try (PeerRoad road = PeerRoad.open(peer, pin, dir, Map.of());
                var http = new HttpClient()) {
            try {
                return http.call(
                                road.entrance(),
                                Request.get("/").withHeaders(Headers.of("Host", name)))
                        .status();
            } catch (IOException e) {
                road.passable(e);
                throw e;
            }
        }
    }

    @Test
    void aFingerprintIsReadAsPeopleCopyIt() {
        String plain = "0a".repeat(32);

        assertThat(Fingerprint.read(plain)).hasToString("0A:".repeat(31) + "0A");
        assertThat(Fingerprint.read(" " + "0A:".repeat(31) + "\n0a").hex()).isEqualTo(plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0a", "0A:1B", "zz", "00000000000000000000"})
    void whatIsNoFingerprintIsRefused(String text) {
        assertThatThrownBy(() -> Fingerprint.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 hex digits");
    }
}
