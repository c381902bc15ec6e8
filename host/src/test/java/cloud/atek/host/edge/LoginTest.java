package cloud.atek.host.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.ServiceKey;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoginTest {

    private static final String NAVIGATE = "Sec-Fetch-Mode: navigate";

    private Stand stand;

    @BeforeEach
    void start() throws Exception {
        stand = new Stand();
    }

    @AfterEach
    void stop() throws Exception {
        stand.close();
    }

    @Test
    void rootSendsToTheLoginPageWithPortAndQuery() throws Exception {
        var answer = stand.ask(stand.get("localhost", "/a%20b?x=1&y=%26", NAVIGATE));

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location"))
                .isEqualTo(
                        "http://"
                                + stand.host("localhost")
                                + "/_atek/login?redirect=%2Fa%2520b%3Fx%3D1%26y%3D%2526");
    }

    @Test
    void oldBrowserIsKnownByWhatItAccepts() throws Exception {
        var answer =
                stand.ask(stand.get("localhost", "/", "Accept: text/html,application/xml;q=0.9"));

        assertThat(answer.status()).isEqualTo(302);
    }

    @Test
    void programIsToldInJson() throws Exception {
        for (String header : List.of("Accept: */*", "Sec-Fetch-Mode: cors")) {
            for (String name : List.of("localhost", "app.localhost")) {
                var answer = stand.ask(stand.get(name, "/x", header));

                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.text())
                        .isEqualTo("{\"error\":true,\"message\":\"Not authorized\"}");
            }
        }
        assertThat(stand.ask(stand.post("localhost", "/x", "y", NAVIGATE)).status()).isEqualTo(401);
    }

    @Test
    void whoHasASessionIsNotLoggedOutByAHostThatStarts() throws Exception {
        stand.doors.settled = false;
        String cookie = Stand.cookie("bob-root");

        var program = stand.ask(stand.get("localhost", "/", cookie));
        var page = stand.ask(stand.get("app.localhost", "/", cookie, NAVIGATE));
        assertThat(List.of(program.status(), page.status())).containsExactly(503, 503);
        assertThat(program.text()).contains("Atek is starting: try again in a moment");
        assertThat(program.header("Retry-After")).isEqualTo("1");
        assertThat(page.header("Refresh")).isEqualTo("1");
        assertThat(stand.ask(stand.get("localhost", "/x")).status()).isEqualTo(401);
        var host = stand.get("localhost", "/", cookie, Stand.bearer(FakeDoors.HOST_TOKEN));
        assertThat(stand.ask(host).status()).isEqualTo(200);
    }

    @Test
    void tokenHolderLearnsThatTheHostIsUp() throws Exception {
        var answer = stand.ask(stand.get("localhost", "/", Stand.bearer(FakeDoors.HOST_TOKEN)));

        assertThat(answer.text()).isEqualTo("{\"message\":\"Atek online\"}");
    }

    @Test
    void sessionIsBoundToASubdomain() throws Exception {
        String bindSession = location("app.localhost", "/x?y=1&z=%26");
        assertThat(bindSession)
                .isEqualTo(
                        root() + "/_atek/bind-session?service=app&path=%2Fx%3Fy%3D1%26z%3D%2526");

        String login = location("localhost", path(bindSession));
        assertThat(login).startsWith(root() + "/_atek/login?redirect=");
        assertThat(URLDecoder.decode(login.split("redirect=", -1)[1], UTF_8))
                .isEqualTo(path(bindSession));

        String bind = location("localhost", path(bindSession), Stand.cookie("bob-root"));
        assertThat(bind).startsWith("http://" + stand.host("app.localhost") + "/_atek/bind?code=");

        var bound = stand.ask(stand.get("app.localhost", pathOnApp(bind), NAVIGATE));
        assertThat(bound.status()).isEqualTo(302);
        assertThat(bound.header("Location")).isEqualTo("/x?y=1&z=%26");
        assertThat(bound.header("Referrer-Policy")).isEqualTo("no-referrer");
        String cookie = bound.header("Set-Cookie");
        assertThat(cookie).endsWith("; Path=/; HttpOnly; SameSite=None; Secure; Partitioned");

        var page =
                stand.ask(
                        stand.get(
                                "app.localhost", "/x?y=1", "Cookie: " + cookie.split(";", -1)[0]));
        assertThat(page.text()).contains("GET /x?y=1", "Atek-Auth-User: bob");
    }

    @Test
    void codeWorksOnceAndForItsServiceAlone() throws Exception {
        String bind = pathOnApp(code("app", "/"));
        String evil = "bind-session?service=evil";
        var bound = stand.ask(stand.get("app.localhost", bind));
        assertThat(bound.all("Set-Cookie"))
                .hasSize(2)
                .anyMatch(cookie -> cookie.startsWith("__Host-atek="))
                .anyMatch(cookie -> cookie.startsWith("__Host-atek-site="));
        assertThat(bound.header("Clear-Site-Data")).isEqualTo("\"cache\", \"storage\"");

        var replayed = stand.ask(stand.get("app.localhost", bind));
        assertThat(replayed.all("Set-Cookie")).isEmpty();
        assertThat(replayed.header("Location"))
                .isEqualTo(root() + "/_atek/bind-session?service=app&path=%2F&again=1");

        var elsewhere = stand.ask(stand.get("evil.localhost", pathOnApp(code("app", "/"))));
        assertThat(elsewhere.all("Set-Cookie")).isEmpty();
        assertThat(elsewhere.header("Location")).contains(evil);
    }

    @Test
    void wrongCodeDoesNotLoop() throws Exception {
        String once = "/_atek/bind?code=wrong&path=/";

        String again = location("app.localhost", once);
        String bind = location("localhost", path(again), Stand.cookie("bob-root"));
        assertThat(bind).endsWith("&again=1");

        var last = stand.ask(stand.get("app.localhost", once + "&again=1", NAVIGATE));
        assertThat(last.status()).isEqualTo(403);
    }

    @Test
    void boundBrowserKeepsItsSession() throws Exception {
        String mine = Stand.cookie(stand.doors.at("bob", "k.app"));
        String code = stand.doors.bindCode("ada-root", key("app")).orElseThrow();

        var answer =
                stand.ask(
                        stand.get("app.localhost", "/_atek/bind?code=" + code + "&path=/z", mine));

        assertThat(answer.all("Set-Cookie")).isEmpty();
        assertThat(answer.header("Location")).isEqualTo("/z");
    }

    private static ServiceKey key(String id) {
        return new ServiceKey("k." + id);
    }

    @Test
    void noPathLeadsAway() throws Exception {
        for (String path :
                List.of(
                        "//evil.example",
                        "/%5Cevil.example",
                        "%5C%5Cevil.example",
                        "https://evil.example/",
                        "http:evil.example",
                        "javascript:alert(1)",
                        "evil.example",
                        "%09//evil.example",
                        "/%09/evil.example",
                        "/%0d%0aSet-Cookie:%20x=y",
                        "/%0a/evil.example",
                        "@evil.example",
                        ".evil.example",
                        ":80@evil.example",
                        "%20",
                        "/%C3%A9",
                        "")) {
            var away =
                    stand.ask(
                            stand.get(
                                    "app.localhost",
                                    "/_atek/bind?code=x&path=" + path,
                                    Stand.cookie(stand.doors.at("bob", "k.app"))));
            assertThat(away.header("Location")).as(path).isEqualTo("/");
            assertThat(away.all("Set-Cookie")).isEmpty();

            String bind =
                    location(
                            "localhost",
                            "/_atek/bind-session?service=app&path=" + path,
                            Stand.cookie("bob-root"));
            assertThat(bind).as(path).endsWith("&path=%2F");
        }
    }

    @Test
    void unknownAndForeignServicesAreNotBound() throws Exception {
        for (String service : List.of("nobody", "evil", "APP", "..", "app.evil.example%23", "")) {
            var answer =
                    stand.ask(
                            stand.get(
                                    "localhost",
                                    "/_atek/bind-session?service=" + service,
                                    "Sec-Fetch-Mode: cors",
                                    Stand.cookie("bob-root")));

            assertThat(answer.status()).as(service).isEqualTo(400);
            assertThat(answer.text()).isEqualTo("{\"error\":\"Not authorized\"}");
        }
    }

    @Test
    void serviceOfAnotherIsAbsent() throws Exception {
        String eve = Stand.cookie(stand.doors.at("eve", "k.app"));

        var answer = stand.ask(stand.get("app.localhost", "/", eve));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).startsWith("Not found: no service is currently hosted at");
        assertThat(
                        stand.ask(
                                        stand.get(
                                                "app.localhost",
                                                "/",
                                                Stand.cookie(stand.doors.at("ada", "k.app"))))
                                .status())
                .isEqualTo(200);
    }

    @Test
    void firstAdminIsMadeByTheFormOfThisPage() throws Exception {
        String form = "{\"code\":\"right\",\"username\":\"bob\",\"password\":\"p\"}";
        String json = "Content-Type: application/json";

        var foreign =
                stand.ask(
                        stand.post(
                                "localhost",
                                "/_atek/setup",
                                form,
                                json,
                                stand.origin("evil.localhost")));
        var plain =
                stand.ask(
                        stand.post("localhost", "/_atek/setup", form, "Content-Type: text/plain"));
        var wrong = stand.ask(stand.post("localhost", "/_atek/setup", "{\"code\":\"x\"}", json));
        var made =
                stand.ask(
                        stand.post(
                                "localhost",
                                "/_atek/setup",
                                form,
                                json,
                                stand.origin("localhost")));

        assertThat(foreign.status()).isEqualTo(403);
        assertThat(plain.status()).isEqualTo(415);
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.header("Set-Cookie")).startsWith("__Host-atek=bob-root; ");
    }

    @Test
    void refusedAdminLearnsWhy() throws Exception {
        var answer =
                stand.ask(
                        stand.post(
                                "localhost",
                                "/_atek/setup",
                                "{\"code\":\"c\",\"username\":\"bob\",\"password\":\"p\"}",
                                "Content-Type: application/json"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .isEqualTo("{\"error\":true,\"message\":\"This link is not good\"}");
    }

    @Test
    void setupPageEndsWithTheFirstAdmin() throws Exception {
        assertThat(stand.ask(stand.get("localhost", "/_atek/setup?code=x")).status())
                .isEqualTo(200);
        stand.doors.wanted = false;

        assertThat(location("localhost", "/_atek/setup?code=x")).isEqualTo("/_atek/login");
    }

    @Test
    void loginLeadsToSetupUntilThereIsAnAdmin() throws Exception {
        assertThat(location("localhost", "/_atek/login?redirect=%2F")).isEqualTo("/_atek/setup");
        stand.doors.wanted = false;

        assertThat(stand.ask(stand.get("localhost", "/_atek/login")).status()).isEqualTo(200);
    }

    @Test
    void whoMayNotSeeAServiceSeesThatNobodyLivesThere() throws Exception {
        for (String service : List.of("evil", "nobody")) {
            var answer =
                    stand.ask(
                            stand.get(
                                    "localhost",
                                    "/_atek/bind-session?service=" + service + "&path=%2F",
                                    NAVIGATE,
                                    Stand.cookie("bob-root")));

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.text())
                    .contains("Nobody lives here", "data-service=\"" + service + "\"");
        }
    }

    private String code(String service, String path) throws Exception {
        return location(
                "localhost",
                "/_atek/bind-session?service=" + service + "&path=" + ReturnPath.encode(path),
                Stand.cookie("bob-root"));
    }

    private String location(String name, String path, String... headers) throws Exception {
        var all = new ArrayList<>(List.of(headers));
        all.add(NAVIGATE);
        var answer = stand.ask(stand.get(name, path, all.toArray(String[]::new)));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(302);
        return answer.header("Location");
    }

    private String root() {
        return "http://" + stand.host("localhost");
    }

    private String path(String location) {
        assertThat(location).startsWith(root());
        return location.substring(root().length());
    }

    private String pathOnApp(String location) {
        return location.substring(("http://" + stand.host("app.localhost")).length());
    }
}
