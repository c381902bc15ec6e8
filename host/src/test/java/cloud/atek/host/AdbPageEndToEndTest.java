package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.AdbVisit;
import cloud.atek.host.testkit.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/// What somebody does with his databases on ADB's page, in the built distribution.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdbPageEndToEndTest {

    private AdbVisit visit;
    private Browser browser;
    private String db = "";

    @BeforeAll
    void begin(@TempDir Path dir) throws Exception {
        visit = AdbVisit.begin(dir);
        browser = visit.browser();
    }

    @AfterAll
    void end() {
        visit.close();
    }

    @AfterEach
    void theConsoleIsSilent() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(1)
    void aDatabaseIsMade() throws Exception {
        browser.one(".rows", "Server database");
        browser.one(".badge", "Server");
        browser.one("main .button.main", "New database").click();
        browser.one("dialog input[name=alias]").sendKeys("library", Keys.ENTER);

        browser.one("h1", "All records");
        browser.one(".panel", "Nothing is here.");

        db = visit.database("library");
        assertThat(browser.url()).contains(db);
    }

    @Test
    @Order(2)
    void aMistakeIsShownAtItsPlaceBeforeItIsSent() throws Exception {
        visit.at(db, "new/books");
        browser.one("#path").sendKeys("solaris");
        visit.fill("#json", "{\n  \"title\": \"Solaris\"\n  \"year\": 1961\n}");
        browser.one("main .button.main", "Create").click();

        browser.one(".problem", "Line 3: A comma or } belongs here.");
        assertThat(visit.focused().getDomAttribute("id")).isEqualTo("json");
        assertThat(visit.eval("document.activeElement.selectionStart")).isEqualTo("25");

        visit.fill("#json", "{\"title\": \"Solaris\", \"title\": 1}");
        visit.press(Keys.chord(Keys.CONTROL, "s"));
        browser.one(".problem", "Line 1: The name title stands twice");
        visit.fill("#json", "{\"title\": \"Solaris\", \"id\": 12345678901234567890}");
        visit.press(Keys.chord(Keys.CONTROL, "s"));
        browser.one("h1", "solaris");
        assertThat(browser.one("#json").getDomProperty("value")).contains("12345678901234567890");
    }

    @Test
    @Order(3)
    void aRefusalOfTheServerIsShownAtItsPlaceToo() {
        String members =
                IntStream.rangeClosed(0, 10_000)
                        .mapToObj(i -> "\"m" + i + "\":1")
                        .collect(Collectors.joining(","));
        visit.at(db, "record/books/solaris");
        browser.one("#json");
        visit.fill("#json", "{\n\"title\": \"Solaris\",\n\"many\": {" + members + "}\n}");
        browser.one("main .button.main", "Save").click();

        browser.one(".problem", "Line 3: The object has 10,001 members");
        browser.one("main .button", "Discard").click();
        browser.one(".numbers", "4");
    }

    @Test
    @Order(4)
    void whoSavesOverAnothersChangeIsAsked() throws Exception {
        visit.at(db, "record/books/solaris");
        browser.one("#json");
        visit.fill("#json", "{\"title\": \"Solaris\", \"by\": \"mine\"}");
        visit.put(db, "[\"books\",\"solaris\"]", "{\"title\":\"Solaris\",\"by\":\"theirs\"}");
        browser.one("main .button.main", "Save").click();

        browser.one(".conflict h2", "Somebody changed it meanwhile");
        assertThat(browser.one(".diff .gone").getText()).contains("theirs");
        assertThat(browser.one(".diff .new").getText()).contains("mine");
        browser.picture("adb-conflict");
        browser.one("main .button", "Save mine over it").click();
        browser.one(".toast", "Saved.");

        assertThat(visit.call("recordGet", "[\"%s\",\"/books/solaris\"]".formatted(db)).toString())
                .contains("mine");
    }

    @Test
    @Order(5)
    void whatWasTypedAndNotSavedIsStillThere() {
        visit.at(db, "record/books/solaris");
        browser.one("#json");
        visit.fill("#json", "{\"title\": \"unsaved\"}");
        browser.one("nav.tabs a", "Settings").click();
        browser.one("h1", "Settings");
        browser.driver().navigate().back();

        browser.one(".notice", "did not save");
        assertThat(browser.one("#json").getDomProperty("value")).contains("unsaved");
        browser.one(".notice button", "Discard").click();
        browser.one("main .button[disabled]", "Save");
    }

    @Test
    @Order(6)
    void historyShowsWhatEachVersionChangedAndRestoresOne() throws Exception {
        visit.at(db, "history/books/solaris");
        browser.one(".diff .new", "mine");
        browser.picture("adb-history");
        browser.one("li:nth-child(2) summary").click();
        browser.one("li:nth-child(2) .button", "Restore").click();
        browser.one("dialog .button.main", "Restore").click();
        browser.one(".toast", "Restored.");

        assertThat(visit.call("recordGet", "[\"%s\",\"/books/solaris\"]".formatted(db)).toString())
                .contains("theirs");
        browser.one("li:first-child .diff .new", "theirs");
    }

    @Test
    @Order(7)
    void whatIsDeletedComesBackByUndo() {
        visit.at(db, "records/books");
        browser.one("[aria-label='Delete solaris']").click();
        assertThat(visit.focused().getText()).isEqualTo("Cancel");
        browser.one("dialog .danger").click();
        browser.one(".panel", "Nothing is here.");
        browser.one(".toast button", "Undo").click();

        browser.one(".row", "solaris");
    }

    @Test
    @Order(8)
    void aQueryIsAskedInPlainWordsAndUsesAnIndex() throws Exception {
        for (int i = 0; i < 60; i++) {
            String value = "{\"name\":\"p%d\",\"age\":%d}".formatted(i, i);
            visit.put(db, "[\"people\",\"p" + i + "\"]", value);
        }
        visit.at(db, "indexes");
        browser.one("main .button.main", "New index").click();
        browser.one("dialog input[pattern]").sendKeys("by-age");
        browser.one("dialog textarea").sendKeys("age");
        browser.one("dialog .button.main").click();
        browser.one(".badge", "Ready");

        visit.at(db, "query");
        browser.one(".condition input").sendKeys("age");
        browser.one(".condition select").sendKeys("is at least");
        browser.one(".condition .field:nth-child(3) input").sendKeys("5");
        visit.press(Keys.ENTER);
        browser.one(".plan", "by-age");
        browser.one("h2", "50 or more found");
        browser.picture("adb-query");
        browser.one("main .button", "Count them all").click();
        browser.one(".head-row", "55 in all");
        browser.one("main .button", "Show more").click();
        browser.one("h2", "55 found");

        browser.driver().findElement(By.cssSelector(".switch input[value=json]")).click();
        assertThat(browser.one("#query").getDomProperty("value")).contains("\"gte\": 5");
        visit.fill("#query", "{\n\"where\": {\n\"/age\": {\"foo\": 1}}\n}");
        browser.one(".ask .button.main").click();
        browser.one(".problem", "Line 3: no operator");
    }

    @Test
    @Order(9)
    void wordsAreFoundWhenAnIndexOfThemIsThere() {
        visit.at(db, "query");
        browser.driver().findElement(By.cssSelector(".switch input[value=words]")).click();
        browser.one(".ask input:not([type=radio])").sendKeys("sol*", Keys.ENTER);
        browser.one(".notice.bad button", "Define an index").click();
        browser.one("dialog textarea").sendKeys("/title");
        browser.one("dialog .button.main").click();
        browser.one(".toast", "is being built");
        browser.one(".ask .button.main").click();

        browser.one(".row", "/books/solaris");
    }

    @Test
    @Order(10)
    void theWholeDatabaseIsShownAsItWas() throws Exception {
        visit.at(db, "records");
        browser.one(".row", "people");
        browser.one(".tools button", "Time").click();
        browser.one(".when", " of ");
        visit.fill("input[type=range]", "2");
        browser.one(".when form:last-child button").click();

        browser.one(".past", "You look at the past: change 2.");
        browser.one(".row", "books");
        assertThat(browser.texts(".row")).hasSize(1);
        assertThat(browser.texts("main .button")).doesNotContain("New record");
        browser.picture("adb-past");
        browser.one(".past .button.main").click();
        browser.one(".row", "people");
    }

    @Test
    @Order(11)
    void exportIsImportedAgain(@TempDir Path dir) throws Exception {
        browser.driver()
                .executeCdpCommand(
                        "Browser.setDownloadBehavior",
                        Map.of("behavior", "allow", "downloadPath", dir.toString()));
        visit.at(db, "settings");
        browser.one("main .button", "Export").click();
        browser.one(".toast", "Exported");
        Path file = downloaded(dir.resolve("library.jsonl"));
        assertThat(Files.readAllLines(file))
                .hasSize(61)
                .first()
                .asString()
                .startsWith("{\"path\":[\"books\",\"solaris\"],\"value\":{");

        String copy = visit.database("copy");
        visit.at(copy, "settings");
        var input = browser.driver().findElement(By.cssSelector("input[type=file]"));
        input.sendKeys(file.toString());
        browser.one(".toast", "Imported 61 records");
        Path bad =
                Files.writeString(dir.resolve("bad.jsonl"), "\n{\"path\":[\"a\"],\"value\":1}\n");
        input.sendKeys(bad.toString());
        browser.one(".toast.bad", "Line 2: want");

        assertThat(visit.call("stat", "[\"" + copy + "\"]").path("records").asInt()).isEqualTo(61);
    }

    @Test
    @Order(12)
    void whoIsNoAdminSeesOnlyHisOwn(@TempDir Path dir) throws Exception {
        visit.user("jonas", dir);
        visit.logIn("jonas");
        browser.one(".panel", "There are none.");
        assertThat(browser.texts("h2")).containsExactly("Your databases");

        browser.open(visit.site() + "#/db/" + db + "/records");
        browser.one(".notice.bad", "belongs to somebody else");
    }

    private static Path downloaded(Path file) throws InterruptedException {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (!Files.exists(file) && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        return file;
    }
}
