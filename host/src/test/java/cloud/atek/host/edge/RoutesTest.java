package cloud.atek.host.edge;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.testkit.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private static Stand stand;

    @BeforeAll
    static void start() throws Exception {
        stand = new Stand();
    }

    @AfterAll
    static void stop() throws Exception {
        stand.close();
    }

    /// A new route, or another rule for one, must be written here as well.
    @Test
    void everyRouteHasItsRule() {
        assertThat(
                        Arrays.stream(EdgeRoute.values())
                                .map(route -> "%s %s".formatted(route, route.access()))
                                .collect(Collectors.joining("\n")))
                .isEqualTo(
                        """
                        CALL SAME_ORIGIN
                        JOIN KNOWN_SOCKET
                        READ OWN_PAGE
                        WRITE OWN_PAGE
                        CHANGE OWN_PAGE
                        REMOVE OWN_PAGE
                        LOGIN ANYONE
                        SETUP ANYONE
                        SETUP_FORM SAME_ORIGIN
                        STATE SERVICE_SITE
                        START SESSION
                        PERMISSIONS SESSION
                        INVITE ANYONE
                        INVITE_FORM SAME_ORIGIN
                        EXPORT OWN_PAGE
                        BIND_SESSION SESSION
                        BIND ANYONE
                        AUTHORITY ANYONE
                        LIBRARY ANYONE
                        ASSET ANYONE
                        MAIN_SITE MAIN_SITE
                        SERVICE_SITE SERVICE_SITE\
                        """);
    }

    @Test
    void everythingBelowThePrefixIsTheHosts() throws Exception {
        String session = Stand.cookie(stand.doors.at("bob", "k.app"));
        for (String path :
                List.of(
                        "/_atek",
                        "/_atek/",
                        "/_atek/x",
                        "/_atek/gateway/",
                        "/_atek/gateway/x",
                        "/_atek/login",
                        "/_atek/bind-session",
                        "/_atek/assets/",
                        "/_atek/assets/nothing.css",
                        "/_atek/assets/login.html",
                        "/_atek/assets/../login.html",
                        "/_atek/assets/..%2flogin.html",
                        "/_atek/js/other.js",
                        "/_atek/js/login.js",
                        "/_atek/js/",
                        "/%5fatek/x",
                        "/_%61tek/x",
                        "/x/../_atek/x",
                        "/./_atek/x",
                        "/_atek;v=1/x",
                        "/_atek/./js/rpc.js",
                        "/_atek/js/rpc.js;x",
                        "/_atek//js/rpc.js",
                        "/_atek%2fjs/rpc.js")) {
            var answer = stand.ask(stand.get("app.localhost", path, session));

            assertThat(answer.status()).as(path).isIn(400, 404);
            assertThat(answer.text()).as(path).contains("\"error\":true");
        }
    }

    @Test
    void spellingNeverChangesWhoMayEnter() {
        List<String> pieces =
                List.of(
                        "/", "//", "/./", "/../", "%2e", "%2E%2e", "%252e", ";x", "\\", "%5c",
                        "_atek", "_ATEK", "gateway", "login", ".", "%2f", "%00", "é", "a", "?");
        Seeds.forAll((random, size) -> {
            var path = new StringBuilder("/");
            for (int i = 0; i < 1 + size % 8; i++) {
                path.append(pieces.get(random.nextInt(pieces.size())));
            }

            var answer =
                    stand.ask(stand.get("app.localhost", path.toString(), "Connection: close"));

            assertThat(answer.status()).as(path.toString()).isIn(400, 401, 404);
            assertThat(answer.text()).doesNotContain("Atek-Auth", "Exception");
        });
    }

    @Test
    void pagesHaveAStrictPolicy() throws Exception {
        for (String path : List.of("/_atek/login", "/_atek/setup", "/_atek/js/rpc.js")) {
            stand.doors.wanted = path.equals("/_atek/setup");
            var answer = stand.ask(stand.get("localhost", path));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Security-Policy"))
                    .startsWith("default-src 'none';")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
            assertThat(answer.header("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
            assertThat(answer.all("Server")).isEmpty();
            assertThat(answer.all("X-Powered-By")).isEmpty();
            assertThat(answer.all("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void headIsGetWithoutABody() throws Exception {
        stand.doors.wanted = true;
        var answer = stand.ask(stand.get("localhost", "/_atek/setup").replace("GET", "HEAD"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
    }

    @Test
    void clientLibrariesAreServedToPages() throws Exception {
        for (String name :
                List.of(
                        "rpc.js",
                        "adb.js",
                        "blobs.js",
                        "watch.js",
                        "schema.js",
                        "stream.js",
                        "events.js")) {
            var answer = stand.ask(stand.get("app.localhost", "/_atek/js/" + name));

            assertThat(answer.status()).as(name).isEqualTo(200);
            assertThat(answer.header("Content-Type")).startsWith("text/javascript");
        }
    }
}
