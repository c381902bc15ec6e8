package cloud.atek.host.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/// A headless Chromium, which finds `*.localhost` without DNS. One thread uses it.
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path SCREENSHOTS = Path.of("target/screenshots");

    private final ChromeDriver driver;

    public Browser() {
        var options = new ChromeOptions();
        options.setBinary(program("chromium", "chromium-browser", "google-chrome"));
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage");
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        var service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(program("chromedriver"))
                        .usingAnyFreePort()
                        .build();
        driver = new ChromeDriver(service, options);
    }

    public ChromeDriver driver() {
        return driver;
    }

    public void open(String url) {
        driver.get(url);
    }

    /// Opens a page in a new tab, in front of the present one.
    public void otherTab(String url) {
        driver.switchTo().newWindow(WindowType.TAB);
        look(1280, 800, false);
        open(url);
    }

    /// Closes the tab in front and goes back to the first one.
    public void closeTab() {
        driver.close();
        driver.switchTo().window(driver.getWindowHandles().iterator().next());
    }

    public String url() {
        return String.valueOf(driver.getCurrentUrl());
    }

    /// The first element that fits and is shown, once it is there.
    public WebElement one(String css) {
        return found(WebElement::isDisplayed, () -> css, css);
    }

    /// The element with this text in it, once it is there.
    public WebElement one(String css, String text) {
        return found(
                one -> one.getText().contains(text), () -> css + " with \"" + text + "\"", css);
    }

    /// Looks and takes in one go: what was there a moment ago may have been drawn anew.
    private WebElement found(Predicate<WebElement> fits, Supplier<String> what, String css) {
        var found = new ArrayList<WebElement>();
        // An element of a page that is just left is answered with one error or another.
        await().withMessage(() -> "no " + what.get() + " at " + url())
                .ignoring(WebDriverException.class)
                .until(_ -> all(css).stream().filter(fits).limit(1).anyMatch(found::add));
        return found.getLast();
    }

    /// Types into what has the focus, once that can be typed into: a dialog that just closes hides
    /// it.
    public void type(CharSequence... keys) {
        await().ignoring(ElementNotInteractableException.class)
                .until(_ -> {
                    driver.switchTo().activeElement().sendKeys(keys);
                    return true;
                });
    }

    /// The texts of all that fits now.
    public List<String> texts(String css) {
        return all(css).stream().map(WebElement::getText).toList();
    }

    /// Waits until the address begins so.
    public void seeUrl(String start) {
        await().withMessage(() -> "not at " + start + " but at " + url())
                .until(_ -> url().startsWith(start));
    }

    /// Runs a script with a callback as its last argument.
    ///
    /// @return what the callback was given
    public String script(String code, Object... arguments) {
        return String.valueOf(driver.executeAsyncScript(code, arguments));
    }

    /// What axe finds wrong with the page for people who cannot see it well or use no mouse.
    public List<String> barriers() throws IOException {
        try (var axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(axe.readAllBytes(), UTF_8));
        }
        String found =
                script(
                        """
                        const done = arguments[0];
                        axe.run(document, { preload: false, resultTypes: ['violations'] }).then(({ violations }) =>
                          done(violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target}`)).join('\\n')));
                        """);
        return found.lines().toList();
    }

    /// What the console was told since the last time that is worse than a warning, and every broken
    /// Content-Security-Policy.
    public List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry ->
                        entry.getLevel().intValue() >= Level.SEVERE.intValue()
                                || entry.getMessage().contains("Content Security Policy"))
                .map(entry -> entry.getMessage())
                .toList();
    }

    /// Keeps a picture of the page on a desk, and of the same on a phone in the dark.
    public void picture(String name) throws IOException {
        look(390, 844, true);
        shoot(name + "-phone");
        look(1280, 800, false);
        shoot(name);
    }

    /// Sets the size of the page in CSS pixels, and light or dark.
    public void look(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        width < 500));
        var scheme = Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        // A picture must not show the middle of a change of colours.
        var motion = Map.of("name", "prefers-reduced-motion", "value", "reduce");
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(scheme, motion)));
    }

    private void shoot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    private List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    private WebDriverWait await() {
        var wait = new WebDriverWait(driver, PATIENCE, Duration.ofMillis(20));
        wait.ignoring(StaleElementReferenceException.class);
        return wait;
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static File program(String... names) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            for (String name : names) {
                var file = new File(folder, name);
                if (file.canExecute()) {
                    return file;
                }
            }
        }
        throw new IllegalStateException(
                "no " + names[0] + " on the PATH; on Debian: apt install chromium chromium-driver");
    }
}
