package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.AdbVisit;
import cloud.atek.host.testkit.Browser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// ADB's page for everybody: by keys alone, on a narrow phone, in the dark, by ear, and with
/// records of somebody who means harm.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdbPageForAllEndToEndTest {

    /// The narrowest phone, in CSS pixels.
    private static final int NARROWEST = 360;

    private static final String HOSTILE = "<img src=x onerror=window.harmed=1>";

    /// All that the Tab key must reach now, numbered.
    private static final String REACHABLE =
            """
            [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
              .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)
              .filter((one) => one.type !== 'radio' || one.checked)
              .map((one, i) => (one.dataset.walk = i)).length\
            """;

    private static final String SMALL =
            """
            [...document.querySelectorAll('button, nav.tabs a, .button, .row, summary, select, textarea, input')]
              .filter((one) => one.checkVisibility() && !one.closest('label.choice, .check, .switch, .file, .problem, .unseen'))
              .map((one) => [one, one.getBoundingClientRect()])
              .filter(([, { width, height }]) => width > 0 && (width < 43.5 || height < 43.5))
              .map(([one, { width, height }]) => `${one.outerHTML.slice(0, 80)} ${width}x${height}`).join('\\n')\
            """;

    private AdbVisit visit;
    private Browser browser;
    private String db = "";

    @BeforeAll
    void begin(@TempDir Path dir) throws Exception {
        visit = AdbVisit.begin(dir);
        browser = visit.browser();
        db = visit.database("library");
        visit.put(db, "[\"people\",\"ann\"]", "{\"name\":\"Ann\",\"balance\":70}");
        visit.put(db, "[\"people\",\"ann\"]", "{\"name\":\"Ann\",\"balance\":65}");
        String quoted = "\"" + HOSTILE + "\"";
        visit.put(
                db, "[" + quoted + "]", "{" + quoted + ":" + quoted + ",\"__proto__\":{\"a\":1}}");
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
    void everyViewFitsAPhoneAndHasNoBarriers() throws Exception {
        var faults = new ArrayList<String>();
        for (String view :
                List.of(
                        "records",
                        "records/people",
                        "record/people/ann",
                        "history/people/ann",
                        "new/people",
                        "query",
                        "indexes",
                        "files",
                        "changes",
                        "settings",
                        "records?at=1")) {
            visit.at(db, view);
            browser.one("main :is(.panel, .rows)");
            examine(view, faults);
        }
        browser.open(visit.site());
        browser.one(".row", "library");
        examine("databases", faults);
        browser.one("main .button.main").click();
        browser.one("dialog");
        examine("dialog", faults);
        assertThat(faults).isEmpty();
    }

    private void examine(String view, List<String> faults) throws Exception {
        String name = view.replaceAll("[^a-z]+", "-");
        browser.picture("adb-" + name);
        for (boolean dark : List.of(false, true)) {
            browser.look(NARROWEST, 740, dark);
            browser.barriers().forEach(fault -> faults.add(view + " dark=" + dark + " " + fault));
        }
        int wide = Integer.parseInt(visit.eval("document.documentElement.scrollWidth"));
        if (wide > NARROWEST) {
            faults.add(view + " is " + wide + " pixels wide");
        }
        visit.eval(SMALL).lines().forEach(fault -> faults.add(view + " small " + fault));
        browser.look(1280, 800, false);
    }

    @Test
    void theTabKeyReachesAllAndTheFocusIsSeen() {
        visit.at(db, "record/people/ann");
        browser.one("#json");
        int wanted = Integer.parseInt(visit.eval(REACHABLE));
        var reached = new HashSet<String>();
        for (int i = 0; i < wanted + 5; i++) {
            visit.press(Keys.TAB);
            String walked = visit.focused().getDomAttribute("data-walk");
            if (walked != null) {
                reached.add(walked);
                assertThat(
                                visit.eval(
                                        "(getComputedStyle(document.activeElement).outlineStyle !== 'none'"
                                                + " || document.activeElement.closest('.editor') !== null)"))
                        .as(visit.focused().getText())
                        .isEqualTo("true");
            }
        }
        assertThat(reached).hasSize(wanted);
    }

    @Test
    void aRecordIsMadeChangedAndFoundByKeysAlone() {
        visit.at(db, "records");
        browser.one(".row", "people");
        visit.press("?");
        browser.one("dialog", "New record here");
        for (int i = 0; i < 6; i++) {
            visit.press(Keys.TAB);
            assertThat(visit.eval("document.activeElement.closest('dialog, body').localName"))
                    .isIn("dialog", "body");
        }
        visit.press(Keys.ESCAPE);
        visit.press("n");
        browser.one("h1", "New record");
        browser.one("#path");
        visit.press(Keys.TAB);
        while (!"path".equals(visit.focused().getDomAttribute("id"))) {
            visit.press(Keys.TAB);
        }
        visit.press("keys/one", Keys.TAB, Keys.TAB);
        visit.press(Keys.chord(Keys.CONTROL, "a"), "{\"a\": 1}");
        visit.press(Keys.chord(Keys.CONTROL, Keys.ENTER));
        browser.one("h1", "one");
        visit.press("u");
        browser.one(".row", "one");
        visit.press(Keys.ARROW_DOWN, Keys.ENTER);
        browser.one("h1", "one");
        visit.press("g");
        visit.press("/people/ann", Keys.ENTER);
        browser.one("h1", "ann");
        visit.press("h");
        browser.one(".diff");
    }

    @Test
    void hostileNamesAndValuesAreOnlyText() {
        String path = "%3Cimg%20src%3Dx%20onerror%3Dwindow.harmed%3D1%3E";
        for (String view : List.of("records", "record/" + path, "history/" + path, "changes")) {
            visit.at(db, view);
            browser.one("main", HOSTILE);
            assertThat(visit.eval("document.querySelectorAll('main img, main script').length"))
                    .isEqualTo("0");
        }
        visit.at(db, "record/" + path);
        assertThat(browser.one("#json").getDomProperty("value")).contains("__proto__");
        assertThat(visit.eval("[window.harmed, {}.a].join()")).isEqualTo(",");
        assertThat(
                        visit.eval(
                                "(() => { try { document.body.innerHTML = '<b>'; return 'set'; }"
                                        + " catch (e) { return e.name; } })()"))
                .isEqualTo("TypeError");
        assertThat(browser.complaints()).allMatch(said -> said.contains("TrustedHTML"));
    }

    @Test
    void nothingMovesWhileAViewComes() {
        visit.at(db, "records");
        browser.one(".row", "people");
        String moved =
                browser.script(
                        """
                        const done = arguments[0];
                        let sum = 0;
                        new PerformanceObserver((list) => list.getEntries().forEach((e) => { sum += e.value; }))
                          .observe({ type: 'layout-shift', buffered: true });
                        setTimeout(() => done(sum), 300);
                        """);
        assertThat(Double.parseDouble(moved)).isLessThan(0.1);
    }
}
