package cloud.atek.host.edge;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.config.Tls;
import cloud.atek.host.testkit.Raw;
import cloud.atek.host.testkit.Trust;
import cloud.atek.host.tls.TlsKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecureEdgeTest {

    private static final String[] NAMES = {"home.example", "atek.local", "localhost"};

    @Test
    void onlyPublicNamesWithTheOwnersCertificateArePinnedToTls(@TempDir Path dir) throws Exception {
        Trust.Owned owned = Trust.owned(dir, "own", NAMES);
        var files = new Tls.Files(0, owned.certificate(), owned.key());
        var pinned = Map.of("home.example", "max-age=15552000", "atek.local", "", "localhost", "");
        try (var stand = new Stand(secure(files, dir), "home.example", "atek.local")) {
            for (String name : NAMES) {
                assertThat(pin(stand, name, owned.trusted())).as(name).isEqualTo(pinned.get(name));
            }
        }
    }

    @Test
    void theHomesOwnAuthorityPinsNothing(@TempDir Path dir) throws Exception {
        EdgeConfig.Secure secure = secure(new Tls.LocalCa(0), dir);
        SSLContext device = Trust.in(secure.keys().authority().orElseThrow());
        try (var stand = new Stand(secure, "home.example")) {
            assertThat(pin(stand, "home.example", device)).isEmpty();
        }
    }

    private static EdgeConfig.Secure secure(Tls tls, Path dir) throws Exception {
        List<String> names = List.of(NAMES);
        TlsKeys keys = TlsKeys.open(tls, dir, names, () -> names, Clock.systemUTC());
        return new EdgeConfig.Secure(0, requireNonNull(keys));
    }

    private static String pin(Stand stand, String name, SSLContext device) throws Exception {
        // TLS is understood on the plain port too: a pinned browser keeps to it.
        try (Raw raw = Raw.secure(stand.edge.port(), name, device)) {
            return raw.ask("GET /_atek/setup HTTP/1.1\r\nHost: " + name + "\r\n\r\n")
                    .header("Strict-Transport-Security");
        }
    }
}
