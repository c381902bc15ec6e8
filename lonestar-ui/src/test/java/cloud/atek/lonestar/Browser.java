package cloud.atek.lonestar;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// One headless Chromium for all tests. One thread uses it at a time.
final class Browser implements AutoCloseable {

    private static final List<String> CHROMIUM =
            List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> DRIVER = List.of("chromedriver");

    private final ChromeDriver driver;
    private final String axe;

    Browser() {
        var options = new ChromeOptions();
        options.setBinary(program(CHROMIUM));
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--force-color-profile=srgb");
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        var service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(program(DRIVER))
                        .usingAnyFreePort()
                        .build();
        driver = new ChromeDriver(service, options);
        axe = resource("/axe.min.js");
    }

    ChromeDriver driver() {
        return driver;
    }

    /// Sets the size of the page in CSS pixels, and light or dark.
    void look(int width, int height, boolean dark) {
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
        var motion = Map.of("name", "prefers-reduced-motion", "value", "reduce");
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia", Map.of("features", List.of(scheme, motion)));
    }

    /// What the console says that no good page makes it say: broken policies and uncaught errors.
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getMessage())
                .filter(text ->
                        text.contains("Content Security Policy") || text.contains("Uncaught"))
                .toList();
    }

    /// What axe finds wrong with the page for people who cannot see it well or use no mouse.
    List<String> barriers() {
        driver.executeScript("if (!window.axe) { " + axe + " }");
        return list(
                driver.executeAsyncScript(
                        """
                        const done = arguments[0];
                        axe.run(document, {iframes: false, preload: false, resultTypes: ['violations']}).then(({violations}) => done(violations.flatMap(
                          (v) => v.nodes.map((n) => `${v.id}: ${n.target} ${n.failureSummary}`))));
                        """));
    }

    /// Runs a script that gives a list of strings.
    List<String> strings(String code) {
        return list(driver.executeScript(code));
    }

    void screenshot(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Object data =
                driver.executeCdpCommand(
                                "Page.captureScreenshot",
                                Map.of("format", "png", "optimizeForSpeed", true))
                        .get("data");
        Files.write(file, Base64.getDecoder().decode(String.valueOf(data)));
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static List<String> list(@Nullable Object answer) {
        return answer instanceof List<?> found
                ? found.stream().map(String::valueOf).toList()
                : List.of("not a list: " + answer);
    }

    private static File program(List<String> names) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin");
        for (String folder : path.split(File.pathSeparator, -1)) {
            for (String name : names) {
                File file = new File(folder, name);
                if (file.canExecute()) {
                    return file;
                }
            }
        }
        throw new IllegalStateException(
                "The browser tests need Chromium and its driver, and there is no "
                        + String.join(" or ", names)
                        + " on the PATH. On Debian: apt install chromium chromium-driver");
    }

    private static String resource(String name) {
        try (InputStream in = Browser.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no " + name + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
