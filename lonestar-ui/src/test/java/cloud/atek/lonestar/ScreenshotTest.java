package cloud.atek.lonestar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

/// Every page: pictures in `target/screenshots`, and nobody is shut out by it.
@ExtendWith(InBrowser.class)
class ScreenshotTest {

    @Test
    void theStartPageIsOpenToAll(Visit visit) throws IOException {
        var gallery = new Gallery(visit);
        visit.at("/", "mara").see(".tile", "Notes");
        gallery.take("launcher");
        visit.press("/");
        visit.press("e");
        visit.see("#found", "Notes");
        gallery.take("launcher-search");
        visit.press(Keys.ESCAPE);
        visit.one("[popovertarget=apps]").click();
        visit.see("#apps", "Notes");
        gallery.take("launcher-apps");
        visit.press(Keys.ESCAPE);
        visit.one("[popovertarget=person]").click();
        visit.see("#person", "Log out");
        gallery.take("launcher-person");
        visit.at("/nowhere", "nothing here");
        gallery.take("not-found");

        assertThat(gallery.faults()).isEmpty();
    }

    @Test
    void framesAndInstallAreOpenToAll(Visit visit) throws IOException {
        var gallery = new Gallery(visit);
        visit.at("/app/notes/", "Notes").one("iframe");
        gallery.take("app");
        visit.at("/app/calendar/", "Calendar").one(".button.main");
        gallery.take("app-stopped");
        visit.at("/install", "Install").one("#source");
        gallery.take("install");
        visit.one("#source").sendKeys("https://example.com/broken.git", Keys.ENTER);
        visit.see("[role=alert]", "No release");
        gallery.take("install-error");
        visit.at("/install", "Install").one("#source").sendKeys("/srv/slow", Keys.ENTER);
        visit.one("progress");
        gallery.take("install-busy");

        assertThat(gallery.faults()).isEmpty();
    }

    @Test
    void servicePagesAreOpenToAll(Visit visit) throws IOException {
        visit.host.services.write("notes", "2026-11-21 09:12:44 listening on its socket");
        visit.host.services.write("notes", "2026-11-21 09:12:45 GET / 200 in 3 ms");
        var gallery = new Gallery(visit);
        visit.at("/service/notes/", "Notes").see("dd", "notes.git");
        gallery.take("service");
        visit.one(".button.danger").click();
        visit.see("dialog", "Uninstall Notes?");
        gallery.take("service-uninstall");
        visit.at("/service/photos/", "Photos").see(".notice", "crashed");
        gallery.take("service-crashed");
        visit.at("/service/weather/", "Weather").see(".notice", "sandbox");
        gallery.take("service-unconfined");
        visit.at("/service/feeds/", "Feed Reader").see(".update", "Update available: 1.5.0");
        gallery.take("service-update");
        visit.at("/service/notes/variables", "Notes").one(".variables li");
        gallery.take("service-variables");
        visit.at("/service/notes/logs", "Notes").see(".log", "GET /");
        gallery.take("service-logs");

        assertThat(gallery.faults()).isEmpty();
    }

    @Test
    void permissionsAreOpenToAll(Visit visit) throws IOException {
        var gallery = new Gallery(visit);
        visit.at("/service/feeds/allow", "Feed Reader").see(".wants", "feeds.example.com");
        gallery.take("allow");
        visit.at("/service/notes/allow", "Notes").see(".notice", "It does not say");
        gallery.take("allow-undeclared");
        visit.at("/service/notes/permissions", "Notes").see(".notice", "It does not say");
        gallery.take("permissions-undeclared");
        visit.at("/service/feeds/permissions", "Feed Reader").all(".wants input").get(0).click();
        visit.all(".wants input").get(1).click();
        visit.all(".wants .button").get(1).click();
        visit.see(".grants", "Allowed by");
        visit.host.permissions.ask("feeds", "It wants to reach api.example.com.", "Weather.");
        visit.see("main .notice", "Weather.");
        visit.see(".strip.asked", "feeds asks you");
        gallery.take("permissions");
        visit.one("[aria-label^=Narrow]").click();
        visit.see("dialog", "Allow less of it");
        gallery.take("permissions-narrow");
        visit.at("/service/feeds/", "Feed Reader").see("#may", "See what it asks for");
        gallery.take("service-permissions");

        assertThat(gallery.faults()).isEmpty();
    }

    @Test
    void settingsAreOpenToAll(Visit visit) throws IOException {
        var gallery = new Gallery(visit);
        visit.at("/settings", "Settings").see("table", "Notes");
        gallery.take("settings");
        visit.at("/settings/people", "Settings").see(".people", "jonas");
        gallery.take("settings-people");
        visit.one(".head-row .button").click();
        visit.see("dialog", "Username");
        gallery.take("settings-people-add");
        visit.at("/settings/account", "Settings").see(".facts", "mara");
        gallery.take("settings-account");
        visit.at("/settings/about", "Settings").see(".facts", "core.adb");
        gallery.take("settings-about");

        assertThat(gallery.faults()).isEmpty();
    }

    @Test
    void theHostsPagesAreOpenToAll(Visit visit) throws IOException {
        var gallery = new Gallery(visit);
        visit.open("/_atek/login").one("#username").sendKeys("mara");
        visit.one("#password").sendKeys("wrong", Keys.ENTER);
        visit.see(".problem", "incorrect");
        gallery.take("login");
        visit.open("/_atek/setup?code=" + FakeHost.SETUP_CODE);
        visit.one("#password").sendKeys("a lonely star");
        visit.see("#strength", "Good");
        gallery.take("setup");
        visit.open("/_atek/setup").see("#no-code", "one-time");
        gallery.take("setup-no-code");
        visit.browser.driver().get("http://calendar.localhost:" + visit.host.port());
        visit.see("h1", "calendar is not running");
        gallery.take("stopped");
        visit.browser.driver().get("http://nobody.localhost:" + visit.host.port());
        visit.see("h1", "Nobody");
        gallery.take("not-here");
        visit.open("/_atek/assets/no-main-service.html").see("h1", "No start page");
        gallery.take("no-main-service");

        assertThat(gallery.faults()).isEmpty();
    }
}
