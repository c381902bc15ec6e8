package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.TestHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// What the page "Activity" tells of a household.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActivityPageEndToEndTest {

    private static final String PASSWORD = "correct horse";

    private TestHost host;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        var starting = CompletableFuture.supplyAsync(Browser::new);
        host = TestHost.up(TestHost.freshHome());
        browser = starting.get();
        user("anna", "admin");
        user("ben", "member");
        try (var notes =
                GitPackage.create(dir, "notes")
                        .write("index.html", "<h1>notes</h1>")
                        .release("1.0.0")) {
            assertThat(host.cli("install", notes.bare().toString(), "--user", "ben").exitCode())
                    .isZero();
        }
        Http stranger = host.browser();
        host.call(
                stranger,
                Map.of("Origin", origin(), "Sec-Fetch-Site", "same-origin"),
                "atek.cloud/user-sessions-api",
                "login",
                Map.of("username", "anna", "password", "not hers"));
        browser.open(origin() + "/_atek/login?redirect=/settings/activity");
        browser.one("#username").sendKeys("anna", Keys.TAB, PASSWORD, Keys.ENTER);
    }

    @AfterAll
    void stop() {
        browser.close();
        host.close();
    }

    @Test
    void anAdminReadsWhatWasDoneInPlainWords() throws Exception {
        browser.one(".deeds li", "anna logged in");
        browser.one(".deeds li", "Somebody could not log in as anna");
        browser.one(".deeds li", "The command line installed notes");
        browser.one(".deeds li", "The command line added ben");
        browser.one(".deeds li", "The server started");

        host.call(ServicesApi.ID.value(), "stop", "notes");
        browser.one(".deeds li", "The command line stopped notes");

        browser.one("button", "Check for changes").click();
        browser.one(".notice.good", "entries are as they were written");
        browser.picture("activity");
        assertThat(browser.barriers()).isEmpty();

        browser.one("select option", "ben").click();
        browser.one(".deeds li", "added ben");
        assertThat(browser.complaints()).noneMatch(line -> line.contains("Content Security"));
        browser.look(360, 740, false);
        Object wider =
                browser.driver()
                        .executeScript("return document.documentElement.scrollWidth > innerWidth");
        assertThat(wider).isEqualTo(false);
        browser.picture("activity-of-ben");
    }

    private String origin() {
        return "http://localhost:" + host.port();
    }

    private void user(String name, String role) throws IOException {
        assertThat(
                        host.call(
                                        UsersApi.ID.value(),
                                        "create",
                                        Map.of(
                                                "username",
                                                name,
                                                "password",
                                                PASSWORD,
                                                "role",
                                                role))
                                .has("result"))
                .isTrue();
    }
}
