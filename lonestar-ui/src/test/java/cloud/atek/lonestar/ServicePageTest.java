package cloud.atek.lonestar;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.services.ServiceInfo.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

@ExtendWith(InBrowser.class)
class ServicePageTest {

    @Test
    void aRefusedInstallSaysWhyAndKeepsWhatWasTyped(Visit visit) {
        visit.at("/install", "Install").one("#source").sendKeys("https://example.com/broken.git");

        visit.press(Keys.ENTER);

        visit.see("[role=alert]", FakeServices.REFUSAL);
        assertThat(visit.focused().getDomProperty("value"))
                .isEqualTo("https://example.com/broken.git");
    }

    @Test
    void anInstallShowsProgressAndThenTheService(Visit visit) {
        visit.at("/install", "Install").one("[name=id]").sendKeys("chat");
        visit.one("#source").sendKeys("https://example.com/slow-chat.git", Keys.ENTER);
        visit.see(".progress", "Fetching");
        visit.see(".button.main", "Installing…");

        visit.host.services.letInstallsEnd();

        visit.seePath("/service/chat/allow");
        visit.see("h1", "chat");
        visit.see(".toast", "chat is installed.");
    }

    @Test
    void aServiceIsStoppedAndStarted(Visit visit) {
        visit.at("/service/notes/", "Notes").see(".state", "Running");

        visit.all("main .actions button").get(1).click();
        visit.see(".state", "Stopped");
        assertThat(visit.host.services.get("notes").state()).isEqualTo(State.STOPPED);
        visit.see("main .actions", "Start");
        visit.one("main .actions button").click();

        visit.see(".state", "Running");
    }

    @Test
    void anUpdateIsOfferedTakenAndTakenBack(Visit visit) {
        visit.at("/settings", "Settings").see("table", "Update: 1.5.0");
        visit.at("/service/feeds/", "Feed Reader").see(".update", "Update available: 1.5.0");

        visit.one(".update button").click();
        visit.see(".toast", "Feed Reader is at version 1.5.0 now.");
        visit.seePath("/service/feeds/allow");
        visit.at("/service/feeds/", "Feed Reader").gone(".update");
        visit.see("main", "Go back to 1.4.2");
        visit.all("main .panel .actions button").get(1).click();
        visit.see("dialog", "Go back to version 1.4.2?");
        visit.one("dialog .main").click();

        visit.see("main", "Go back to 1.5.0");
        visit.one(".toast button").click();
        visit.all("main .panel .actions button").getFirst().click();
        visit.see("#toasts", "It is up to date.");
    }

    @Test
    void uninstallAsksAndTheSafeAnswerHasTheFocus(Visit visit) {
        visit.at("/service/notes/", "Notes").one(".button.danger").click();
        visit.see("dialog", "Uninstall Notes?");
        assertThat(visit.focused().getText()).isEqualTo("Cancel");
        visit.press(Keys.ESCAPE);
        visit.gone("dialog");
        assertThat(visit.host.services.get("notes").state()).isEqualTo(State.RUNNING);

        visit.one(".button.danger").click();
        visit.one("dialog .danger").click();

        visit.seePath("/");
        visit.see(".toast", "Notes is uninstalled.");
    }

    @Test
    void variablesAreChangedAddedAndRemoved(Visit visit) {
        visit.at("/service/notes/variables", "Notes");
        visit.one("[aria-label='Remove NOTES_PER_PAGE']").click();
        visit.one("[aria-label='Value of GREETING']").sendKeys(", you");
        visit.one("main .actions button").click();
        visit.press("COLOUR", Keys.TAB, "blue", Keys.ENTER);

        visit.see("[role=status]", "after a restart");
        assertThat(visit.host.services.get("notes").settings().config())
                .containsOnlyKeys("GREETING", "COLOUR")
                .containsEntry("GREETING", "hello, you");
    }

    @Test
    void aBadVariableNameIsRefusedWithASentence(Visit visit) {
        visit.at("/service/notes/variables", "Notes").one("[aria-label=Name]").sendKeys("-1");
        visit.press(Keys.ENTER);

        visit.see("[role=alert]", "cannot be a name");
    }

    @Test
    void logsFollowAndPause(Visit visit) {
        visit.host.services.write("notes", "first");
        visit.at("/service/notes/logs", "Notes").see(".log", "first");
        visit.host.services.write("notes", "second");
        visit.see(".log", "second");

        visit.all(".log-bar button").getFirst().click();
        visit.see(".live", "Paused");
        visit.host.services.write("notes", "third");
        visit.all(".log-bar button").getFirst().click();

        visit.see(".log", "third");
        assertThat(visit.one(".log").getText()).isEqualTo("first\nsecond\nthird");
    }

    @Test
    void aPersonIsAddedAndDeleted(Visit visit) {
        visit.at("/settings/people", "Settings").see(".people", "jonas");
        visit.one(".head-row .button").click();
        visit.one("dialog [name=username]").sendKeys("mara");
        visit.one("dialog [name=password]").sendKeys("another password", Keys.ENTER);
        visit.see("dialog [role=alert]", "already been taken");
        visit.one("dialog [name=username]").sendKeys("2", Keys.ENTER);
        visit.see(".people", "mara2");

        visit.one("[aria-label='Delete mara2']").click();
        visit.one("dialog .danger").click();

        visit.see(".toast", "mara2 is deleted.");
        assertThat(visit.host.users.list().users()).hasSize(2);
    }

    @Test
    void whoIsNoAdminSeesNoAdminPages(Visit visit) {
        visit.logInAs("jonas");

        visit.at("/settings", "Settings");

        assertThat(visit.texts(".tabs a")).containsExactly("Services", "Account", "Activity");
        visit.at("/settings/people", "There is nothing here");
    }

    @Test
    void whatIsNotOnesOwnHasNoButtons(Visit visit) {
        visit.logInAs("jonas");

        visit.at("/service/calendar/", "Calendar").see(".notice", "Only an admin can start it.");

        assertThat(visit.all("main .actions, main .tabs")).isEmpty();
        visit.at("/service/notes/variables", "Notes").see(".notice", "Only an admin");
    }
}
