package cloud.atek.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.wire.Body;
import cloud.atek.wire.Headers;
import cloud.atek.wire.HttpClient;
import cloud.atek.wire.HttpServer;
import cloud.atek.wire.Request;
import cloud.atek.wire.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticFilesTest {

    private ShortDir dir;
    private HttpServer server;
    private final HttpClient client = new HttpClient();

    @BeforeEach
    void start() throws IOException {
        dir = ShortDir.make();
        Path web = Files.createDirectories(dir.path().resolve("web/in"));
        Files.writeString(web.resolve("index.html"), "<p>in");
        Files.writeString(dir.path().resolve("web/a b.js"), "1");
        Files.writeString(dir.path().resolve("web/.hidden"), "secret");
        Files.writeString(dir.path().resolve("secret.txt"), "secret");
        Files.createSymbolicLink(
                dir.path().resolve("web/link.txt"), dir.path().resolve("secret.txt"));
        Files.createSymbolicLink(dir.path().resolve("web/up"), dir.path());
        server =
                new Service(ExportTest.environment(dir.path()))
                        .files("/", dir.path().resolve("web"))
                        .files("/jar/", StaticFilesTest.class, "/cloud/atek/kit")
                        .start();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
        dir.close();
    }

    private Response get(String target, Headers headers) throws IOException {
        return client.call(server.at(), new Request("GET", target, headers, Body.none()));
    }

    private String text(String target) throws IOException {
        try (Response response = get(target, Headers.NONE)) {
            return response.status() + " " + new String(response.body().bytes(1 << 20), UTF_8);
        }
    }

    @Test
    void fileIsServedWithItsTypeAndTag() throws Exception {
        try (Response response = get("/a%20b.js", Headers.NONE)) {
            assertThat(response.headers().first("Content-Type"))
                    .hasValue("text/javascript; charset=utf-8");
            assertThat(response.headers().first("X-Content-Type-Options")).hasValue("nosniff");
            String tag = response.headers().first("ETag").orElseThrow();
            try (Response again = get("/a%20b.js", Headers.of("If-None-Match", tag))) {
                assertThat(again.status()).isEqualTo(304);
            }
        }
        assertThat(text("/in/")).isEqualTo("200 <p>in");
        assertThat(text("/jar/node-relay.cjs")).startsWith("200 //");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/in",
                "/.hidden",
                "/../secret.txt",
                "/in/../../secret.txt",
                "/%2e%2e/secret.txt",
                "/..%2fsecret.txt",
                "/%2e%2e%2fsecret.txt",
                "/link.txt",
                "/up/secret.txt",
                "/in//index.html",
                "//in/index.html",
                "/in%00",
                "/%",
                "/%2",
                "/%zz",
                "/..\\secret.txt",
                "/a%2520b.js",
                "/jar/",
                "/jar/../kit",
                "/jar/%2e%2e/kit/Launch.class",
                "/jar",
                "/%c0%ae%c0%ae/secret.txt",
            })
    void whatIsNotAFileOfTheFolderIsNotFound(String target) throws Exception {
        assertThat(text(target)).isEqualTo("404 no such file");
    }

    @Test
    void onlyReadingIsServed() throws Exception {
        try (Response response =
                client.call(
                        server.at(),
                        new Request("PUT", "/in/", Headers.NONE, Body.of(new byte[3])))) {
            assertThat(response.status()).isEqualTo(405);
        }
    }
}
