package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

/// What services may do, as their owner is asked and answers: in a real browser, by keys, on a
/// narrow phone, in the dark and by ear. Pictures are kept in `target/screenshots`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PermissionPagesEndToEndTest {

    /// The narrowest phone, in CSS pixels.
    private static final int NARROWEST = 360;

    private static final String FIRST =
            """
            {"name": "Feed Reader", "runtime": "static", "permissions": {
              "network": [{"host": "feeds.example.com", "reason": "To fetch your feeds."}],
              "folders": [{"name": "photos", "access": "read", "reason": "To show pictures."}],
              "devices": ["camera"]}}
            """;
    private static final String SECOND =
            FIRST.replace(
                    "\"devices\"",
                    "\"apis\": [{\"api\": \"atek.cloud/adb-api\", \"reason\": \"To keep them.\"}],"
                            + " \"devices\"");

    /// With an icon of no bytes, so that no browser looks for one.
    private static final String PAGE =
            "<!doctype html><title>Reader</title><link rel=\"icon\" href=\"data:,\"><h1>Feeds</h1>";

    private TestHost host;
    private Browser browser;
    private GitPackage reader;
    private Path plain;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        var starting = CompletableFuture.supplyAsync(Browser::new);
        host = TestHost.up(TestHost.freshHome());
        reader =
                GitPackage.create(dir, "reader")
                        .write("atek.json", FIRST)
                        .write("index.html", PAGE)
                        .release("v1.0.0");
        plain = Files.createDirectories(dir.resolve("plain"));
        Files.writeString(plain.resolve("index.html"), "<h1>Plain</h1>");
        browser = starting.get();
        browser.look(1280, 800, false);
        Person.made(host, "ada", "admin");
        browser.open(root() + "_atek/login");
        browser.one("#username").sendKeys("ada", Keys.TAB, Person.PASSWORD, Keys.ENTER);
        browser.one("h1", "ada");
    }

    @AfterAll
    void stop() {
        browser.close();
        host.close();
        reader.close();
    }

    @AfterEach
    void theConsoleIsSilent() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(1)
    void anInstallAsksForEachThingAndGivesNothingByItself() throws Exception {
        browser.open(root() + "install");
        browser.one("#source").sendKeys(reader.bare().toString(), Keys.ENTER);
        browser.seeUrl(root() + "service/reader/allow");
        browser.one("h2", "May Feed Reader do this?");
        assertThat(browser.one(".wants").getText())
                .contains("feeds.example.com", "“To fetch your feeds.”", "photos");
        examine("install");
        assertThat(grants()).isEmpty();

        browser.one(".wants [name=want0]").sendKeys(Keys.SPACE);
        browser.one(".wants .button:not(.main)").sendKeys(Keys.ENTER);
        browser.one(".toast", "It is allowed.");

        assertThat(grants().findValuesAsText("host")).containsExactly("feeds.example.com");
    }

    @Test
    @Order(2)
    void anUpdateThatWantsMoreAsksForThat() throws Exception {
        reader.write("atek.json", SECOND).release("v1.1.0");
        host.call("atek.cloud/services-api", "checkForPackageUpdates", "reader");
        browser.open(root() + "service/reader/");
        browser.one(".update button").click();

        browser.seeUrl(root() + "service/reader/allow");
        browser.one(".toast", "It asks for 1 more thing");
        browser.one(".wants", "“To keep them.”");
        assertThat(grants()).hasSize(1);
        browser.one(".wants .button.main").click();
        browser.seeUrl(root() + "service/reader/");
        browser.one("#may");

        assertThat(grants()).hasSize(3);
        examine("overview");
    }

    @Test
    @Order(3)
    void grantsAreNarrowedAndTakenBack() throws Exception {
        browser.open(root() + "service/reader/permissions");
        browser.one("[aria-label^='Narrow'][aria-label*='adb-api']").click();
        browser.one("dialog [name=prefix]").sendKeys("/feeds", Keys.ENTER);
        browser.one(".toast", "It may do less now.");
        browser.one(".grants", "/feeds");
        examine("service");
        assertThat(grants().findValue("prefix").toString()).isEqualTo("[\"feeds\"]");
        assertThat(grants()).hasSize(3);

        browser.one(".grants [aria-label^='Take back']").sendKeys(Keys.ENTER);
        browser.one(".toast", "It is taken back.");

        assertThat(grants()).hasSize(2);
    }

    @Test
    @Order(4)
    void theOwnerPicksAFolderInTheHostsOwnDialog() throws Exception {
        browser.open("http://reader.localhost:" + host.port() + "/");
        browser.one("h1", "Feeds");
        browser.script(
                """
                const done = arguments[0];
                import('/_atek/js/rpc.js').then(({ create }) => {
                  const permissions = create('atek.cloud/permissions-api');
                  permissions.request({ pick: 'folder', access: 'write' }, { reason: 'For backups.' });
                  const look = async () => {
                    const [{ requests }] = await permissions.list('reader');
                    requests.length > 0 ? done() : setTimeout(look, 50);
                  };
                  look();
                });
                """);
        browser.open(root());
        browser.one(".strip.asked a", "Answer").click();
        browser.one("h1", "May reader do this?");
        browser.one("#allow:enabled").click();
        browser.one(".problem", "Pick one first.");
        browser.one("#new").sendKeys("letters");
        examine("pick");

        browser.one("#allow:enabled").sendKeys(Keys.ENTER);
        browser.one("#outcome", "Allowed");
        examine("answered");
        browser.one("#back").click();
        browser.seeUrl(root());

        assertThat(grants().findValuesAsText("folder")).contains("letters");
        browser.open(root() + "_atek/permissions");
        browser.one("h1", "Nothing is asked");
    }

    @Test
    @Order(5)
    void aFolderIsOnlyReadFromNowOnAndForADay() throws Exception {
        browser.open(root() + "service/reader/permissions");
        browser.one("[aria-label^='Narrow'][aria-label*='letters']").click();
        browser.one("dialog [name=read]").sendKeys(Keys.SPACE);
        browser.one("dialog [name=span]").sendKeys("For a day");
        examine("narrow");
        browser.one("dialog .main").click();
        browser.one(".toast", "It may do less now.");
        browser.one(".grants", "Read your folder \"letters\".");

        for (JsonNode grant : grants()) {
            if (grant.at("/what/folder").asText().equals("letters")) {
                assertThat(grant.at("/what/access").asText()).isEqualTo("read");
                assertThat(Instant.parse(grant.path("expires").asText()))
                        .isBefore(Instant.now().plus(Duration.ofDays(1)));
                return;
            }
        }
        fail("no grant of the folder: " + grants());
    }

    @Test
    @Order(6)
    void aPackageThatSaysNothingIsSaidToAndLimited() throws Exception {
        browser.open(root() + "install");
        browser.one("#source").sendKeys(plain.toString(), Keys.ENTER);
        browser.seeUrl(root() + "service/plain/allow");
        browser.one(".notice", "everything");
        examine("undeclared");
        browser.one("main .actions .main").click();
        browser.seeUrl(root() + "service/plain/");
        browser.open(root() + "service/plain/permissions");
        browser.one("#grants .link", "Limit it").click();
        browser.one("dialog .danger").click();
        browser.one(".toast", "nothing of yours now");

        JsonNode rights = host.call(PermissionsApi.ID.value(), "list", "plain").at("/result/0");
        assertThat(rights.path("limited").asBoolean()).isTrue();
        examine("limited");
    }

    private void examine(String view) throws IOException {
        browser.picture("permissions-" + view);
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

    private JsonNode grants() throws IOException {
        JsonNode answer = host.call(PermissionsApi.ID.value(), "list", "reader");
        assertThat(answer.has("result")).as(answer.toString()).isTrue();
        return answer.at("/result/0/grants");
    }

    private String root() {
        return "http://localhost:" + host.port() + "/";
    }
}
