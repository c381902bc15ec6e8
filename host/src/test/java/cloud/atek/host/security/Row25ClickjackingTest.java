package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.permissions.PermissionsApi;
import cloud.atek.api.services.ServicesApi;
import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/// The page of a service gets a click that was meant for itself into a page of the host: it frames
/// it, moves the window that shows it, fills the screen, or slips the question under a finger.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class Row25ClickjackingTest {

    private static final String PERMISSIONS = PermissionsApi.ID.value();

    /// A program of its own sends no policy by which its page would bind itself.
    private static final String PAGE =
            """
            require('http').createServer((_, answer) => {
              answer.setHeader('Content-Type', 'text/html');
              answer.end('<!doctype html><title>Games</title><h1>Games</h1>');
            }).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
            """;

    /// What a frame tries to do to the page around it. Each line tells that it came through, or
    /// nothing.
    private static final String ESCAPES =
            """
            const done = arguments[0];
            const came = [];
            const attempt = (name, act) => { try { const got = act(); if (got !== null && got !== undefined && got !== false) { came.push(name); } } catch { } };
            attempt('read the document around', () => top.document);
            attempt('read its storage', () => top.localStorage);
            attempt('read its name', () => top.name !== undefined && top.name);
            attempt('move it', () => { top.location.href = 'http://evil.localhost/moved'; return null; });
            attempt('replace it', () => { parent.location.replace('/moved'); return null; });
            attempt('open over it', () => { open('/moved', '_top'); return null; });
            attempt('hold an opener', () => window.opener);
            attempt('fill the screen', () => document.fullscreenEnabled);
            const link = Object.assign(document.createElement('a'), { href: '/moved', target: '_top' });
            document.body.append(link);
            attempt('link it away', () => { link.click(); return null; });
            const form = Object.assign(document.createElement('form'), { action: '/moved', target: '_parent' });
            document.body.append(form);
            attempt('submit it away', () => { form.submit(); return null; });
            for (const message of [{ type: 'grant', allow: true }, { jsonrpc: '2.0', id: 1, method: 'decide', params: ['*', { allow: true }] }, 'allow']) {
              top.postMessage(message, '*');
              parent.postMessage(message, '*');
            }
            setTimeout(() => done(came.join()), 300);
            """;

    /// Opens the host's own pages in frames, and tells which of them can be looked at or listen.
    private static final String FRAMES =
            """
            const done = arguments[arguments.length - 1];
            const pages = arguments[0];
            let left = pages.length;
            for (const page of pages) {
              const frame = document.createElement('iframe');
              frame.src = page;
              frame.onload = () => --left || done(String(document.querySelectorAll('iframe').length));
              document.body.append(frame);
            }
            """;

    /// Records from the first moment of each page when its buttons take an answer and when not.
    private static final String RECORD =
            """
            window.turns = [];
            new MutationObserver(() => {
              const button = document.querySelector('#allow');
              if (button && window.turns.at(-1)?.on !== !button.disabled) {
                window.turns.push({ on: !button.disabled, at: performance.now() });
              }
            }).observe(document, { subtree: true, childList: true, attributes: true });
            """;

    private static final String ON = "arguments[0](turns.map((turn) => turn.on).join())";

    /// The browser rounds its clock.
    private static final int CLOCK_MS = 5;

    private TestHost host;
    private Browser browser;
    private String request = "";

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        var starting = CompletableFuture.supplyAsync(Browser::new);
        host = TestHost.up(TestHost.freshHome());
        browser = starting.get();
        browser.look(1280, 800, false);
        Person.made(host, "ada", "admin");
        Path folder = Files.createDirectories(dir.resolve("evil"));
        Files.writeString(folder.resolve("atek.json"), "{\"runtime\": \"node\", \"frame\": true}");
        Files.writeString(folder.resolve("index.js"), PAGE);
        browser.open(root() + "_atek/login");
        browser.one("#username").sendKeys("ada", Keys.TAB, Person.PASSWORD, Keys.ENTER);
        browser.one("h1", "ada");
        var options = Map.of("sourceUrl", "file://" + folder, "id", "evil", "user", "ada");
        JsonNode made = host.call(ServicesApi.ID.value(), "install", options);
        assertThat(made.has("result")).as(made.toString()).isTrue();
    }

    @AfterAll
    void stop() {
        browser.close();
        host.close();
    }

    @Test
    @Order(1)
    void aFrameReachesNothingAroundIt() {
        browser.open(root() + "app/evil/");
        WebElement frame = browser.one("iframe");
        assertThat(String.valueOf(frame.getDomAttribute("sandbox")).split(" "))
                .contains("allow-same-origin")
                .doesNotContain(
                        "allow-top-navigation",
                        "allow-top-navigation-by-user-activation",
                        "allow-popups-to-escape-sandbox",
                        "allow-pointer-lock",
                        "allow-presentation");
        assertThat(frame.getDomAttribute("allow")).contains("fullscreen 'none'");
        browser.driver().switchTo().frame(frame);
        browser.one("h1", "Games").click();

        assertThat(browser.script(ESCAPES)).isEmpty();

        browser.driver().switchTo().defaultContent();
        assertThat(browser.url()).isEqualTo(root() + "app/evil/");
        browser.one(".frame-bar h1", "evil");
        assertThat(asked()).isEmpty();
    }

    @Test
    @Order(2)
    void aServiceAsksAndEveryPageLeadsToTheHostsOwnDialog() {
        ask("evil.example");
        browser.open(root() + "settings");

        WebElement link = browser.one(".strip.asked a");

        request = asked().path(0).path("request").asText();
        assertThat(link.getDomProperty("href"))
                .startsWith(root() + "_atek/permissions?request=" + request);
    }

    @Test
    @Order(3)
    void noPageOfTheHostCanBeFramed() {
        browser.open(evil());
        browser.one("h1", "Games");
        var pages = List.of(dialog(), root(), root() + "_atek/login", root() + "_atek/setup");
        browser.complaints();

        assertThat(browser.script(FRAMES, pages)).isEqualTo("4");

        var refusals = browser.complaints();
        for (int i = 0; i < pages.size(); i++) {
            browser.driver().switchTo().frame(i);
            assertThat(browser.texts("main, #header")).as(pages.get(i)).isEmpty();
            browser.driver().switchTo().defaultContent();
        }
        assertThat(refusals).filteredOn(said -> said.contains("frame-ancestors")).isNotEmpty();
    }

    @Test
    @Order(4)
    void aPageThatOpensTheDialogHasNoHandOnIt() {
        browser.open(evil());
        browser.one("h1", "Games");
        String here = browser.driver().getWindowHandle();
        String closed =
                browser.script(
                        """
                        const [page, done] = arguments;
                        const other = open(page, 'dialog', 'width=400,height=300');
                        const look = () => (other === null || other.closed ? done('no hand') : setTimeout(look, 50));
                        look();
                        """,
                        dialog());
        assertThat(closed).isEqualTo("no hand");
        for (String window : browser.driver().getWindowHandles()) {
            if (!window.equals(here)) {
                browser.driver().switchTo().window(window);
                assertThat(browser.script("arguments[0](String(window.opener))")).isEqualTo("null");
                browser.driver().close();
            }
        }
        browser.driver().switchTo().window(here);
    }

    @Test
    @Order(5)
    void noPageOfAServiceAnswersForItsOwner() {
        browser.open(evil());
        browser.one("h1", "Games");
        String decide =
                """
                const [at, request, done] = arguments;
                fetch(at + '/_atek/gateway?api=atek.cloud/permissions-api', {
                  method: 'POST', credentials: 'include', headers: { 'Content-Type': 'application/json', 'Atek-Request': '1' },
                  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'decide', params: [request, { allow: true }] }),
                }).then((answer) => answer.text()).then(done, (e) => done('error: ' + e));
                """;
        assertThat(browser.script(decide, "", request)).contains("error").doesNotContain("result");
        assertThat(browser.script(decide, root().replaceFirst("/$", ""), request))
                .contains("error");
        assertThat(asked()).hasSize(1);
        assertThat(grants()).isEmpty();
    }

    @Test
    @Order(6)
    void theDialogSaysWhatIsAskedInWordsOfTheHost() throws Exception {
        var page = Person.login(host, "ada").browser().get("localhost", target(), Map.of());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("frame-ancestors 'none'", "script-src 'self'", "trusted-types 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
        assertThat(page.body())
                .contains("id=\"allow\" disabled", "id=\"deny\" class=\"no\" disabled")
                .contains("&lt;b&gt;Click Allow&lt;/b&gt; to win", "evil.example")
                .doesNotContain("\u202e", "<b>");

        Person bob = Person.made(host, "bob", "member");
        assertThat(bob.browser().get("localhost", target(), Map.of()).statusCode()).isEqualTo(404);
        assertThat(bob.call(PERMISSIONS, "decide", request, Map.of("allow", true)).has("error"))
                .isTrue();
    }

    @Test
    @Order(7)
    void theDialogTakesNoAnswerBeforeItWasLookedAt() throws Exception {
        browser.driver()
                .executeCdpCommand(
                        "Page.addScriptToEvaluateOnNewDocument", Map.of("source", RECORD));
        browser.open(root() + target().substring(1));
        browser.one("#allow:enabled");
        assertThat(browser.script(ON)).isEqualTo("false,true");
        assertThat(Double.parseDouble(browser.script("arguments[0](turns[1].at - turns[0].at)")))
                .isGreaterThanOrEqualTo(500 - CLOCK_MS);

        // What takes the window from under the finger takes the answer as well.
        for (String change : List.of("blur", "resize")) {
            browser.script(
                    "turns.length = 0; dispatchEvent(new Event(arguments[0])); arguments[1]()",
                    change);
            browser.one("#allow:enabled");
            assertThat(browser.script(ON)).as(change).isEqualTo("false,true");
        }
        browser.picture("permissions-dialog");
        for (boolean dark : List.of(false, true)) {
            browser.look(360, 740, dark);
            assertThat(browser.barriers()).isEmpty();
            assertThat(browser.script("arguments[0](document.documentElement.scrollWidth <= 360)"))
                    .isEqualTo("true");
        }
        browser.look(1280, 800, false);
    }

    @Test
    @Order(8)
    void whoHammersIsNotHeard() {
        browser.open(root() + target().substring(1));
        browser.one("#allow");
        var hammer = new Actions(browser.driver());
        for (int i = 0; i < 8; i++) {
            hammer.sendKeys(Keys.ENTER, Keys.SPACE);
        }
        hammer.perform();

        browser.one("#allow:enabled");
        browser.one("h1", "May evil do this?");
        assertThat(asked()).hasSize(1);
        assertThat(grants()).isEmpty();
    }

    @Test
    @Order(9)
    void theOwnerAnswersByKeysOrAClick() throws Exception {
        browser.open(root() + target().substring(1) + "&back=/settings");
        browser.one("#deny:enabled").sendKeys(Keys.ENTER);
        browser.one("#outcome", "Not allowed");
        assertThat(asked()).isEmpty();
        assertThat(grants()).isEmpty();
        browser.one("#back").click();
        browser.seeUrl(root() + "settings");

        ask("other.example");
        browser.open(root());
        browser.one(".strip.asked a").click();
        browser.one("input[value=day]").click();
        browser.one("#allow:enabled").click();
        browser.one("#outcome", "Allowed");

        assertThat(grants()).hasSize(1);
        assertThat(grants().path(0).path("expires").asText()).isNotEmpty();
        browser.picture("permissions-answered");
    }

    /// Lets a page of the service ask, and waits until it did.
    private void ask(String place) {
        browser.open(evil());
        browser.one("h1", "Games");
        browser.script(
                """
                const [host, done] = arguments;
                import('/_atek/js/rpc.js').then(({ create }) => {
                  const permissions = create('atek.cloud/permissions-api');
                  permissions.request({ host }, { reason: '<b>Click Allow</b>\\u202e to win' });
                  const look = async () => {
                    const [{ requests }] = await permissions.list('evil');
                    requests.length > 0 ? done() : setTimeout(look, 50);
                  };
                  look();
                });
                """,
                place);
    }

    private String dialog() {
        return root() + target().substring(1);
    }

    private String target() {
        return "/_atek/permissions?request=" + request;
    }

    /// What ada is asked.
    private JsonNode asked() {
        return rights().path("requests");
    }

    private JsonNode grants() {
        return rights().path("grants");
    }

    private JsonNode rights() {
        try {
            JsonNode answer = host.call(PERMISSIONS, "list", "evil");
            assertThat(answer.has("result")).as(answer.toString()).isTrue();
            return answer.at("/result/0");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String evil() {
        return "http://evil.localhost:" + host.port() + "/";
    }

    private String root() {
        return "http://localhost:" + host.port() + "/";
    }
}
