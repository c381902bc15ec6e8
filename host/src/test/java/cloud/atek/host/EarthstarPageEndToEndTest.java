package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.config.Tls;
import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.host.testkit.Trust;
import cloud.atek.host.tls.TlsKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// The page of Earthstar: by hand, by keys, on a narrow phone and in the dark.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarthstarPageEndToEndTest {

    /// The narrowest phone, in CSS pixels.
    private static final int NARROWEST = 360;

    private static final String API = "atek.cloud/earthstar-api";
    private static final String HOSTILE = "<img src=x onerror=window.harmed=1>";

    @TempDir private Path dir;
    private TestHost host;
    private Browser browser;

    @BeforeAll
    void begin() throws Exception {
        host = TestHost.up(TestHost.freshHome());
        Person.made(host, "ada", "admin");
        browser = new Browser();
        browser.look(1280, 800, false);
        browser.open(site());
        browser.one("#username").sendKeys("ada");
        browser.one("#password").sendKeys(Person.PASSWORD, Keys.ENTER);
        browser.seeUrl(site());
        browser.one("h1", "Workspaces");
    }

    @AfterAll
    void end() {
        browser.close();
        host.close();
    }

    @AfterEach
    void theConsoleIsSilent() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aWorkspaceIsMadeWrittenFollowedAndPublished() throws Exception {
        var faults = new ArrayList<String>();
        browser.one("main button", "New author").click();
        browser.one("dialog input").sendKeys("suzy", Keys.ENTER);
        browser.one(".row", "suzy");
        browser.type("n");
        browser.one("dialog input").sendKeys("garden", Keys.ENTER);
        browser.one("h1", "Documents");
        browser.one(".panel", "There are none yet");

        write("/wiki/Flowers", "Flowers are pretty");
        browser.one("article", "Flowers are pretty");
        write("/wiki/hostile", HOSTILE);
        browser.one("pre", HOSTILE);
        examine("document", faults);
        sealed();
        tab("Documents");
        browser.one(".row", "/wiki/Flowers");
        browser.one(".row", "/wiki/hostile");
        examine("documents", faults);
        browser.one("#filter").sendKeys("/wiki/F");
        browser.one(".row", "/wiki/Flowers");
        followAndPublish(faults);
        overview(faults);
        assertThat(browser.script("arguments[0](String(window.harmed))")).isEqualTo("undefined");
        assertThat(faults).isEmpty();
    }

    private void followAndPublish(List<String> faults) throws Exception {
        tab("Sync");
        browser.type("n");
        browser.one("dialog input[name=url]").sendKeys("http://localhost:1", Keys.ENTER);
        browser.one("h2", "http://localhost:1");
        browser.one(".notice.warn");
        examine("sync", faults);
        trust(faults);
        tab("Settings");
        browser.one("main .check", "Published").click();
        browser.one(".toast", "Saved.");
        examine("settings", faults);
        tab("Activity");
        browser.one(".state.running", "Listening");
        elsewhere();
        browser.one(".row", "/wiki/News");
        examine("activity", faults);
    }

    /// A home with an authority that nobody knows.
    private void trust(List<String> faults) throws Exception {
        Trust.Owned owned = Trust.owned(dir, "own", "localhost");
        var files = new Tls.Files(0, owned.certificate(), owned.key());
        try (TlsKeys keys =
                        Objects.requireNonNull(
                                TlsKeys.open(files, dir, List.of(), List::of, Clock.systemUTC()));
                var home =
                        (SSLServerSocket)
                                keys.context().getServerSocketFactory().createServerSocket(0)) {
            Thread.ofVirtual().start(() -> shakeHands(home));
            String url = "https://localhost:" + home.getLocalPort();
            browser.type("n");
            browser.one("dialog input[name=url]").sendKeys(url, Keys.ENTER);
            browser.one("h2", url);
            browser.one(".notice.warn", "shows an authority that is not known here");
            browser.one("main .button", "Compare and trust").click();
            String fingerprint = browser.one("dialog .address").getText();
            assertThat(fingerprint).hasSize(95);
            examine("trust", faults);
            browser.one("dialog .button.danger", "It is the same").click();
            browser.one("dd .address", fingerprint);
        }
    }

    private static void shakeHands(SSLServerSocket home) {
        while (!home.isClosed()) {
            try (var one = (SSLSocket) home.accept()) {
                one.startHandshake();
            } catch (IOException e) {
                // Whoever does not trust it ends it.
            }
        }
    }

    private void overview(List<String> faults) throws Exception {
        browser.type("a");
        browser.one("h1", "Workspaces");
        browser.one(".badge.public", "Public");
        browser.type(Keys.ARROW_DOWN);
        browser.type(Keys.ENTER);
        browser.one("h1", "Documents");
        browser.open(site());
        browser.one(".row", "garden");
        examine("workspaces", faults);
    }

    /// What is sealed for her, and what is sealed for somebody else.
    private void sealed() throws Exception {
        String suzy = host.call(API, "keypairList").at("/result/keypairs/0/author").asText();
        String zoey = host.call(API, "keypairCreate", "zoey").at("/result/author").asText();
        for (var each : Map.of("/sealed/suzy", suzy, "/sealed/zoey", zoey).entrySet()) {
            var draft =
                    Map.of(
                            "author", each.getValue(),
                            "path", each.getKey(),
                            "content", "for one alone",
                            "sealedFor", List.of());
            assertThat(host.call(API, "documentSet", workspace(), draft).has("result")).isTrue();
        }
        tab("Documents");
        browser.one(".row", "/sealed/suzy").click();
        browser.one("article", "sealed");
        browser.one("pre", "for one alone");
        tab("Documents");
        browser.one(".row .peek", "Sealed");
        browser.one(".row", "/sealed/zoey").click();
        browser.one("article", "Sealed for others");
    }

    private String workspace() throws Exception {
        return host.call(API, "workspaceList").at("/result/workspaces/0/workspace").asText();
    }

    private void write(String path, String content) {
        tab("Documents");
        browser.type("n");
        browser.one("h1", "New document");
        browser.one("option", "@suzy");
        browser.one("[name=path]").sendKeys(path);
        browser.one("textarea").sendKeys(content);
        browser.one("main .button.main").click();
        browser.one("h1", path);
    }

    private void tab(String name) {
        browser.one("nav.tabs a", name).click();
        browser.one("h1", name);
    }

    /// Another author writes meanwhile.
    private void elsewhere() throws Exception {
        String author = host.call(API, "keypairCreate", "anna").at("/result/author").asText();
        var draft = Map.of("author", author, "path", "/wiki/News", "content", "new");
        assertThat(host.call(API, "documentSet", workspace(), draft).has("result")).isTrue();
    }

    private void examine(String view, List<String> faults) throws Exception {
        browser.picture("earthstar-" + view);
        for (boolean dark : List.of(false, true)) {
            browser.look(NARROWEST, 740, dark);
            browser.barriers().forEach(fault -> faults.add(view + " dark=" + dark + " " + fault));
        }
        String wide = browser.script("arguments[0](document.documentElement.scrollWidth)");
        if (Integer.parseInt(wide) > NARROWEST) {
            faults.add(view + " is " + wide + " pixels wide");
        }
        browser.look(1280, 800, false);
    }

    private String site() {
        return "http://core.earthstar.localhost:" + host.port() + "/";
    }
}
