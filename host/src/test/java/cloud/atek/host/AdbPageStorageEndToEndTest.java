package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.AdbVisit;
import cloud.atek.host.testkit.Browser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/// What a database keeps of its past and on the disk, on ADB's page.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdbPageStorageEndToEndTest {

    private AdbVisit visit;
    private Browser browser;
    private String db = "";

    @BeforeAll
    void begin(@TempDir Path dir) throws Exception {
        visit = AdbVisit.begin(dir);
        browser = visit.browser();
        db = visit.database("library");
        for (int i = 0; i < 20; i++) {
            String text = "x".repeat(20_000);
            visit.put(db, "[\"books\",\"eden\"]", "{\"n\":%d,\"t\":\"%s\"}".formatted(i, text));
        }
    }

    @AfterEach
    void theConsoleIsSilent() {
        assertThat(browser.complaints()).isEmpty();
    }

    @AfterAll
    void end() {
        visit.close();
    }

    @Test
    void lessOfThePastIsKeptAndSpaceIsFreed() throws Exception {
        visit.at(db, "settings");
        browser.one("input[value=all]:checked:enabled");
        browser.driver().findElement(By.cssSelector("input[value=versions]")).click();
        browser.one("input[type=number]").sendKeys(Keys.chord(Keys.CONTROL, "a"), "2", Keys.ENTER);
        browser.one("dialog", "What is older goes for good");
        assertThat(visit.focused().getText()).isEqualTo("Cancel");
        browser.one("dialog .danger").click();
        browser.one(".toast", "Saved.");
        assertThat(visit.call("dbGetConfig", "[\"%s\"]".formatted(db)).path("retention").toString())
                .isEqualTo("{\"versions\":2}");

        browser.one("main .button", "Free space now").click();
        browser.one(".work", "The log took");
        browser.picture("adb-storage");
        assertThat(browser.barriers()).isEmpty();
        String history = "[\"%s\",\"/books/eden\"]".formatted(db);
        assertThat(visit.call("recordHistory", history).path("versions")).hasSize(2);

        browser.one("main .button", "Make the view anew").click();
        browser.one(".toast", "The view is made anew.");
        visit.at(db, "settings");
        assertThat(browser.one("input[type=number]").getDomProperty("value")).isEqualTo("2");
    }

    @Test
    void whatIsRemovedForGoodIsNamedFirst() throws Exception {
        visit.put(db, "[\"books\",\"secret\"]", "{\"a\":1}");
        visit.at(db, "record/books/secret");
        browser.one("main .button", "Remove for good").click();
        browser.one("dialog", "all its earlier versions are lost");
        browser.picture("adb-purge");
        assertThat(browser.barriers()).isEmpty();
        browser.one("dialog input").sendKeys("secrets", Keys.ENTER);
        browser.one("dialog .notice.bad", "That is not its name. Type secret, or cancel.");
        browser.one("dialog input").sendKeys(Keys.BACK_SPACE, Keys.ENTER);
        browser.one(".toast", "Removed /books/secret for good, with 1 version.");

        browser.one(".row", "eden");
        String history = "[\"%s\",\"/books/secret\"]".formatted(db);
        assertThat(visit.call("recordHistory", history).path("versions")).isEmpty();
    }
}
