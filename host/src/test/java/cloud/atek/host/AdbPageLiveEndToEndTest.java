package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.AdbVisit;
import cloud.atek.host.testkit.Browser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// ADB's page shows what others write, while somebody looks at it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdbPageLiveEndToEndTest {

    private static final String COUNT =
            """
            const [address] = arguments;
            const plain = window.fetch;
            window.streams = [];
            window.fetch = (url, options) => {
              if (options.headers.Accept !== 'text/event-stream') {
                return plain(url, options);
              }
              const own = new AbortController();
              streams.push(own);
              options.signal.addEventListener('abort', () => own.abort());
              return plain(url, { ...options, signal: own.signal });
            };
            location.hash = address;
            """;

    private AdbVisit visit;
    private Browser browser;
    private String db = "";
    private int databases;

    @BeforeAll
    void begin(@TempDir Path dir) throws Exception {
        visit = AdbVisit.begin(dir);
        browser = visit.browser();
    }

    @BeforeEach
    void aDatabaseIsThere() throws Exception {
        db = visit.database("live" + databases++);
        visit.put(db, "[\"books\",\"solaris\"]", "{\"title\":\"Solaris\",\"year\":1960}");
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
    void aListShowsWhatOthersWriteAndKeepsTheFocus() throws Exception {
        visit.at(db, "records/books");
        browser.one(".row", "solaris");
        visit.press(Keys.ARROW_DOWN);
        visit.put(db, "[\"books\",\"eden\"]", "{\"id\":12345678901234567890}");
        browser.one(".row", "eden");
        browser.one(".row .peek", "12345678901234567890");
        browser.one(".fresh", "changed just now");
        browser.one("#said", "The list has changed");
        assertThat(visit.focused().getText()).contains("solaris");
        browser.picture("adb-live-records");
        assertThat(browser.barriers()).isEmpty();

        visit.call("recordDelete", "[\"%s\",\"/books/solaris\"]".formatted(db));
        browser.one(".row.gone", "deleted just now");
        assertThat(visit.focused().getText()).contains("solaris");
        visit.put(db, "[\"books\",\"old\",\"one\"]", "{}");
        browser.one(".row.folder .fresh", "changed just now");
    }

    @Test
    void aRecordFollowsAndTheCursorStays() throws Exception {
        visit.at(db, "record/books/solaris");
        browser.one("#json").click();
        visit.eval("document.activeElement.setSelectionRange(3, 5)");
        visit.put(db, "[\"books\",\"solaris\"]", "{\"title\":\"Solaris\",\"year\":1961}");
        browser.one(".fresh", "changed just now");
        assertThat(browser.one("#json").getDomProperty("value")).contains("1961");
        assertThat(visit.eval("document.activeElement.selectionStart")).isEqualTo("3");
        browser.one("main .button[disabled]", "Save");
    }

    @Test
    void whatIsTypedStaysWhenSomebodyElseSaves() throws Exception {
        visit.at(db, "record/books/solaris");
        browser.one("#json");
        visit.fill("#json", "{\"title\": \"mine\"}");
        visit.put(db, "[\"books\",\"solaris\"]", "{\"title\":\"theirs\"}");
        browser.one(".notice", "Somebody changed this record. What you typed is still here.");
        browser.one("#said", "Somebody changed this record");
        assertThat(browser.one("#json").getDomProperty("value")).isEqualTo("{\"title\": \"mine\"}");
        browser.picture("adb-live-record");
        assertThat(browser.barriers()).isEmpty();

        browser.one(".notice button", "Show").click();
        browser.one(".diff .gone", "theirs");
        browser.one(".diff .new", "mine");
        visit.call("recordDelete", "[\"%s\",\"/books/solaris\"]".formatted(db));
        browser.one(".conflict", "somebody deleted it");
        browser.one("main .button", "Save mine over it").click();
        browser.one(".toast", "Saved.");
        assertThat(browser.texts(".notice")).isEmpty();
    }

    @Test
    void whatWasTypedIsComparedWithWhatCameWhileItWasLeft() throws Exception {
        visit.at(db, "record/books/solaris");
        browser.one("#json");
        visit.fill("#json", "{\"title\": \"mine\"}");
        browser.one("nav.tabs a", "Settings").click();
        browser.one("h1", "Settings");
        visit.put(db, "[\"books\",\"solaris\"]", "{\"title\":\"theirs\"}");
        browser.driver().navigate().back();
        browser.one(".between button", "Show").click();
        browser.one(".diff .gone", "theirs");
        browser.one("main .button", "Take theirs").click();
        browser.one("main .button[disabled]", "Save");
        assertThat(browser.one("#json").getDomProperty("value")).contains("theirs");
    }

    @Test
    void aStreamThatBreaksGoesOnWhereItWas() throws Exception {
        countStreams("records/books");
        visit.put(db, "[\"books\",\"eden\"]", "{}");
        browser.one(".row", "eden");
        visit.eval("streams[0].abort()");
        visit.put(db, "[\"books\",\"fiasco\"]", "{}");
        browser.one(".row", "fiasco");
    }

    @Test
    void aHiddenPageHearsNothingAndCatchesUp() throws Exception {
        countStreams("records/books");
        hidden(true);
        assertThat(visit.eval("streams.map((one) => one.signal.aborted).join()")).isEqualTo("true");
        visit.put(db, "[\"books\",\"eden\"]", "{}");
        hidden(false);
        browser.one(".row", "eden");
        assertThat(visit.eval("streams.map((one) => one.signal.aborted).join()"))
                .isEqualTo("true,false");
    }

    @Test
    void aPurgeIsNoEndOfIt() throws Exception {
        visit.at(db, "records/books");
        browser.one(".row", "solaris");
        visit.put(db, "[\"books\",\"secret\"]", "{}");
        browser.one(".row", "secret");
        visit.call("purge", "[\"%s\",\"/books/secret\"]".formatted(db));
        visit.put(db, "[\"books\",\"eden\"]", "{}");
        browser.one(".row", "eden");
    }

    @Test
    void aViewThatIsLeftHearsNothing() {
        countStreams("records/books");
        browser.one("nav.tabs a", "Settings").click();
        browser.one("h1", "Settings");
        assertThat(visit.eval("streams.map((one) => one.signal.aborted).join()")).isEqualTo("true");
    }

    @Test
    void aQueryOfThePastIsAnsweredFromIt() throws Exception {
        long then = visit.call("stat", "[\"%s\"]".formatted(db)).path("seq").asLong();
        visit.put(db, "[\"books\",\"solaris\"]", "{\"title\":\"Solaris\",\"year\":2020}");
        visit.at(db, "query?at=" + then);
        browser.one(".condition input").sendKeys("year");
        browser.one(".condition .field:nth-child(3) input").sendKeys("1960", Keys.ENTER);
        browser.one(".plan", "Answered from what was there at change " + then);
        browser.one(".row", "1960").click();
        browser.one(".past", "You look at the past");
        assertThat(browser.one("#json").getDomProperty("value")).contains("1960");
    }

    /// Shows a view whose streams can be counted and cut.
    private void countStreams(String view) {
        visit.at(db, "indexes");
        browser.driver().executeScript(COUNT, "#/db/" + db + "/" + view);
        browser.one(".row", "solaris");
        browser.script(
                "const done = arguments[0]; setInterval(() => streams.length && done(), 20)");
    }

    private void hidden(boolean is) {
        browser.driver()
                .executeScript(
                        "Object.defineProperty(document, 'hidden', {value: arguments[0], configurable: true});"
                                + " document.dispatchEvent(new Event('visibilitychange'))",
                        is);
    }
}
