package cloud.atek.lonestar;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.services.ServiceInfo.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

@ExtendWith(InBrowser.class)
class LauncherTest {

    @Test
    void everyServiceHasATileWithItsState(Visit visit) {
        visit.at("/", "mara");

        visit.see(".tile", "Notes\nRunning");
        assertThat(visit.texts(".tile b"))
                .containsExactly(
                        "Notes",
                        "Feed Reader",
                        "Family Photos",
                        "Calendar",
                        "Recipes",
                        "Weather",
                        "Install");
        assertThat(visit.texts(".tile .state"))
                .containsExactly("Running", "Running", "Crashed", "Stopped", "Starting", "Running");
    }

    @Test
    void aServiceWithoutSandboxIsWarnedOfOnEveryPage(Visit visit) {
        visit.at("/", "mara").see(".notice.warn", "Running without a sandbox: Weather.");
        visit.at("/settings", "Settings").see(".strip", "Weather runs without a sandbox.");
        visit.at("/app/notes/", "Notes").see(".strip", "Weather runs without a sandbox.");
    }

    @Test
    void aTileLeadsToWhereTheServiceCanBeSeen(Visit visit) {
        visit.at("/", "mara").see(".tile", "Notes");

        assertThat(visit.all(".tile").stream().map(tile -> tile.getDomAttribute("href")))
                .containsExactly(
                        "/app/notes/",
                        "http://feeds.localhost:" + visit.host.port() + "/",
                        "/service/photos/",
                        "/service/calendar/",
                        "/service/recipes/",
                        "http://weather.localhost:" + visit.host.port() + "/",
                        "/install");
    }

    @Test
    void aChangeOnTheServerIsSeenWithoutReloading(Visit visit) {
        visit.at("/", "mara").see(".tile", "Recipes\nStarting");

        visit.host.services.start("recipes");

        visit.see(".tile", "Recipes\nRunning");
    }

    @Test
    void aFrameThatCannotReachOutShowsTheService(Visit visit) {
        var frame = visit.at("/app/notes/", "Notes").one("iframe");

        assertThat(frame.getDomAttribute("sandbox"))
                .contains("allow-scripts")
                .doesNotContain("allow-top-navigation");
        visit.browser.driver().switchTo().frame(frame);
        visit.see("h1", "This is notes");
        visit.browser.driver().switchTo().defaultContent();
    }

    @Test
    void aCorePartWithADotInItsIdHasAnAddressThatReloads(Visit visit) {
        visit.at("/service/core.adb/", "Atek DB").see("dd", "Part of Atek");
    }

    @Test
    void theHeaderCanBeUsedWithKeysAlone(Visit visit) {
        visit.at("/", "mara").see(".tile", "Notes");

        visit.tab(1);
        assertThat(visit.focused().getText()).isEqualTo("Skip to the content");
        visit.tab(1);
        assertThat(visit.focused().getAccessibleName()).isEqualTo("Lonestar, home");
        visit.tab(2);
        assertThat(visit.focused().getAccessibleName()).isEqualTo("Services");
        visit.press(Keys.ENTER);
        assertThat(visit.focused().getText()).contains("Notes");
        visit.press(Keys.ARROW_DOWN);
        assertThat(visit.focused().getText()).contains("Feed Reader");
        visit.press(Keys.ESCAPE);
        assertThat(visit.focused().getAccessibleName()).isEqualTo("Services");
        visit.tab(1);
        visit.press(Keys.ENTER);
        visit.press(Keys.ARROW_DOWN, Keys.ENTER);
        visit.seePath("/settings");
        visit.seeFocus("Settings");
    }

    @Test
    void theSearchFindsServicesAndPagesByKeyboard(Visit visit) {
        visit.at("/", "mara").see(".tile", "Notes");

        visit.press("/");
        visit.press("e");
        visit.see("#found", "Feed Reader");
        assertThat(visit.focused().getDomAttribute("aria-activedescendant")).isEqualTo("found-0");
        visit.press(Keys.ARROW_DOWN);
        assertThat(visit.focused().getDomAttribute("aria-activedescendant")).isEqualTo("found-1");
        visit.press(Keys.BACK_SPACE, "photo", Keys.ENTER);

        visit.seePath("/service/photos/");
        visit.see("h1", "Family Photos");
    }

    @Test
    void theBackButtonGoesBack(Visit visit) {
        visit.at("/", "mara").one("a[href='/install']").click();
        visit.see("h1", "Install");

        visit.browser.driver().navigate().back();

        visit.see("h1", "mara");
    }

    @Test
    void whoLogsOutIsAskedToLogIn(Visit visit) {
        visit.at("/settings", "Settings").one("[popovertarget=person]").click();
        visit.see("#person", "Log out");

        visit.one("#person button").click();

        visit.see("h1", "Log in");
        assertThat(visit.path()).isEqualTo("/_atek/login?redirect=%2Fsettings");
    }

    @Test
    void anEmptyCloudInvitesToInstall(Visit visit) {
        for (String id :
                new String[] {"notes", "feeds", "photos", "calendar", "recipes", "weather"}) {
            visit.host.services.uninstall(id);
        }

        visit.at("/", "mara").see(".hero", "Install the first service");
    }

    @Test
    void whatAServiceSaysOfItselfIsOnlyText(Visit visit) {
        var evil =
                Samples.of(
                                "evil",
                                "<img src=x onerror=alert(1)>\u202egnp",
                                State.RUNNING,
                                "<script>alert(1)</script>")
                        .url("javascript:alert(1)")
                        .info();
        visit.host.services.add(evil);
        visit.host.services.write("evil", "<img src=x onerror=alert(1)>");

        visit.at("/", "mara").see(".tile", "<img src=x onerror=alert(1)> gnp");
        assertThat(visit.all("main img, a[href^='javascript']")).isEmpty();
        visit.at("/service/evil/logs", "<img").see(".log", "<img src=x");
        visit.at("/service/evil/", "<img").see(".reason", "<script>");
        assertThat(visit.all("main img, main script, a[href^='javascript']")).isEmpty();
        visit.at("/app/evil/", "<img").see(".button", "Start");
        assertThat(visit.all("iframe")).isEmpty();
    }
}
