package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.host.testkit.Asker;
import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// A page of a service asks for something that its owner picks, he picks it in the host's own
/// dialog, in another tab of the same browser, and the page uses what it was given: that, and
/// nothing else. Pictures are kept in `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PowerboxPagesEndToEndTest {

    private static final int NARROWEST = 360;
    private static final String ADB = "atek.cloud/adb-api";

    private static final String MANIFEST =
            """
            {"name": "Photo Wall", "runtime": "static", "permissions": {}}
            """;

    private static final String PAGE =
            """
            <!doctype html><html lang="en"><title>Wall</title><link rel="icon" href="data:,">
            <h1>Wall</h1><p id="said"></p>
            """;

    /// Asks, and says on the page what it was given.
    private static final String ASK =
            """
            const [wish, done] = arguments;
            const said = document.querySelector('#said');
            import('/_atek/js/rpc.js').then(({ create }) => {
              const permissions = create('atek.cloud/permissions-api');
              permissions.request(wish, { reason: 'To show them.' }).then(
                ({ state }) => { said.textContent = state; },
                (error) => { said.textContent = error.message; });
              const look = async () => {
                const [{ requests }] = await permissions.list('wall');
                requests.length > 0 ? done() : setTimeout(look, 50);
              };
              look();
            });
            """;

    /// Calls a method and gives its result, or why there is none.
    private static final String CALL =
            """
            const [api, method, params, done] = arguments;
            import('/_atek/js/rpc.js').then(({ create }) => create(api)[method](...params))
              .then((result) => done(JSON.stringify(result)), (error) => done(error.message));
            """;

    private TestHost host;
    private Browser browser;
    private Asker one;
    private Asker two;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        var starting = CompletableFuture.supplyAsync(Browser::new);
        host = TestHost.up(TestHost.freshHome());
        Person.made(host, "ada", "admin");
        Path wall = Files.createDirectories(dir.resolve("wall"));
        Files.writeString(wall.resolve("atek.json"), MANIFEST);
        Files.writeString(wall.resolve("index.html"), PAGE);
        host.call(
                "atek.cloud/services-api",
                "install",
                Map.of("sourceUrl", "file://" + wall, "id", "wall", "user", "ada"));
        one = Asker.install(host, dir, "one", "ada", "");
        two = Asker.install(host, dir, "two", "ada", "");
        browser = starting.get();
        browser.look(1280, 800, false);
        browser.open(root() + "_atek/login");
        browser.one("#username").sendKeys("ada", Keys.TAB, Person.PASSWORD, Keys.ENTER);
        browser.one("h1", "ada");
    }

    @AfterAll
    void stop() {
        browser.close();
        host.close();
    }

    @BeforeEach
    void theConsoleIsEmpty() {
        browser.complaints();
    }

    @AfterEach
    void everythingIsTakenBack() throws IOException {
        host.call(PermissionsApi.ID.value(), "revoke", "wall");
    }

    @Test
    void thePageUsesTheProviderThatItsOwnerPicked() throws Exception {
        ask(Map.of("pick", "provider", "api", "example.com/shared"));
        assertThat(browser.texts(".pick bdi")).contains("one", "two");
        examine("pick-provider");

        pick("two");

        assertThat(call("example.com/shared", "key")).isEqualTo('"' + two.key() + '"');
        assertThat(call("example.com/shared&service=one", "key")).contains("Not allowed");
        assertThat(call("example.com/one", "key")).contains("lacks the permission");
    }

    @Test
    void thePageUsesTheDatabaseThatItsOwnerPicked() throws Exception {
        String album = made("album");
        String secret = made("secret");
        assertThat(call(ADB, "recordGet", album, "/a")).contains("lacks the permission");

        ask(Map.of("pick", "database"));
        examine("pick-database");
        pick("album of one");

        assertThat(call(ADB, "recordGet", album, "/a")).contains("\"n\":7");
        assertThat(call(ADB, "recordPut", album, "/b", Map.of("n", 8))).startsWith("{");
        assertThat(one.asks(ADB, "recordGet", album, "/b").at("/result/value/n").asInt())
                .as("its owner sees what was written")
                .isEqualTo(8);
        assertThat(call(ADB, "recordGet", secret, "/a")).contains("only for a part");
        assertThat(call(ADB, "dbList")).contains("only for a part");
    }

    @Test
    void whoSaysNoGivesNothing() throws Exception {
        ask(Map.of("pick", "provider", "api", "example.com/two"));
        browser.one("#deny:enabled").sendKeys(Keys.ENTER);
        browser.one("#outcome", "Not allowed");
        back();

        browser.one("#said", "denied");
        assertThat(call("example.com/two", "key")).contains("lacks the permission");
    }

    @Test
    void aWebSocketOfThePageEndsWhenItsGrantIsTakenBack() throws Exception {
        var live = Map.of("api", "example.com/one-live", "methods", List.of("*"));
        host.call(PermissionsApi.ID.value(), "grant", "wall", List.of(live));
        browser.open("http://wall.localhost:" + host.port() + "/");
        browser.script(
                """
                const done = arguments[0];
                const said = document.querySelector('#said');
                const socket = new WebSocket(
                  `ws://${location.host}/_atek/gateway?api=example.com/one-live`);
                socket.onmessage = () => { said.textContent = 'live'; done(); };
                socket.onclose = () => { said.textContent = 'ended'; };
                """);

        host.call(PermissionsApi.ID.value(), "revoke", "wall");

        browser.one("#said", "ended");
    }

    private String made(String name) throws IOException {
        String db = one.asks(ADB, "dbGetOrCreate", name).at("/result/dbId").asText();
        JsonNode put = one.asks(ADB, "recordPut", db, "/a", Map.of("n", 7));
        assertThat(put.has("result")).as(put.toString()).isTrue();
        return db;
    }

    /// The page asks, and its owner opens the question in another tab.
    private void ask(Map<String, String> wish) {
        browser.open("http://wall.localhost:" + host.port() + "/");
        browser.one("h1", "Wall");
        browser.script(ASK, wish);
        browser.otherTab(root());
        browser.one(".strip.asked a", "Answer").click();
        browser.one("h1", "May wall do this?");
    }

    /// Picks by keys, allows, and goes back to the page of the service.
    private void pick(String name) {
        browser.one(".pick", name).click();
        browser.one("#allow:enabled").sendKeys(Keys.ENTER);
        browser.one("#outcome", "Allowed");
        back();
        browser.one("#said", "granted");
    }

    private void back() {
        browser.closeTab();
        browser.one("h1", "Wall");
    }

    private String call(String api, String method, Object... params) {
        return browser.script(CALL, "/_atek/gateway?api=" + api, method, List.of(params));
    }

    private void examine(String view) throws IOException {
        assertThat(browser.complaints()).isEmpty();
        browser.picture("powerbox-" + view);
        var faults = new ArrayList<String>();
        for (boolean dark : List.of(false, true)) {
            browser.look(NARROWEST, 740, dark);
            browser.barriers().forEach(faults::add);
        }
        String wide = browser.script("arguments[0](document.documentElement.scrollWidth)");
        assertThat(Integer.parseInt(wide)).as(view).isLessThanOrEqualTo(NARROWEST);
        assertThat(faults).as(view).isEmpty();
        browser.look(1280, 800, false);
    }

    private String root() {
        return "http://localhost:" + host.port() + "/";
    }
}
