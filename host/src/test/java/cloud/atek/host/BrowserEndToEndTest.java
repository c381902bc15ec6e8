package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.TestHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// What a newcomer sees, in his order: the built distribution in a real browser. Pictures of it are
/// kept in `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserEndToEndTest {

    private static final String PASSWORD = "correct horse";

    /// Says "over the wire" to a WebSocket of the page's own origin and gives what comes back.
    private static final String ECHO =
            """
            const [path, done] = arguments;
            const socket = new WebSocket(`ws://${location.host}${path}`);
            socket.onopen = () => socket.send('over the wire');
            socket.onmessage = ({ data }) => { socket.close(); done(data); };
            socket.onerror = () => done('refused');
            """;

    private TestHost host;
    private GitPackage hello;
    private Browser browser;

    @BeforeAll
    void startOnAFreshFolder(@TempDir Path dir) throws Exception {
        hello =
                GitPackage.create(dir, "hello")
                        .copy(Path.of("../services/hello"))
                        .release("v1.0.0");
        // Side by side: each takes seconds to start.
        var starting = CompletableFuture.supplyAsync(Browser::new);
        host = TestHost.up(TestHost.freshHome());
        browser = starting.get();
    }

    @AfterAll
    void stop() {
        browser.close();
        host.close();
        hello.close();
    }

    @AfterEach
    void theConsoleIsSilent() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(1)
    void whoComesBeforeTheFirstAdminIsToldOfTheLink() throws Exception {
        browser.open(root());

        browser.one("#no-code", "one-time link");

        browser.picture("01-before-setup");
    }

    @Test
    @Order(2)
    void theSetupLinkMakesTheFirstAdmin() throws Exception {
        browser.open(root() + "_atek/setup?code=" + host.setupCode());
        browser.one("#username").sendKeys("ada", Keys.TAB, PASSWORD);
        browser.one("#again").sendKeys(PASSWORD);
        browser.picture("02-setup");
        browser.one("button[type=submit]").click();
        browser.one("h1", "Your account is there");
        browser.picture("02-second-step");
        browser.one("#open").click();

        browser.one("h1", "ada");
        browser.one(".hero", "Install the first service.");

        browser.picture("03-first-view");
    }

    @Test
    @Order(3)
    void aServiceIsInstalledFromItsRepository() throws Exception {
        browser.one(".tile.add").click();
        browser.one("#source").sendKeys(hello.bare().toString());
        browser.picture("04-install");
        browser.one("main .button.main").click();

        browser.seeUrl(root() + "service/hello/");
        browser.one(".state", "Running");

        browser.picture("05-installed");
    }

    @Test
    @Order(4)
    void theLauncherOpensItInAFrame() throws Exception {
        browser.one("a.home").click();
        browser.one(".tile", "Hello");
        browser.picture("06-launcher");
        browser.one(".tile", "Hello").click();
        browser.seeUrl(root() + "app/hello/");

        browser.driver().switchTo().frame(browser.one("iframe"));
        greet("Ada");
        browser.driver().switchTo().defaultContent();

        browser.picture("07-framed");
    }

    @Test
    @Order(5)
    void itsOwnAddressIsBoundToTheSession() throws Exception {
        browser.driver().manage().deleteAllCookies();
        browser.open(site());
        browser.seeUrl(root() + "_atek/login");
        logIn("ada");

        browser.seeUrl(site());
        greet("you");

        browser.picture("08-own-address");
    }

    @Test
    @Order(6)
    void itsPageTalksOverWebSockets() {
        assertThat(browser.script(ECHO, "/_api/echo")).isEqualTo("over the wire");
        assertThat(browser.script(ECHO, "/_atek/gateway?api=example.com/echo"))
                .isEqualTo("over the wire");
    }

    @Test
    @Order(7)
    void aStoppedServiceIsStartedFromItsPage() throws Exception {
        assertThat(host.cli("stop", "hello").exitCode()).isZero();
        browser.open(site());
        browser.one("h1", "hello is not running");
        browser.picture("09-stopped");
        // The answer is a 503, of which the console speaks.
        assertThat(browser.complaints()).hasSize(1).allMatch(said -> said.contains("503"));

        browser.one("#start", "Start it").click();
        browser.seeUrl(root() + "_atek/start");
        browser.one("h1", "Start hello?");
        browser.picture("10-start");
        browser.one("button", "Start").click();
        browser.seeUrl(site());
        greet("again");
        browser.open(root());
        browser.one(".state", "Running");
    }

    @Test
    @Order(8)
    void whoLogsOutIsOutEverywhereAndMayComeBack() throws Exception {
        browser.one("[popovertarget=person]").click();
        browser.picture("11-person");
        browser.one("#person button", "Log out").click();
        browser.seeUrl(root() + "_atek/login");
        browser.picture("12-logged-out");

        browser.open(site());
        browser.seeUrl(root() + "_atek/login");
        logIn("ada");
        browser.seeUrl(site());
        browser.open(root());

        browser.one("h1", "ada");
        browser.one(".tile", "Hello");
    }

    @Test
    @Order(9)
    void anAddressWithoutAServiceSaysSo() throws Exception {
        browser.open("http://nobody.localhost:" + host.port() + "/");
        browser.one("#host", "nobody.localhost");
        browser.picture("13-nobody");

        assertThat(browser.complaints()).hasSize(1).allMatch(said -> said.contains("404"));
    }

    @Test
    @Order(10)
    void aMemberSeesTheHouseholdsServicesAndMayNotManageThem(@TempDir Path dir) throws Exception {
        Path password = Files.writeString(dir.resolve("password"), PASSWORD);
        assertThat(
                        host.cli("mkuser", "--user", "jonas", "--password-file", "" + password)
                                .exitCode())
                .isZero();
        assertThat(host.cli("install", "" + hello.bare(), "--id", "shared").exitCode()).isZero();
        browser.open(root() + "_atek/login");
        browser.driver().manage().deleteAllCookies();
        browser.open(root() + "settings");
        logIn("jonas");
        browser.one("td.end a");
        assertThat(browser.texts(".named small")).containsExactly("shared");
        browser.one("td.end a").click();

        browser.one("h1", "Hello");

        browser.picture("14-member");
        assertThat(browser.texts("main .actions, main .tabs")).isEmpty();
        browser.open(root() + "settings/people");
        browser.one("h1", "There is nothing here");
    }

    private void greet(String name) {
        browser.one("#name").sendKeys(name, Keys.ENTER);
        browser.one("#greeting", "Hello, " + name + "!");
    }

    private void logIn(String username) {
        browser.one("#username").sendKeys(username);
        browser.one("#password").sendKeys(PASSWORD, Keys.ENTER);
    }

    private String root() {
        return "http://localhost:" + host.port() + "/";
    }

    private String site() {
        return "http://hello.localhost:" + host.port() + "/";
    }
}
