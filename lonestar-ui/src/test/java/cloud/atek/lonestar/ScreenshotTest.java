package cloud.atek.lonestar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/// Every page, wide and narrow, light and dark: a picture for people in `target/screenshots`, and
/// for the machine a check that nobody is shut out and nothing sticks out.
@ExtendWith(InBrowser.class)
class ScreenshotTest {

    private static final Path FOLDER = Path.of("target/screenshots");

    @Test
    void everyPageFitsAndIsOpenToAll(Visit visit) throws IOException {
        for (String line :
                List.of("listening on its socket", "12 notes loaded", "GET / 200 in 3 ms")) {
            visit.host.services.write("notes", "2026-11-21 09:12:44 " + line);
        }
        var wrong = new ArrayList<String>();
        for (Shot shot : shots()) {
            shot.setUp().accept(visit);
            wrong.addAll(take(visit, shot.name()));
        }

        assertThat(wrong).isEmpty();
    }

    private record Shot(String name, Consumer<Visit> setUp) {}

    private static List<Shot> shots() {
        return List.of(
                new Shot("launcher", v -> v.at("/", "mara").see(".tile", "Notes")),
                new Shot(
                        "launcher-search",
                        v -> {
                            v.press("/");
                            v.press("no");
                            v.see("#found", "Notes");
                        }),
                new Shot(
                        "launcher-apps",
                        v -> {
                            v.press(Keys.ESCAPE);
                            v.one("[popovertarget=apps]").click();
                            v.see("#apps", "Notes");
                        }),
                new Shot(
                        "launcher-person",
                        v -> {
                            v.press(Keys.ESCAPE);
                            v.one("[popovertarget=person]").click();
                            v.see("#person", "Log out");
                        }),
                new Shot("app", v -> v.at("/app/notes/", "Notes").one("iframe")),
                new Shot(
                        "app-stopped", v -> v.at("/app/calendar/", "Calendar").one(".button.main")),
                new Shot("install", v -> v.at("/install", "Install").one("#source")),
                new Shot(
                        "install-error",
                        v -> {
                            v.one("#source").sendKeys("https://example.com/broken.git", Keys.ENTER);
                            v.see("[role=alert]", "No release");
                        }),
                new Shot(
                        "install-busy",
                        v -> {
                            v.at("/install", "Install")
                                    .one("#source")
                                    .sendKeys("/srv/slow", Keys.ENTER);
                            v.one("progress");
                        }),
                new Shot("service", v -> v.at("/service/notes/", "Notes").see("dd", "notes.git")),
                new Shot(
                        "service-crashed",
                        v -> v.at("/service/photos/", "Photos").see(".notice", "crashed")),
                new Shot(
                        "service-unconfined",
                        v -> v.at("/service/weather/", "Weather").see(".notice", "sandbox")),
                new Shot(
                        "service-variables",
                        v -> v.at("/service/notes/variables", "Notes").one(".variables li")),
                new Shot(
                        "service-logs",
                        v -> v.at("/service/notes/logs", "Notes").see(".log", "12 notes")),
                new Shot(
                        "service-uninstall",
                        v -> {
                            v.at("/service/notes/", "Notes").one(".button.danger").click();
                            v.see("dialog", "Uninstall Notes?");
                        }),
                new Shot("settings", v -> v.at("/settings", "Settings").see("table", "Notes")),
                new Shot(
                        "settings-people",
                        v -> v.at("/settings/people", "Settings").see(".people", "jonas")),
                new Shot(
                        "settings-people-add",
                        v -> {
                            v.one(".head-row .button").click();
                            v.see("dialog", "Username");
                        }),
                new Shot(
                        "settings-account",
                        v -> v.at("/settings/account", "Settings").see(".facts", "mara")),
                new Shot(
                        "settings-about",
                        v -> v.at("/settings/about", "Settings").see(".facts", ".atek")),
                new Shot("not-found", v -> v.at("/nowhere", "nothing here")),
                new Shot(
                        "login",
                        v -> {
                            v.open("/_atek/login").one("#username").sendKeys("mara");
                            v.one("#password").sendKeys("wrong", Keys.ENTER);
                            v.see(".problem", "incorrect");
                        }),
                new Shot(
                        "setup",
                        v -> {
                            v.open("/_atek/setup?code=" + FakeHost.SETUP_CODE)
                                    .one("#password")
                                    .sendKeys("a lonely star");
                            v.see("#strength", "ood");
                        }),
                new Shot("setup-no-code", v -> v.open("/_atek/setup").see("#no-code", "one-time")),
                new Shot(
                        "stopped",
                        v -> v.browser.driver().get("http://calendar.localhost:" + v.host.port())),
                new Shot(
                        "not-here",
                        v -> v.browser.driver().get("http://nobody.localhost:" + v.host.port())),
                new Shot(
                        "no-main-service",
                        v -> v.open("/_atek/assets/no-main-service.html").see("h1", "No start")));
    }

    private static List<String> take(Visit visit, String name) throws IOException {
        var wrong = new ArrayList<String>();
        for (boolean dark : List.of(false, true)) {
            for (int width : List.of(1280, 390)) {
                visit.browser.look(width, width == 1280 ? 800 : 844, dark);
                String file = "%s-%d-%s.png".formatted(name, width, dark ? "dark" : "light");
                visit.browser.screenshot(FOLDER.resolve(file));
                if (dark == (width < 500)) {
                    visit.browser.barriers().forEach(text -> wrong.add(file + " " + text));
                }
            }
        }
        visit.browser.look(360, 740, false);
        long wide = visit.number("return document.documentElement.scrollWidth");
        if (wide > 360) {
            wrong.add(name + " is " + wide + " pixels wide on a phone of 360");
        }
        visit.browser.look(1280, 800, false);
        return wrong;
    }
}
