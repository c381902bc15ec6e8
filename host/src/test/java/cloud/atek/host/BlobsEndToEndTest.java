package cloud.atek.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.crypto.Hash;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Blobs of ADB through the one port of a host.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlobsEndToEndTest {

    private static final String ADB = "atek.cloud/adb-api";
    private static final String BLOBS = "/_atek/gateway?api=atek.cloud/adb-blobs&db=";
    private static final int PIECES = 96;
    private static final byte[] PIECE = new byte[1 << 20];

    private TestHost host;
    private Http ada;

    @BeforeAll
    void start() throws Exception {
        host = TestHost.up(TestHost.freshHome());
        ada = host.browser();
        String account =
                "{\"code\":\"%s\",\"username\":\"ada\",\"password\":\"correct horse\"}"
                        .formatted(host.setupCode());
        assertThat(ada.post("localhost", "/_atek/setup", account, page()).statusCode())
                .isEqualTo(200);
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private Map<String, String> page() {
        return Map.of("Origin", "http://localhost:" + host.port(), "Sec-Fetch-Site", "same-origin");
    }

    private static HttpResponse<String> put(
            Http as, String target, String text, Map<String, String> headers) {
        return as.send(
                "PUT",
                "localhost",
                target,
                () -> new ByteArrayInputStream(text.getBytes(UTF_8)),
                headers);
    }

    @Test
    void pageKeepsPicturesAndNoOtherOriginDoes() throws Exception {
        JsonNode made = host.call(ada, page(), ADB, "dbGetOrCreate", "photos");
        String db = made.at("/result/dbId").asText();
        String target = BLOBS + "photos&path=/cat.png";

        HttpResponse<String> stored = put(ada, target, "meow", page());
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
        String url = MessageCodec.JSON.readTree(stored.body()).path("url").asText();
        assertThat(url).startsWith(BLOBS + db);
        HttpResponse<String> got = ada.get("localhost", url, page());
        assertThat(got.body()).isEqualTo("meow");
        assertThat(got.headers().firstValue("ETag"))
                .contains("\"" + Hash.of("meow".getBytes(UTF_8)).hex() + "\"");
        assertThat(got.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("sandbox");
        HttpResponse<String> part = ada.get("localhost", url, Map.of("Range", "bytes=1-2"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("eo");
        Map<String, String> evil = Map.of("Origin", "http://evil.localhost:" + host.port());
        assertThat(put(ada, target, "evil", evil).statusCode()).isEqualTo(403);
        assertThat(put(ada, target, "evil", Map.of()).statusCode()).isEqualTo(403);
        assertThat(put(host.browser(), target, "evil", page()).statusCode()).isEqualTo(401);
        assertThat(ada.get("localhost", url, Map.of()).body()).isEqualTo("meow");
        JsonNode list = host.call(ada, page(), ADB, "blobList", "photos", "/");
        assertThat(list.at("/result/blobs/0/url").asText()).isEqualTo(url);
    }

    @Test
    void blobThatIsLargerThanTheHeapsGoesThroughTheGateway() throws Exception {
        String db = host.call(ADB, "dbCreate", Map.of()).at("/result/dbId").asText();
        Map<String, String> bearer = Map.of("Authorization", "Bearer " + host.systemToken());

        HttpResponse<String> stored =
                host.browser()
                        .send(
                                "PUT",
                                "localhost",
                                BLOBS + db + "&path=/large",
                                BlobsEndToEndTest::large,
                                bearer);

        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(201);
        assertThat(MessageCodec.JSON.readTree(stored.body()).path("size").asLong())
                .isEqualTo((long) PIECES * PIECE.length);
        assertThat(
                        host.browser()
                                .get("localhost", BLOBS + db + "&path=/large", bearer)
                                .headers()
                                .firstValue("Content-Length"))
                .contains("" + (long) PIECES * PIECE.length);
    }

    private static InputStream large() {
        return new SequenceInputStream(
                Collections.enumeration(
                        IntStream.range(0, PIECES)
                                .mapToObj(_ -> new ByteArrayInputStream(PIECE))
                                .toList()));
    }
}
