package cloud.atek.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.AdbVisit;
import cloud.atek.host.testkit.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/// The files of a database, on ADB's page.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdbPageFilesEndToEndTest {

    /// A picture of one point.
    private static final byte[] PNG =
            Base64.getDecoder()
                    .decode(
                            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static final String DROP =
            """
            const data = new DataTransfer();
            data.items.add(new File([arguments[0]], 'dropped.txt', { type: 'text/plain' }));
            for (const type of ['dragover', 'drop']) {
              document.querySelector('.drop').dispatchEvent(
                new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
            }
            """;

    private AdbVisit visit;
    private Browser browser;

    @BeforeAll
    void begin(@TempDir Path dir) throws Exception {
        visit = AdbVisit.begin(dir);
        browser = visit.browser();
    }

    @AfterAll
    void end() {
        visit.close();
    }

    @Test
    void filesAreAddedShownFetchedReplacedAndDeleted(@TempDir Path dir) throws Exception {
        String db = visit.database("photos");
        visit.at(db, "files");
        browser.one(".panel", "Nothing is here.");
        visit.fill(".drop input", "/pictures");
        Path picture = Files.write(dir.resolve("point.png"), PNG);
        Path evil = Files.writeString(dir.resolve("evil.svg"), "<svg onload='harmed=1'/>", UTF_8);
        chooser().sendKeys(picture + "\n" + evil);
        browser.one(".toast", "Added 2 files.");
        browser.one(".row", "/pictures/point.png");
        browser.one(".row", "image/png · " + PNG.length + " bytes");
        browser.script(
                "const done = arguments[0]; const shown = () => {"
                        + " const all = [...document.querySelectorAll('main img')];"
                        + " if (all.length === 1 && all[0].naturalWidth === 1) done(); else setTimeout(shown, 20); };"
                        + " shown();");

        browser.driver().executeScript(DROP, "first");
        browser.one(".row", "dropped.txt");
        browser.driver().executeScript(DROP, "second");
        browser.one("dialog", "what it holds now is lost");
        browser.one("dialog .danger").click();
        browser.one(".row", "6 bytes");
        browser.picture("adb-files-list");
        assertThat(browser.barriers()).isEmpty();
        assertThat(downloaded(dir, "[aria-label='Download /pictures/dropped.txt']", "dropped.txt"))
                .isEqualTo("second");

        browser.one("[aria-label='Delete /pictures/dropped.txt']").click();
        browser.one("dialog .danger").click();
        browser.one(".toast", "Deleted /pictures/dropped.txt.");
        assertThat(visit.call("blobList", "[\"%s\",\"/\"]".formatted(db)).path("blobs")).hasSize(2);
    }

    @Test
    void hundredsOfFilesComeAPageAtATime() throws Exception {
        String db = visit.database("many");
        browser.script(
                """
                const [db, done] = arguments;
                (async () => {
                  for (let i = 0; i < 105; i++) {
                    const url = `/_atek/gateway?api=atek.cloud/adb-blobs&db=${db}&path=/f${String(i).padStart(3, '0')}`;
                    await fetch(url, { method: 'PUT', headers: { 'Atek-Request': '1', 'Content-Type': 'text/plain' }, body: `${i}` });
                  }
                  done();
                })();
                """,
                db);
        visit.at(db, "files");
        browser.one(".row", "/f099");
        assertThat(browser.texts(".row")).hasSize(100);
        browser.one("main .button", "Show more").click();
        browser.one(".row", "/f104");
        assertThat(browser.texts(".row")).hasSize(105);
    }

    @AfterEach
    void theConsoleTellsOnlyOfWhatWasThereAlready() {
        assertThat(browser.complaints()).allMatch(said -> said.contains("status of 412"));
    }

    private WebElement chooser() {
        return browser.driver().findElement(By.cssSelector("#files"));
    }

    private String downloaded(Path dir, String link, String name) throws Exception {
        browser.driver()
                .executeCdpCommand(
                        "Browser.setDownloadBehavior",
                        Map.of("behavior", "allow", "downloadPath", dir.toString()));
        browser.one(link).click();
        Path file = dir.resolve(name);
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (text(file).isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        return text(file);
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
