package cloud.atek.lonestar;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.permissions.Grant;
import cloud.atek.api.permissions.What;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

@ExtendWith(InBrowser.class)
class PermissionsPageTest {

    @Test
    void anInstallAsksForEachThingAndNothingIsTicked(Visit visit) {
        visit.at("/install", "Install").one("#source").sendKeys("/srv/feedstoo", Keys.ENTER);
        visit.seePath("/service/feedstoo/allow");
        visit.see(".wants", "Reach feeds.example.com at port 443");
        visit.see(".wants", "To fetch your feeds. <b>You should allow all</b>");
        visit.see("main", "no service gets yet: camera");
        assertThat(visit.all(".wants input:checked")).isEmpty();
        assertThat(granted(visit, "feedstoo")).isEmpty();

        visit.all(".wants input").get(1).click();
        visit.all(".wants .button").get(1).click();
        visit.see(".toast", "It is allowed.");
        visit.seeCount(".wants li", 2);
        assertThat(visit.all(".wants input:checked")).isEmpty();
        assertThat(granted(visit, "feedstoo"))
                .containsExactly(new What.NetworkGrant("feeds.example.com", 443));

        visit.one(".wants .button.main").click();
        visit.seePath("/service/feedstoo/");
        assertThat(granted(visit, "feedstoo")).hasSize(3);
    }

    @Test
    void notNowAllowsNothing(Visit visit) {
        visit.at("/service/feeds/allow", "Feed Reader").one(".wants .quiet").click();

        visit.seePath("/service/feeds/");
        visit.see("#may", "See what it asks for");

        assertThat(granted(visit, "feeds")).isEmpty();
    }

    @Test
    void anUpdateThatWantsMoreLeadsToTheQuestion(Visit visit) {
        visit.at("/service/feeds/", "Feed Reader").one(".update button").click();

        visit.seePath("/service/feeds/allow");

        visit.see(".toast", "It asks for 1 more thing");
    }

    @Test
    void whatSaysNothingIsSaidSoAndCanBeLimited(Visit visit) {
        visit.at("/service/notes/permissions", "Notes").see(".notice", "It does not say what it");

        visit.one("#grants .link").click();
        visit.see("dialog", "Limit Notes?");
        visit.one("dialog .danger").click();

        visit.see("#grants", "nothing else of yours");
        visit.gone("#grants .notice");
    }

    @Test
    void grantsAreNarrowedAndTakenBackOneByOneAndAllTogether(Visit visit) {
        visit.at("/service/feeds/permissions", "Feed Reader")
                .one(".wants select")
                .sendKeys("For a");
        visit.one(".wants .button.main").click();
        visit.see(".grants", "ends in");
        visit.gone("#wants");

        visit.one("[aria-label='Narrow: Read and change your databases']").click();
        visit.one("dialog [name=methods]").sendKeys("recordGet recordQuery");
        visit.one("dialog [name=prefix]").sendKeys("/feeds", Keys.ENTER);
        visit.see(".grants", "Use recordGet, recordQuery of atek.cloud/adb-api");
        assertThat(granted(visit, "feeds"))
                .hasSize(3)
                .anyMatch(what ->
                        what instanceof What.ApiGrant api
                                && String.valueOf(api.prefix()).equals("/feeds"));
        visit.gone("dialog");

        visit.one("[aria-label='Take back: Read your folder “photos”']").click();
        visit.seeCount(".grants li", 2);
        visit.one("#grants .danger.quiet").click();
        assertThat(visit.focused().getText()).isEqualTo("Cancel");
        visit.one("dialog .danger").click();
        visit.seeCount(".grants li", 0);
        assertThat(granted(visit, "feeds")).isEmpty();
    }

    @Test
    void aGrantIsShortened(Visit visit) {
        visit.at("/service/feeds/permissions", "Feed Reader").one(".wants .button.main").click();
        visit.seeCount(".grants li", 3);

        visit.one("[aria-label='Narrow: Reach feeds.example.com:443']").click();
        visit.one("dialog [name=span]").sendKeys("For a week", Keys.ENTER);
        visit.one("dialog .main").click();

        visit.see(".grants", "ends in 7 days");
        assertThat(granted(visit, "feeds")).hasSize(3);
    }

    @Test
    void whatIsAskedStandsOnEveryPageAndLeadsToTheHostsOwn(Visit visit) {
        visit.host.permissions.ask("feeds", "May it reach api.example.com?", "Because.");
        for (String page : List.of("/", "/settings", "/app/notes/", "/service/notes/logs")) {
            visit.open(page).see(".strip.asked", "feeds asks you: May it reach");
            assertThat(visit.one(".strip.asked a").getDomProperty("href"))
                    .startsWith(visit.host.root() + "/_atek/permissions?request=ask1&back=");
        }
        visit.at("/service/feeds/permissions", "Feed Reader").see(".notice", "Because.");

        visit.host.permissions.ask("notes", "May it read?", null);

        visit.see(".strip.asked", "feeds and notes ask you 2 things.");
    }

    @Test
    void howWellItIsProtectedIsSaidWithTheOneChangeThatHelps(Visit visit) {
        visit.at("/service/notes/", "Notes").see("#protection", "3 of 5");
        visit.see("#protection .raise", "Limit it to what it needs");
        visit.see("#protection .layers", "It reaches no network.");
        visit.one("#protection summary").sendKeys(Keys.ENTER);
        visit.see("#protection .gaps", "no second wall");

        visit.at("/service/weather/", "Weather").see("#protection", "0 of 5");
    }

    @Test
    void whoeverMayNotManageAServiceAllowsNothing(Visit visit) {
        visit.logInAs("jonas");

        visit.at("/service/feeds/allow", "Feed Reader").see(".notice", "Only an admin");
        visit.at("/service/feeds/permissions", "Feed Reader").see(".notice", "Only an admin");

        assertThat(visit.all("main .button")).isEmpty();
    }

    private static List<What> granted(Visit visit, String id) {
        return visit.host.permissions.list(id).getFirst().grants().stream()
                .map(Grant::what)
                .toList();
    }
}
