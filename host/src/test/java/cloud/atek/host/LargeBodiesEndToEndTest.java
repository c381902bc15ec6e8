package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Bodies that are many times larger than the memory of the host.
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LargeBodiesEndToEndTest {

    private static final long BODY_BYTES = 1_100L << 20;
    private static final long HOST_KIB_MAX = 400 << 10;

    private TestHost host;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        host = TestHost.up(TestHost.freshHome());
        Path folder = Path.of("src/test/resources/cloud/atek/host/teller");
        try (var teller = GitPackage.create(dir, "teller").copy(folder).release("1.0.0")) {
            Run install = host.cli("install", teller.bare().toString());
            assertThat(install.exitCode()).as(install.out()).isZero();
        }
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @Test
    void moreThanAGibibyteGoesThroughAProxyApiBothWays() throws Exception {
        assertThat(echoed("localhost", "/_atek/gateway?api=example.com/sink"))
                .isEqualTo(BODY_BYTES);
        assertThat(hostKib()).isLessThan(HOST_KIB_MAX);
    }

    @Test
    void moreThanAGibibyteGoesThroughASubdomainBothWays() throws Exception {
        assertThat(echoed("teller.localhost", "/sink")).isEqualTo(BODY_BYTES);
        assertThat(hostKib()).isLessThan(HOST_KIB_MAX);
    }

    private long echoed(String name, String target) throws Exception {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host,origin");
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + target))
                        .header("Host", name + ":" + host.port())
                        .header("Authorization", "Bearer " + host.systemToken())
                        .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new Zeros(BODY_BYTES)))
                        .build();
        try (HttpClient client =
                        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                InputStream answer =
                        client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()) {
            long count = 0;
            var piece = new byte[64 << 10];
            for (int came = answer.read(piece); came >= 0; came = answer.read(piece)) {
                count += came;
            }
            return count;
        }
    }

    /// The most memory that the host ever had.
    private long hostKib() throws Exception {
        return Files.readAllLines(Path.of("/proc", Long.toString(host.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    /// So many bytes, without work.
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int some = (int) Math.min(left, length);
            left -= some;
            return some > 0 ? some : -1;
        }
    }
}
