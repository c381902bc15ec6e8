package cloud.atek.lonestar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

@ExtendWith(InBrowser.class)
class HostPagesTest {

    @Test
    void loginLeadsBackToWhereOneWas(Visit visit) {
        visit.logOut();
        visit.open("/_atek/login?redirect=%2Fsettings%2Fpeople");

        logIn(visit, FakeHost.PASSWORD);

        visit.seePath("/settings/people");
    }

    @Test
    void aWrongPasswordSaysSoAndIsSelected(Visit visit) {
        visit.logOut();
        visit.open("/_atek/login");

        logIn(visit, "wrong");

        visit.see(".problem", "Username or password was incorrect");
        assertThat(visit.focused().getDomAttribute("id")).isEqualTo("password");
    }

    @Test
    void loginNeverLeadsToAnotherSite(Visit visit) {
        visit.open("/_atek/login");
        var places =
                Map.of(
                        "/settings?a=1#b", "/settings?a=1#b",
                        "//evil.example/", "/",
                        "/\\evil.example/", "/",
                        "/\t/evil.example/", "/",
                        "https://evil.example/", "/",
                        "javascript:alert(1)", "/",
                        "settings", "/",
                        "", "/");

        places.forEach((wanted, got) -> assertThat(samePlace(visit, wanted)).isEqualTo(got));
    }

    @Test
    void setupMakesTheFirstAdmin(Visit visit) {
        visit.logOut();
        visit.open("/_atek/setup?code=" + FakeHost.SETUP_CODE).one("#username").sendKeys("ada");
        visit.press(Keys.TAB, "short");
        visit.see("#strength", "Too short");
        visit.press("er sentences are better", Keys.TAB, "typo", Keys.ENTER);
        visit.see(".problem", "not the same");
        visit.press("shorter sentences are better", Keys.ENTER);
        visit.see("#offer h1", "Your account is there");
        visit.one("#open").click();

        visit.see("h1", "ada");
    }

    @Test
    void aUsedSetupCodeIsRefused(Visit visit) {
        visit.logOut();
        visit.open("/_atek/setup?code=old").one("#username").sendKeys("ada");
        visit.press(Keys.TAB, "a lonely star", Keys.TAB, "a lonely star", Keys.ENTER);

        visit.see(".problem", "This link was used already.");
    }

    @Test
    void theStoppedPageLeadsToThePageOfTheService(Visit visit) {
        visit.browser.driver().get("http://calendar.localhost:" + visit.host.port());
        visit.see("h1", "calendar is not running");

        assertThat(visit.one("#manage").getDomProperty("href")).endsWith("/service/calendar/");
    }

    private static void logIn(Visit visit, String password) {
        visit.one("#username").sendKeys("mara");
        visit.press(Keys.TAB, password, Keys.ENTER);
    }

    private static String samePlace(Visit visit, String path) {
        Object answer =
                visit.browser
                        .driver()
                        .executeAsyncScript(
                                """
                                const [path, done] = arguments;
                                import('/_atek/assets/forms.js').then((m) => done(m.samePlace(path)));
                                """,
                                path);
        return String.valueOf(answer);
    }
}
