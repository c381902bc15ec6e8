package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.sessions.UserSessionsApi;
import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.host.users.Authenticator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.Keys;

/// The pages about people, as a family goes through them: by keys, on a narrow phone, in the dark
/// and by ear.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PeoplePagesEndToEndTest {

    /// The narrowest phone, in CSS pixels.
    private static final int NARROWEST = 360;

    private static final String PASSWORD = "correct horse";

    private TestHost host;
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        var starting = CompletableFuture.supplyAsync(Browser::new);
        host = TestHost.up(TestHost.freshHome());
        browser = starting.get();
        browser.look(1280, 800, false);
    }

    @AfterAll
    void stop() {
        browser.close();
        host.close();
    }

    @AfterEach
    void theConsoleIsSilent() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    @Order(1)
    void theWizardMakesTheAccountAndOffersCodes() throws Exception {
        browser.open(root() + "_atek/setup?code=" + host.setupCode());
        browser.one("#username")
                .sendKeys("ada", Keys.TAB, PASSWORD, Keys.TAB, PASSWORD, Keys.ENTER);
        browser.one("h1", "Your account is there");
        examine("setup-offer");
        assertThat(browser.url()).doesNotContain("code=");
        browser.one("#begin button").click();
        browser.one("h1", "Codes from an app");
        browser.one("#qr[src^='data:image/svg+xml']");
        examine("setup-enrol");
        var app = new Authenticator(browser.one("#secret").getText().replace(" ", ""));
        browser.type("000000", Keys.ENTER);
        browser.one("#confirm .problem", "incorrect");
        browser.one("#code").clear();
        browser.one("#code").sendKeys(app.code(-1), Keys.ENTER);
        browser.one("h1", "Keep these recovery codes");
        assertThat(browser.one("#list").getText().lines()).hasSize(10);
        examine("setup-codes");
        browser.one("#codes a.button").click();
        browser.one("h1", "ada");

        logOut();
        browser.one("#username").sendKeys("ada", Keys.TAB, PASSWORD, Keys.ENTER);
        browser.one("h1", "One more step");
        examine("login-code");
        browser.type("000000", Keys.ENTER);
        browser.one("#step .problem", "incorrect");
        browser.type(app.code(0), Keys.ENTER);
        browser.one("h1", "ada");
    }

    private void logOut() {
        browser.driver().manage().deleteAllCookies();
        browser.driver().executeCdpCommand("Network.clearBrowserCookies", Map.of());
        browser.open(root() + "_atek/login");
    }

    @Test
    @Order(2)
    void anAdminInvitesAndTheInvitedMakesHisAccount() throws Exception {
        browser.open(root() + "settings/people");
        browser.one(".people", "ada");
        browser.one(".head-row .button.main", "Invite").click();
        browser.one("dialog .main").click();
        browser.one("dialog .qr[src^='data:image/svg+xml']");
        String link = browser.one("#link").getText();
        assertThat(link).startsWith(root() + "_atek/invite?code=");
        examine("people-link");
        browser.one("dialog .main", "Done").click();
        browser.one("h2", "Open invites");
        examine("people");

        logOut();
        browser.open(link);
        browser.one("h1", "You are invited");
        examine("invite");
        browser.one("#username")
                .sendKeys("bob", Keys.TAB, PASSWORD, Keys.TAB, PASSWORD, Keys.ENTER);
        browser.one("h1", "bob");

        logOut();
        browser.open(link);
        browser.one("h1", "This link is no longer good");
        examine("invite-used");
        assertThat(browser.complaints()).allMatch(said -> said.contains("404"));
    }

    @Test
    @Order(3)
    void aMemberLooksAfterHisAccountAndDevices() throws Exception {
        logOut();
        logIn("bob", PASSWORD);
        hostLogin("bob", PASSWORD);
        browser.open(root() + "settings/account");
        browser.one("#devices", "The program Java-http-client");
        examine("account");
        browser.one("#devices li button").click();
        browser.one(".toast", "is logged out");
        assertThat(browser.one("#devices").getText()).doesNotContain("Java-http-client");

        browser.one(".panel .button", "New password").click();
        browser.one("dialog [name=old]").sendKeys("not this");
        browser.one("dialog [name=password]").sendKeys("battery staple");
        browser.one("dialog [name=again]").sendKeys("battery staple", Keys.ENTER);
        browser.one("dialog [role=alert]", "The password was incorrect");
        examine("account-password");
        browser.one("dialog [name=old]").clear();
        browser.one("dialog [name=old]").sendKeys(PASSWORD, Keys.ENTER);
        browser.one(".toast", "The password is changed.");

        browser.one("#codes .button", "Set up codes").click();
        browser.one("dialog [name=password]").sendKeys("battery staple", Keys.ENTER);
        browser.one("dialog .qr");
        examine("account-codes");
        var app = new Authenticator(browser.one("dialog code").getText().replace(" ", ""));
        browser.one("dialog [name=code]").sendKeys(app.code(0), Keys.ENTER);
        browser.one("dialog h2", "Keep these recovery codes");
        examine("account-recovery");
        browser.one("dialog .main").click();
        browser.one("#codes", "On:");
    }

    @Test
    @Order(4)
    void anAdminTurnsCodesOffAndSeesWhatBelongsToWhomHeDeletes() throws Exception {
        hostUser("eva", "admin");
        logOut();
        logIn("eva", PASSWORD);
        browser.open(root() + "settings/people");
        browser.one("[aria-label='Manage bob']").sendKeys(Keys.ENTER);
        examine("people-manage");
        browser.one(".more .button", "Turn codes off").click();
        browser.one("dialog .danger").click();
        browser.one(".people", "Member");
        browser.one("[aria-label='Delete bob']").click();
        browser.one("dialog", "Nothing else belongs to it.");
        examine("people-delete");
        browser.one("dialog .danger").click();
        browser.one(".toast", "bob is deleted.");
    }

    @Test
    @Order(5)
    void whoseSessionEndedIsToldSo() throws Exception {
        browser.open(root() + "settings/account");
        browser.one("#devices");
        host.call(UserSessionsApi.ID.value(), "revoke", "all", key("eva"));

        browser.one("#ended", "Your session ended");

        examine("login-ended");
        assertThat(browser.complaints()).allMatch(said -> said.contains("401"));
    }

    private String key(String name) throws IOException {
        for (var user : host.call(UsersApi.ID.value(), "list").at("/result/users")) {
            if (user.path("username").asText().equals(name)) {
                return user.path("key").asText();
            }
        }
        throw new IllegalStateException("no " + name);
    }

    private void hostUser(String name, String role) throws IOException {
        var user = Map.of("username", name, "password", PASSWORD, "role", role);
        assertThat(host.call(UsersApi.ID.value(), "create", user).has("result")).isTrue();
    }

    private void hostLogin(String name, String password) throws IOException {
        var credentials = Map.of("username", name, "password", password);
        var headers = Map.of("Origin", "http://localhost:" + host.port());
        var answer =
                host.call(
                        host.browser(), headers, UserSessionsApi.ID.value(), "login", credentials);
        assertThat(answer.has("result")).as(answer.toString()).isTrue();
    }

    private void logIn(String name, String password) {
        browser.one("#username").sendKeys(name, Keys.TAB, password, Keys.ENTER);
        browser.one("h1", name);
    }

    private void examine(String view) throws IOException {
        browser.picture("people-" + view);
        var faults = new ArrayList<String>();
        for (boolean dark : List.of(false, true)) {
            browser.look(NARROWEST, 740, dark);
            browser.barriers().forEach(fault -> faults.add("dark=" + dark + " " + fault));
        }
        String wide =
                String.valueOf(
                        browser.driver()
                                .executeScript("return document.documentElement.scrollWidth"));
        assertThat(Integer.parseInt(wide)).as(view).isLessThanOrEqualTo(NARROWEST);
        assertThat(faults).as(view).isEmpty();
        browser.look(1280, 800, false);
    }

    private String root() {
        return "http://localhost:" + host.port() + "/";
    }
}
