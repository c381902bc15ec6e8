package cloud.atek.lonestar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/// One test's look at Lonestar: a fresh host, the common browser, and mara, an admin, logged in.
final class Visit implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final FakeHost host = new FakeHost();
    final Browser browser;
    private final ChromeDriver driver;

    Visit(Browser browser) throws IOException {
        this.browser = browser;
        driver = browser.driver();
        browser.look(1280, 800, false);
        driver.get(host.root() + "/_atek/assets/star.svg");
        logInAs("mara");
        browser.complaints();
    }

    Visit open(String path) {
        driver.get(host.root() + path);
        return this;
    }

    /// Opens a page and waits until its heading is there.
    Visit at(String path, String heading) {
        open(path).see("h1", heading);
        return this;
    }

    void logOut() {
        driver.manage().deleteAllCookies();
    }

    void logInAs(String username) {
        driver.manage().deleteAllCookies();
        driver.manage().addCookie(new Cookie("session", host.session(username)));
    }

    /// The first element, once it is there.
    WebElement one(String css) {
        await().withMessage("no " + css).until(_ -> shown(css).findFirst().isPresent());
        return shown(css).findFirst().orElseThrow();
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /// Waits until an element that fits has this text in it.
    void see(String css, String text) {
        await().withMessage(() -> "no " + css + " with \"" + text + "\" but " + texts(css))
                .until(_ -> texts(css).stream().anyMatch(found -> found.contains(text)));
    }

    void seeCount(String css, int count) {
        await().withMessage(() -> "not " + count + " of " + css + " but " + texts(css))
                .until(_ -> all(css).size() == count);
    }

    void gone(String css) {
        await().until(_ -> all(css).isEmpty());
    }

    void seePath(String path) {
        await().withMessage(() -> "not at " + path + " but at " + path())
                .until(_ -> path().equals(path));
    }

    String path() {
        return String.valueOf(driver.getCurrentUrl()).replace(host.root(), "");
    }

    /// Types into what has the focus.
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    void tab(int times) {
        for (int i = 0; i < times; i++) {
            press(Keys.TAB);
        }
    }

    WebElement focused() {
        return driver.switchTo().activeElement();
    }

    /// Waits until what has the focus has this text.
    void seeFocus(String text) {
        await().until(_ -> focused().getText().equals(text));
    }

    /// Runs a script that gives a number.
    long number(String code) {
        return driver.executeScript(code) instanceof Long number ? number : -1;
    }

    List<String> texts(String css) {
        try {
            return all(css).stream().map(WebElement::getText).toList();
        } catch (StaleElementReferenceException e) {
            return List.of();
        }
    }

    private Stream<WebElement> shown(String css) {
        return all(css).stream().filter(WebElement::isDisplayed);
    }

    private WebDriverWait await() {
        var wait = new WebDriverWait(driver, PATIENCE, Duration.ofMillis(20));
        wait.ignoring(StaleElementReferenceException.class);
        return wait;
    }

    @Override
    public void close() {
        host.close();
        assertThat(browser.complaints()).isEmpty();
    }
}
