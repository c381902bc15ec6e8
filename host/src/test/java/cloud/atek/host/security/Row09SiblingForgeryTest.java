package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.Hostile;
import cloud.atek.host.testkit.Raw;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/// A page of one service makes the browser post to the host or to another service. Subdomains are
/// siblings, which `SameSite` cookies let through: only a page of the very origin is heard, and
/// only with a content type that no form can send.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Hostile.Given.class)
class Row09SiblingForgeryTest {

    private static final String CREATE =
            """
            {"jsonrpc":"2.0","id":1,"method":"create",\
            "params":[{"username":"mallory","password":"correct horse","role":"admin"}]}\
            """;

    private static final List<String> TYPES =
            List.of(
                    "text/plain",
                    "application/x-www-form-urlencoded",
                    "multipart/form-data; boundary=x",
                    "application/json",
                    "application/json; charset=utf-8",
                    "text/plain; application/json",
                    "application/json-rpc",
                    "");

    private Hostile house;
    private String session;

    @BeforeAll
    void start(Hostile given) {
        house = given;
        session = house.ann().browser().cookie("localhost", "__Host-atek");
        house.ann().visit(Hostile.NOTES, "/");
    }

    @Test
    void noPageOfAnotherOriginCallsTheHost() throws Exception {
        for (String origin : foreign()) {
            for (String type : TYPES) {
                Raw.Answer answer =
                        post("localhost", "/_atek/gateway?api=atek.cloud/users-api", type, origin);
                assertThat(answer.status()).as(origin + type).isEqualTo(403);
            }
        }
        assertNobodyCame();
    }

    private List<String> foreign() {
        int port = house.host().port();
        return List.of(
                "Origin: http://evil.localhost:%d\r\nSec-Fetch-Site: same-site".formatted(port),
                "Origin: http://evil.localhost:%d\r\nSec-Fetch-Site: same-origin".formatted(port),
                "Origin: http://localhost:%d\r\nSec-Fetch-Site: same-site".formatted(port),
                "Origin: http://localhost:%d\r\nSec-Fetch-Site: none".formatted(port),
                "Origin: http://localhost:1\r\nSec-Fetch-Site: cross-site",
                "Origin: https://localhost:%d".formatted(port),
                "Origin: null",
                "Sec-Fetch-Site: same-site",
                "Referer: http://localhost:%d/".formatted(port),
                "X-Requested-With: XMLHttpRequest");
    }

    private Raw.Answer post(String name, String path, String type, String lines)
            throws IOException {
        String cookie =
                name.equals("localhost")
                        ? session
                        : house.ann().browser().cookie(name, "__Host-atek");
        return house.ask(
                "POST %s HTTP/1.1\r\nHost: %s:%d\r\nCookie: __Host-atek=%s\r\n%s%s\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(
                                path,
                                name,
                                house.host().port(),
                                cookie,
                                type.isEmpty() ? "" : "Content-Type: " + type + "\r\n",
                                lines,
                                CREATE.length(),
                                CREATE));
    }

    private void assertNobodyCame() throws IOException {
        assertThat(house.host().call("atek.cloud/users-api", "list").toString())
                .contains("ann")
                .doesNotContain("mallory");
    }

    @Test
    void theOwnPageCallsWithATypeThatNoFormSends() throws Exception {
        String own =
                "Origin: http://localhost:%d\r\nSec-Fetch-Site: same-origin"
                        .formatted(house.host().port());
        for (String type : TYPES) {
            if (!type.startsWith("application/json;") && !type.equals("application/json")) {
                Raw.Answer answer =
                        post("localhost", "/_atek/gateway?api=atek.cloud/users-api", type, own);
                assertThat(answer.status()).as(type).isEqualTo(415);
            }
        }
        assertNobodyCame();
        Raw.Answer answer =
                post(
                        "localhost",
                        "/_atek/gateway?api=atek.cloud/user-sessions-api",
                        "application/json",
                        own);
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void noPageOfAnotherOriginChangesAService() throws Exception {
        for (String origin : foreign()) {
            for (String path : List.of("/", "/rpc", "/_atek/gateway?api=example.com/notes")) {
                Raw.Answer answer = post("notes.localhost", path, "text/plain", origin);
                assertThat(answer.status()).as(path + origin).isEqualTo(403);
            }
        }
    }

    @Test
    void inABrowserNoTrickOfASiblingGetsThrough() throws Exception {
        try (var browser = new Browser()) {
            house.logIn(browser, "ann");
            browser.open(house.at("evil.localhost", "/page"));
            browser.seeUrl(house.at("evil.localhost", "/page"));
            String target = house.at("localhost", "/_atek/gateway?api=atek.cloud/users-api");

            String done = browser.script(TRICKS, target, CREATE);

            assertThat(done).isEqualTo("tried");
            form(browser, target);
            assertNobodyCame();
            browser.open(house.at("localhost", "/_atek/login"));
            assertThat(house.whoAmI(browser)).contains("\"ann\"");
        }
    }

    private static final String TRICKS =
            """
            const [target, json, done] = arguments;
            const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/json'];
            const tries = types.flatMap((type) => ['no-cors', 'cors', 'same-origin'].map((mode) =>
              fetch(target, { method: 'POST', mode, credentials: 'include', body: json, headers: { 'Content-Type': type } })
                .catch(() => {})));
            navigator.sendBeacon(target, new Blob([json], { type: 'text/plain' }));
            navigator.sendBeacon(target, json);
            const frame = document.createElement('iframe');
            frame.src = target.replace(/_atek.*/, '_atek/login');
            document.body.append(frame);
            Promise.all(tries).then(() => {
              let read = 'tried';
              try { read = frame.contentDocument ? 'read the frame: ' + frame.contentDocument.title : read; } catch {}
              done(read.endsWith(': ') ? 'tried' : read);
            });
            """;

    /// A form whose one field, sent as plain text, is JSON.
    private static void form(Browser browser, String target) {
        for (String type :
                List.of("text/plain", "multipart/form-data", "application/x-www-form-urlencoded")) {
            browser.driver()
                    .executeScript(
                            """
                            const [action, type, json] = arguments;
                            const frame = Object.assign(document.createElement('iframe'), { name: 'f' });
                            const form = Object.assign(document.createElement('form'),
                                { action, method: 'post', enctype: type, target: 'f' });
                            const cut = json.lastIndexOf('}');
                            form.append(Object.assign(document.createElement('input'),
                                { name: json.slice(0, cut) + ',"x":"', value: '"}' }));
                            document.body.append(frame, form);
                            form.submit();
                            """,
                            target,
                            type,
                            CREATE);
        }
    }
}
