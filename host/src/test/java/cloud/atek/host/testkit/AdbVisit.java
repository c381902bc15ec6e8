package cloud.atek.host.testkit;

import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/// A host with ADB's page, and ada, an admin, who looks at it. One thread uses it.
public final class AdbVisit implements AutoCloseable {

    private static final String PASSWORD = "correct horse";

    /// As the page itself calls ADB, for the person who is logged in.
    private static final String CALL =
            """
            const [method, params, done] = arguments;
            fetch('/_atek/gateway?api=atek.cloud/adb-api', {
              method: 'POST',
              headers: { 'Content-Type': 'application/json', 'Atek-Request': '1' },
              body: `{"jsonrpc":"2.0","id":1,"method":"${method}","params":${params}}`,
            }).then((response) => response.text()).then(done);
            """;

    private final TestHost host;
    private final Browser browser;

    private AdbVisit(TestHost host, Browser browser) {
        this.host = host;
        this.browser = browser;
    }

    /// Starts all, and opens the page by the way of the login.
    public static AdbVisit begin(Path dir) throws Exception {
        var visit = new AdbVisit(TestHost.up(TestHost.freshHome()), new Browser());
        visit.user("ada", dir, "--admin");
        visit.browser.look(1280, 800, false);
        visit.logIn("ada");
        return visit;
    }

    public Browser browser() {
        return browser;
    }

    public int port() {
        return host.port();
    }

    /// Makes an account.
    public void user(String name, Path dir, String... more) throws IOException {
        Path password = Files.writeString(dir.resolve("password"), PASSWORD);
        var words =
                new ArrayList<>(
                        List.of("mkuser", "--user", name, "--password-file", "" + password));
        words.addAll(List.of(more));
        Run made = host.cli(words.toArray(String[]::new));
        if (made.exitCode() != 0) {
            throw new IllegalStateException("no account: " + made);
        }
    }

    /// Forgets who was here, and comes back as `name`.
    public void logIn(String name) {
        // What is open could ask for a new session before the old one is gone.
        browser.open("about:blank");
        browser.driver().executeCdpCommand("Network.clearBrowserCookies", Map.of());
        browser.open(site());
        browser.one("#username").sendKeys(name);
        browser.one("#password").sendKeys(PASSWORD, Keys.ENTER);
        browser.seeUrl(site());
        browser.one("h1", "Databases");
    }

    public String site() {
        return "http://core.adb.localhost:" + host.port() + "/";
    }

    /// Opens a view of a database anew, such as `records/books`.
    public void at(String db, String view) {
        browser.open("about:blank");
        browser.open(site() + "#/db/" + db + "/" + view);
        browser.one("h1");
    }

    /// Calls ADB as the page does.
    ///
    /// @param params JSON
    /// @return the result
    public JsonNode call(String method, String params) throws IOException {
        JsonNode answer = MessageCodec.JSON.readTree(browser.script(CALL, method, params));
        if (answer.has("error")) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.path("result");
    }

    public void put(String db, String path, String value) throws IOException {
        call("recordPut", "[\"%s\",%s,%s]".formatted(db, path, value));
    }

    /// The id of a database of this alias, made when there is none.
    public String database(String alias) throws IOException {
        return call("dbGetOrCreate", "[\"%s\",{}]".formatted(alias)).path("dbId").asText();
    }

    /// Puts text in the place of what is in a field, at once.
    public void fill(String css, String text) {
        WebElement field = browser.one(css);
        browser.driver()
                .executeScript(
                        "arguments[0].value = arguments[1];"
                                + " arguments[0].dispatchEvent(new InputEvent('input', {bubbles: true}))",
                        field,
                        text);
    }

    /// Types into what has the focus.
    public void press(CharSequence... keys) {
        browser.type(keys);
    }

    public WebElement focused() {
        return browser.driver().switchTo().activeElement();
    }

    /// Runs a script that gives a value at once.
    public String eval(String script) {
        return String.valueOf(browser.driver().executeScript("return " + script));
    }

    @Override
    public void close() {
        browser.close();
        host.close();
    }
}
