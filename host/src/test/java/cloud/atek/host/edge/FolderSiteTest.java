package cloud.atek.host.edge;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.ServiceId;
import cloud.atek.api.UserKey;
import cloud.atek.host.testkit.Raw;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FolderSiteTest {

    private static final List<String> NOT_SHOWN =
            List.of(
                    "/../secret.txt",
                    "/..%2fsecret.txt",
                    "/%2e%2e/secret.txt",
                    "/%2e%2e%2fsecret.txt",
                    "/..%252fsecret.txt",
                    "/%252e%252e%252fsecret.txt",
                    "/..\\secret.txt",
                    "/..%5csecret.txt",
                    "/docs/../../secret.txt",
                    "/docs/..%2f..%2fsecret.txt",
                    "/docs/..;/..;/secret.txt",
                    "/..;x/secret.txt",
                    "//../secret.txt",
                    "/./../secret.txt",
                    "/....//secret.txt",
                    "/%c0%ae%c0%ae/secret.txt",
                    "/%uff0e%uff0e/secret.txt",
                    "/%00../secret.txt",
                    "/ten.txt%00.html",
                    "/../web-other/x.txt",
                    "/link.txt",
                    "/up/secret.txt",
                    "/up/web/ten.txt/../../secret.txt",
                    "/beside/x.txt",
                    "/passwd",
                    "/loop",
                    "/.env",
                    "/%2eenv",
                    "/.git/config",
                    "/docs/../.env",
                    "//etc/passwd",
                    "/%2fetc%2fpasswd",
                    "/" + "a".repeat(300) + ".txt",
                    "/ten.txt/",
                    "/ten.txt/x.txt");

    private static final byte[] BIG = new byte[200_000];

    private static Stand stand;
    private static String session;

    @BeforeAll
    static void start() throws Exception {
        stand = new Stand();
        session = Stand.cookie(stand.doors.at("bob", "k.web"));
        new Random(1).nextBytes(BIG);
        Path web = stand.web;
        Files.write(web.resolve("big.bin"), BIG);
        Files.writeString(web.resolve("ten.txt"), "0123456789");
        Files.writeString(web.resolve("empty.css"), "");
        Files.writeString(web.resolve("a b.js"), "1");
        Files.writeString(web.resolve("100%.txt"), "percent");
        Files.writeString(web.resolve(".env"), "SECRET");
        Files.createDirectory(web.resolve(".git"));
        Files.writeString(web.resolve(".git/config"), "SECRET");
        Files.createDirectory(web.resolve("docs"));
        Files.writeString(web.resolve("docs/index.html"), "docs");
        Files.createDirectory(web.resolve("bare"));
        Files.writeString(stand.dir.resolve("secret.txt"), "SECRET");
        Files.createDirectory(stand.dir.resolve("web-other"));
        Files.writeString(stand.dir.resolve("web-other/x.txt"), "SECRET");
        Files.createSymbolicLink(web.resolve("inside.txt"), web.resolve("ten.txt"));
        Files.createSymbolicLink(web.resolve("link.txt"), stand.dir.resolve("secret.txt"));
        Files.createSymbolicLink(web.resolve("up"), stand.dir);
        Files.createSymbolicLink(web.resolve("beside"), stand.dir.resolve("web-other"));
        Files.createSymbolicLink(web.resolve("passwd"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(web.resolve("loop"), web.resolve("loop"));
    }

    @AfterAll
    static void stop() throws Exception {
        stand.close();
    }

    private static Raw.Answer get(String path, String... headers) throws Exception {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = session;
        return stand.ask(stand.get("web.localhost", path, all));
    }

    @Test
    void filesHaveTypeLengthTagAndPolicy() throws Exception {
        var answer = get("/ten.txt");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("0123456789");
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.header("Content-Length")).isEqualTo("10");
        assertThat(answer.header("ETag")).matches("\"[0-9a-f]{32}\"");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy"))
                .isEqualTo(
                        "default-src 'self'; script-src 'self'; style-src 'self';"
                                + " img-src 'self' data: blob:; connect-src 'self';"
                                + " frame-src 'self' http://*.localhost:%1$d http://*.localhost;"
                                        .formatted(stand.edge.port())
                                + " frame-ancestors 'self' http://localhost:%d;"
                                        .formatted(stand.edge.port())
                                + " base-uri 'none'; object-src 'none'");
    }

    @Test
    void foldersShowTheirIndexAndNothingElse() throws Exception {
        assertThat(get("/").text()).isEqualTo("<h1>web</h1>");
        assertThat(get("/docs/").text()).isEqualTo("docs");
        assertThat(get("/docs?x=1").header("Location")).isEqualTo("/docs/?x=1");
        assertThat(get("/bare/").text()).isEqualTo("<h1>web</h1>").doesNotContain("SECRET");
    }

    @Test
    void unknownPathsBelongToTheApp() throws Exception {
        assertThat(get("/notes/1").text()).isEqualTo("<h1>web</h1>");
        assertThat(get("/notes/1.js").status()).isEqualTo(404);
        assertThat(get("/a%20b.js").text()).isEqualTo("1");
        assertThat(get("/100%25.txt").text()).isEqualTo("percent");
        assertThat(get("/empty.css").header("Content-Length")).isEqualTo("0");
        assertThat(get("/inside.txt").text()).isEqualTo("0123456789");
    }

    @Test
    void nothingOutsideTheFolderOrHiddenIsShown() throws Exception {
        for (String path : NOT_SHOWN) {
            var answer = get(path);

            assertThat(answer.text()).as(path).doesNotContain("SECRET", "root:");
            assertThat(answer.status()).as(path).isIn(200, 400, 404);
            if (answer.status() == 200) {
                assertThat(answer.text()).as(path).isEqualTo("<h1>web</h1>");
            }
        }
    }

    @Test
    void knownTagIsNotSentAgain() throws Exception {
        String tag = get("/ten.txt").header("ETag");

        for (String known : List.of(tag, "W/" + tag, "*", "\"x\", " + tag)) {
            var answer = get("/ten.txt", "If-None-Match: " + known);
            assertThat(answer.status()).as(known).isEqualTo(304);
            assertThat(answer.header("ETag")).isEqualTo(tag);
        }
        assertThat(get("/ten.txt", "If-None-Match: \"other\"").status()).isEqualTo(200);
    }

    @Test
    void changedFileHasAnotherTag() throws Exception {
        Path file = Files.writeString(stand.web.resolve("changing.txt"), "one");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        String before = get("/changing.txt").header("ETag");
        Files.writeString(file, "two");

        assertThat(get("/changing.txt").header("ETag")).isNotEqualTo(before);
    }

    @Test
    void partsOfAFile() throws Exception {
        record Part(String range, int status, String contentRange, String text) {}
        for (Part part :
                List.of(
                        new Part("bytes=0-3", 206, "bytes 0-3/10", "0123"),
                        new Part("bytes=7-", 206, "bytes 7-9/10", "789"),
                        new Part("bytes=-2", 206, "bytes 8-9/10", "89"),
                        new Part("bytes=5-500", 206, "bytes 5-9/10", "56789"),
                        new Part("bytes=0-9", 200, "", "0123456789"),
                        new Part("bytes=10-", 416, "bytes */10", ""),
                        new Part("bytes=-0", 416, "bytes */10", ""),
                        new Part("bytes=5-2", 200, "", "0123456789"),
                        new Part("bytes=0-1,3-4", 200, "", "0123456789"),
                        new Part("items=0-1", 200, "", "0123456789"),
                        new Part("bytes=99999999999999999999-", 200, "", "0123456789"))) {
            var answer = get("/ten.txt", "Range: " + part.range());

            assertThat(answer.status()).as(part.range()).isEqualTo(part.status());
            assertThat(answer.header("Content-Range")).isEqualTo(part.contentRange());
            assertThat(answer.text()).isEqualTo(part.text());
        }
    }

    @Test
    void partOfAChangedFileIsTheWhole() throws Exception {
        String tag = get("/ten.txt").header("ETag");

        assertThat(get("/ten.txt", "Range: bytes=0-1", "If-Range: " + tag).status()).isEqualTo(206);
        assertThat(get("/ten.txt", "Range: bytes=0-1", "If-Range: \"old\"").status())
                .isEqualTo(200);
    }

    @Test
    void largeFilesArriveWhole() throws Exception {
        assertThat(get("/big.bin").body()).isEqualTo(BIG);
        assertThat(get("/big.bin", "Range: bytes=100000-199998").body())
                .isEqualTo(Arrays.copyOfRange(BIG, 100_000, 199_999));
    }

    @Test
    void connectionServesManyFiles() throws Exception {
        try (Raw raw = stand.raw()) {
            for (int i = 0; i < 3; i++) {
                assertThat(raw.ask(stand.get("web.localhost", "/ten.txt", session)).text())
                        .isEqualTo("0123456789");
                assertThat(raw.ask(stand.get("web.localhost", "/no.txt", session)).status())
                        .isEqualTo(404);
            }
            var head =
                    raw.ask(stand.get("web.localhost", "/ten.txt", session).replace("GET", "HEAD"));
            assertThat(head.header("Content-Length")).isEqualTo("10");
            assertThat(raw.ask(stand.get("web.localhost", "/ten.txt", session)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void filesAreOnlyRead() throws Exception {
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
            var answer =
                    stand.ask(
                            stand.get(
                                            "web.localhost",
                                            "/ten.txt",
                                            session,
                                            stand.origin("web.localhost"))
                                    .replace("GET", method));

            assertThat(answer.status()).as(method).isEqualTo(405);
        }
    }

    @Test
    void rootShowsTheUsersMainSite() throws Exception {
        String bob = Stand.cookie("bob-root");
        String navigate = "Sec-Fetch-Mode: navigate";
        var none = stand.ask(stand.get("localhost", "/", bob, navigate));
        assertThat(none.text()).contains("No start page");

        stand.mains.put(new UserKey("bob"), new ServiceId("web"));
        assertThat(stand.ask(stand.get("localhost", "/", bob)).text()).isEqualTo("<h1>web</h1>");

        stand.mains.put(new UserKey("bob"), new ServiceId("evil"));
        assertThat(stand.ask(stand.get("localhost", "/", bob)).status()).isEqualTo(404);
    }

    @Test
    void stoppedServiceSaysWhy() throws Exception {
        String bob = Stand.cookie(stand.doors.at("bob", "k.off"));

        var page = stand.ask(stand.get("off.localhost", "/", bob, "Sec-Fetch-Mode: navigate"));
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.text()).contains("It &lt;crashed&gt;").doesNotContain("{{", "<crashed");
        assertThat(page.header("Content-Security-Policy"))
                .contains("frame-ancestors 'self' http://" + stand.host("localhost"));

        var json = stand.ask(stand.get("off.localhost", "/api", bob));
        assertThat(json.status()).isEqualTo(503);
        assertThat(json.text())
                .isEqualTo("{\"error\":true,\"message\":\"off is stopped: It <crashed>\"}");
    }
}
