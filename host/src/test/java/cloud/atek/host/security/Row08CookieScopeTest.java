package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.Raw;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A service plants cookies for the names around it, or fills the browser's jar, to be somebody
/// else there or to lock him out; or waits for cookies that are not its own: cookies stay with the
/// name that they were made for.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Hostile.Given.class)
class Row08CookieScopeTest {

    private Hostile house;

    @BeforeAll
    void start(Hostile given) {
        house = given;
    }

    @Test
    void aServiceSetsCookiesForItsOwnNameAlone() throws Exception {
        Raw.Answer answer = house.ask(get("/cookies?toss", ""));

        assertThat(answer.all("Set-Cookie")).containsExactly("own=1; Path=/");
    }

    private String get(String path, String lines) throws IOException {
        return "GET %s HTTP/1.1\r\nHost: evil.localhost\r\n%s%s\r\n"
                .formatted(path, house.bearer(), lines);
    }

    @Test
    void theHostsCookiesNeverReachAService() throws Exception {
        String cookies =
                "Cookie: a=1; __Host-atek=secret1; atek=secret2; b=2\r\nCookie: ATEK=secret3; __host-atek=secret4;atek =secret5\r\n";
        String seen = house.ask(get("/", cookies)).text();
        assertThat(seen).contains("a=1; b=2").doesNotContain("secret");

        try (Raw raw = Raw.open(house.host().port())) {
            raw.send(
                    get(
                            "/",
                            cookies
                                    + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                    + "Sec-WebSocket-Version: 13\r\n"
                                    + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"));
            assertThat(raw.readHead().status()).isEqualTo(101);
            assertThat(raw.readFrame()).contains("a=1; b=2").doesNotContain("secret");
        }
    }

    @Test
    void aSessionOfOneNameProvesNothingAtAnother() throws Exception {
        house.bob().visit(Hostile.EVIL, "/");
        String atEvil = house.bob().browser().cookie("evil.localhost", "__Host-atek");
        assertThat(atEvil).isNotEmpty();

        assertThat(navigate("evil.localhost", "__Host-atek=" + atEvil)).isEqualTo(200);
        assertThat(navigate("notes.localhost", "__Host-atek=" + atEvil)).isEqualTo(302);
        assertThat(navigate("localhost", "__Host-atek=" + atEvil)).isEqualTo(302);
        assertThat(navigate("evil.localhost", "atek=" + atEvil)).isEqualTo(302);
    }

    private int navigate(String name, String cookie) throws IOException {
        return house.ask(
                        "GET / HTTP/1.1\r\nHost: %s\r\nSec-Fetch-Mode: navigate\r\nCookie: %s\r\n\r\n"
                                .formatted(name, cookie))
                .status();
    }

    @Test
    void aSecondCookieUnderTheNameOfOursIsNobody() throws Exception {
        String bobs = cookie(house.bob());
        String anns = cookie(house.ann());

        assertThat(navigate("localhost", bobs)).isNotEqualTo(302);
        // Which of two sessions is meant cannot be known, so neither is.
        assertThat(navigate("localhost", bobs + "; " + anns)).isEqualTo(302);
        // A planted value that is no session takes nobody's away.
        assertThat(navigate("localhost", "__Host-atek=planted; " + bobs)).isNotEqualTo(302);
    }

    private static String cookie(Person person) {
        return "__Host-atek=" + person.browser().cookie("localhost", "__Host-atek");
    }

    @Test
    void inABrowserASiblingPlantsNothing() throws Exception {
        try (var browser = new Browser()) {
            house.logIn(browser, "bob");
            browser.open(house.at("evil.localhost", "/page"));
            browser.seeUrl(house.at("evil.localhost", "/page"));
            browser.driver()
                    .executeScript(
                            """
                            for (const domain of ['localhost', '.localhost', 'notes.localhost']) {
                              for (const name of ['atek', '__Host-atek', 'x']) {
                                document.cookie = `${name}=planted; domain=${domain}; path=/`;
                                document.cookie = `${name}=planted; domain=${domain}; path=/; secure`;
                              }
                            }
                            for (let i = 0; i < 300; i++) document.cookie = `jar${i}=${'y'.repeat(90)}; path=/`;
                            """);

            browser.open(house.at("notes.localhost", "/"));
            assertThat(browser.texts("body").getFirst())
                    .contains("atek-auth-user")
                    .doesNotContain("planted", "jar");
            browser.open(house.at("localhost", "/_atek/login"));
            assertThat(house.whoAmI(browser)).contains("\"bob\"");
        }
    }

    @Test
    void aJarFullOfCookiesLocksNobodyOutElsewhere() throws Exception {
        Raw.Answer jar = house.ask(get("/cookies?jar", ""));
        assertThat(jar.status()).isIn(200, 502);
        String full = "Cookie: x=" + "y".repeat(20_000) + "\r\n";
        assertThat(house.ask(get("/", full)).status()).isEqualTo(431);

        assertThat(house.bob().visit(Hostile.NOTES, "/").statusCode()).isEqualTo(200);
        assertThat(house.host().browser().get("localhost", "/_atek/login", Map.of()).statusCode())
                .isEqualTo(200);
    }
}
