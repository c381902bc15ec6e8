package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/// A service leaves code or data in the browser, under a name that another service gets after it
/// was uninstalled, and lives on there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Row27ServiceWorkerTest {

    private static final String SERVICES = "atek.cloud/services-api";

    /// What a page can register and keep, in every way a browser offers.
    private static final String SETTLE =
            """
            const tries = ['/worker.js', '/deep/worker.js', '/_atek/js/rpc.js'].map((script) =>
              navigator.serviceWorker.register(script, { type: 'module' }).then(() => `took ${script}`, () => 'refused'));
            localStorage.setItem('left', 'behind');
            const cache = await caches.open('left');
            await cache.put('/left', new Response('behind'));
            const opened = indexedDB.open('left');
            await new Promise((resolve) => (opened.onsuccess = resolve));
            opened.result.close();
            return (await Promise.all(tries)).join();
            """;

    private static final String INVENTORY =
            """
            return JSON.stringify({
              workers: (await navigator.serviceWorker.getRegistrations()).length,
              storage: localStorage.length,
              caches: (await caches.keys()).length,
              databases: (await indexedDB.databases()).length,
            });
            """;

    private static final String NOTHING =
            "{\"workers\":0,\"storage\":0,\"caches\":0,\"databases\":0}";

    @TempDir private Path dir;
    private TestHost host;
    private Browser browser;

    @BeforeAll
    void start() throws Exception {
        var starting = CompletableFuture.supplyAsync(Browser::new);
        host = TestHost.up(TestHost.freshHome());
        browser = starting.get();
        Person.made(host, "ada", "admin");
        browser.open(root() + "_atek/login");
        browser.one("#username").sendKeys("ada", Keys.TAB, Person.PASSWORD, Keys.ENTER);
        browser.one("h1", "ada");
    }

    @AfterAll
    void stop() {
        browser.close();
        host.close();
    }

    @Test
    void noWorkerSettlesAndNothingIsFoundByTheNextOfTheName() throws Exception {
        install("first", "shared");
        open("shared", "first");
        assertThat(run(SETTLE)).isEqualTo("refused,refused,refused");
        assertThat(run(INVENTORY))
                .isEqualTo("{\"workers\":0,\"storage\":1,\"caches\":1,\"databases\":1}");

        host.call(SERVICES, "uninstall", "shared");
        install("second", "shared");
        open("shared", "second");

        assertThat(run(INVENTORY)).isEqualTo(NOTHING);
    }

    @Test
    void theSameServiceKeepsWhatItStored() throws Exception {
        install("keeper", "kept");
        open("kept", "keeper");
        run(SETTLE);

        // A session of its own begins again, as after a logout.
        browser.driver().manage().deleteCookieNamed("__Host-atek");
        open("kept", "keeper");

        assertThat(run(INVENTORY)).contains("\"storage\":1", "\"caches\":1", "\"databases\":1");
    }

    @Test
    void theScriptOfAWorkerIsServedNowhere() throws Exception {
        install("static", "files");
        Person eva = Person.made(host, "eva", "admin");
        var asWorker = Map.of("Service-Worker", "script");

        assertThat(eva.visit("files", "/worker.js").statusCode()).isEqualTo(200);
        assertThat(eva.visit("files", "/worker.js", asWorker).statusCode()).isEqualTo(403);
        for (String path : new String[] {"/js/main.js", "/_atek/js/rpc.js", "/_atek/login"}) {
            assertThat(eva.browser().get("localhost", path, asWorker).statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
    }

    private void install(String name, String id) throws IOException {
        Path web = dir.resolve(name).resolve("web");
        Path folder = Files.createDirectories(web.resolve("deep"));
        Files.writeString(web.resolve("index.html"), "<!doctype html><h1>" + name + "</h1>");
        String worker =
                """
                oninstall = () => skipWaiting();
                onactivate = (event) => event.waitUntil(clients.claim());
                onfetch = (event) => event.respondWith(new Response('the old one'));
                """;
        Files.writeString(web.resolve("worker.js"), worker);
        Files.writeString(folder.resolve("worker.js"), worker);
        Files.writeString(
                web.resolveSibling("atek.json"), "{\"runtime\": \"static\", \"main\": \"web\"}");
        JsonNode made =
                host.call(
                        SERVICES,
                        "install",
                        Map.of("sourceUrl", "file://" + dir.resolve(name), "id", id));
        assertThat(made.has("result")).as(made.toString()).isTrue();
    }

    private void open(String id, String heading) {
        browser.open("http://" + id + ".localhost:" + host.port() + "/");
        browser.one("h1", heading);
    }

    /// Runs a script in the page, and gives what it returns.
    private String run(String code) {
        return browser.script(
                "const done = arguments[0]; (async () => { %s })().then(done, done);"
                        .formatted(code));
    }

    private String root() {
        return "http://localhost:" + host.port() + "/";
    }
}
