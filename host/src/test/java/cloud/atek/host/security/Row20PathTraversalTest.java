package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.adb.AdbApi;
import cloud.atek.api.services.ServicesApi;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// An address with dots, links or strange spellings in it leads the host to a file outside the
/// folder that it serves (as CVE-2024-24765 and CVE-2025-65713 did).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(House.Key.class)
class Row20PathTraversalTest {

    private static final String SECRET = "what nobody may read by an address";

    /// One step up, as tricksters spell it; each is tried with each way to part names.
    private static final List<String> UPS =
            List.of(
                    "..",
                    "%2e%2e",
                    "%2E.",
                    ".%2e",
                    "%252e%252e",
                    "..;",
                    "..;x=y",
                    "..%00",
                    "..%20",
                    "....",
                    "%c0%ae%c0%ae",
                    "%e0%80%ae%e0%80%ae",
                    "%uff0e%uff0e",
                    "%ef%bc%8e%ef%bc%8e",
                    "\u00c0\u00ae\u00c0\u00ae",
                    ".\\.");

    private static final List<String> PARTS = List.of("/", "%2f", "%252f", "\\", "%5c", "%c0%af");

    private final House house;
    private Path dir;
    private Map<String, String> host;

    Row20PathTraversalTest(House house) {
        this.house = house;
    }

    /// Beside the folder that is served stands the secret, and in it links lead there.
    @BeforeAll
    void serve(@TempDir Path folder) throws IOException {
        dir = folder;
        Files.writeString(dir.resolve("secret.txt"), SECRET);
        Files.createDirectories(dir.resolve("site-secret"));
        Files.writeString(dir.resolve("site-secret/secret.txt"), SECRET);
        Path site = House.page(dir, "site", "<h1>site</h1>");
        Files.createDirectories(site.resolve("sub"));
        Files.writeString(site.resolve("sub/index.html"), "<h1>sub</h1>");
        Files.writeString(site.resolve(".env"), SECRET);
        Files.createSymbolicLink(site.resolve("file-link.txt"), dir.resolve("secret.txt"));
        Files.createSymbolicLink(site.resolve("folder-link"), dir);
        Files.createSymbolicLink(site.resolve("root-link"), Path.of("/"));
        assertThat(house.install("file://" + site, Map.of("id", "site")).has("result")).isTrue();
        host = Map.of("Authorization", "Bearer " + house.host().systemToken());
    }

    @Test
    void noSpellingLeadsOutOfAStaticSite() throws IOException {
        for (String path : ways(List.of("/", "/sub/", "/folder-link/"))) {
            refused("site.localhost", path);
        }
    }

    @Test
    void noSpellingLeadsOutOfTheSitesThatComeAlong() throws IOException {
        for (String path : ways(List.of("/", "/js/"))) {
            refused("core.lonestar.localhost", path);
        }
    }

    @Test
    void noSpellingLeadsOutOfTheHostsOwnFiles() throws IOException {
        for (String path : ways(List.of("/_atek/js/", "/_atek/assets/"))) {
            refused("localhost", path);
            refused("site.localhost", path);
        }
    }

    @Test
    void neitherLinksNorHiddenFilesNorWholeAddressesAreServed() throws IOException {
        for (String path :
                List.of(
                        "/file-link.txt",
                        "/folder-link/secret.txt",
                        "/root-link/etc/passwd",
                        "/root-link" + dir + "/secret.txt",
                        "/.env",
                        "/%2eenv",
                        "/./.env",
                        "//.env",
                        "/" + dir + "/secret.txt",
                        dir + "/secret.txt",
                        "/%2f" + dir + "/secret.txt",
                        "/../site-secret/secret.txt",
                        "/..site-secret/secret.txt",
                        "file://" + dir + "/secret.txt",
                        "file:///etc/passwd",
                        "/file:///etc/passwd",
                        "/http:/localhost/secret.txt",
                        "*",
                        "secret.txt",
                        "../secret.txt",
                        "/\u0000/../secret.txt",
                        "/" + "a/".repeat(4000) + "x.txt",
                        "/" + "a".repeat(300) + ".txt")) {
            refused("site.localhost", path);
        }
    }

    /// Paths of blobs are keys: whatever they are called, they are no names of files.
    @Test
    void namesOfBlobsAndDatabasesAreNoPaths() throws IOException {
        String blobs = "/_atek/gateway?api=atek.cloud/adb-blobs";
        JsonNode made = house.host().call(AdbApi.ID.value(), "dbCreate", Map.of());
        String db = made.at("/result/dbId").asText();
        List<String> names = new ArrayList<>(ways(List.of("/")));
        names.add(house.host().home() + "/config.json");
        names.add("[\"..\",\"..\",\"config.json\"]");
        names.add("[\"../../config.json\"]");
        for (String name : names) {
            String encoded = URLEncoder.encode(name, StandardCharsets.ISO_8859_1);
            refused("localhost", blobs + "&db=" + db + "&path=" + encoded);
            refused("localhost", blobs + "&db=" + encoded + "&path=/x");
        }
        // What is put under such a name is there under it, and nowhere else.
        var answer =
                house.stranger()
                        .send(
                                "PUT",
                                "localhost",
                                blobs + "&db=" + db + "&path=" + encode("/../../../planted"),
                                () -> new java.io.ByteArrayInputStream(new byte[] {1}),
                                host);
        assertThat(answer.statusCode()).isIn(201, 400);
        try (var files = Files.walk(house.host().home())) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().equals("planted"));
        }
    }

    @Test
    void downloadsAndMethodsTakeKeysAndNoPaths() throws IOException {
        String services = ServicesApi.ID.value();
        for (String name :
                List.of(
                        "..",
                        "../..",
                        "../../config.json",
                        "/etc/passwd",
                        "%2e%2e",
                        "a/../..",
                        "\0")) {
            refused("localhost", "/_atek/export?user=" + encode(name));
            for (String method :
                    List.of("get", "logs", "stats", "uninstall", "checkForPackageUpdates")) {
                JsonNode answer = house.host().call(services, method, name, Map.of());
                assertThat(answer.has("error")).as("%s %s", method, answer).isTrue();
                assertThat(answer.toString()).doesNotContain(SECRET, "root:x:0");
            }
        }
        assertThat(house.host().home().resolve("config.json")).exists();
    }

    private void refused(String name, String target) throws IOException {
        var answer = Knock.get(house.host().port(), name, target, host);

        assertThat(answer.body())
                .as("%s %s", name, target)
                .doesNotContain(SECRET, "root:x:0", house.host().systemToken());
        // A name without an extension may be a route of the page itself; then its index comes.
        assertThat(answer.status() == 200 && !answer.body().contains("<"))
                .as("%s %s: %s", name, target, answer)
                .isEqualTo(answer.body().contains("Atek online"));
        assertThat(answer.status()).as("%s %s", name, target).isNotEqualTo(500).isNotZero();
    }

    /// From each beginning to each secret.
    private List<String> ways(List<String> beginnings) {
        var ways = new ArrayList<String>();
        for (String beginning : beginnings) {
            for (String up : UPS) {
                for (String part : PARTS) {
                    ways.add(beginning + (up + part) + "secret.txt");
                    ways.add(beginning + (up + part).repeat(12) + "etc" + part + "passwd");
                }
            }
        }
        return ways;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
