package cloud.atek.host.security;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.services.ServicesApi;
import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.JavascriptException;
import org.openqa.selenium.Keys;

/// What a package says of itself, or a program prints, is taken for markup or script by the pages
/// of the host, or for words of the host by the person who reads it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Row26MetadataTest {

    private static final String SERVICES = ServicesApi.ID.value();

    /// Runs if any page takes it for markup, in whatever place it stands.
    private static final String MARKUP =
            "\"'><img src=x onerror=\"window.pwned=1\"><svg onload=\"window.pwned=1\"></svg>"
                    + "<script>window.pwned=1</script>${window.pwned=1}{{pwned}}";

    /// The same within the length of a name.
    private static final String NAME =
            "<img src=x onerror=\"window.pwned=1\"><svg onload=\"pwned\">";

    private static final String TURNED = "safe\u202ecod.exe\u2066\u200f\ufeff";

    /// The first letter is the Cyrillic one that looks like an S.
    private static final String HOMOGLYPH = "\u0405ystem";

    private static final String SCRIPT_URL = "javascript:window.pwned=1";

    /// Elements and attributes that are not ours, and what ran.
    private static final String HARVEST =
            """
            const strange = [...document.querySelectorAll('*')].filter((one) =>
              one.matches('img[src=x], script:not([src]), iframe, object, embed, base')
              || [...one.attributes].some(({ name, value }) => name.startsWith('on') || /^\\s*javascript:/i.test(value)));
            arguments[0]([window.pwned ? 'it ran' : '', ...strange.map((one) => one.outerHTML)].join(''));
            """;

    private static final String TEXT = "arguments[0](document.body.innerText)";

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

    @AfterEach
    void nothingEvenTried() {
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void whatAPackageSaysIsTextOnEveryPage() throws Exception {
        ObjectNode manifest = MessageCodec.JSON.createObjectNode();
        manifest.put("name", NAME).put("description", MARKUP).put("license", SCRIPT_URL);
        manifest.put("author", "<a href=\"" + SCRIPT_URL + "\">me</a>");
        install("markup", manifest);

        for (String page :
                List.of(
                        "",
                        "settings",
                        "settings/activity",
                        "service/markup/",
                        "service/markup/permissions",
                        "service/markup/allow",
                        "service/markup/logs")) {
            browser.open(root() + page);
            browser.one(page.startsWith("service") ? "h1 bdi" : "body", "<img src=x");
            assertThat(browser.script(HARVEST)).as(page).isEmpty();
        }
        browser.open(root());
        browser.one("#header input").sendKeys("img");
        browser.one(".search li", "<img");
        assertThat(browser.script(HARVEST)).isEmpty();
    }

    @Test
    void whatAProgramPrintsIsText() throws Exception {
        Path folder = Files.createDirectories(dir.resolve("printer"));
        String line = MessageCodec.JSON.writeValueAsString(MARKUP + " " + TURNED);
        Files.writeString(folder.resolve("atek.json"), "{\"runtime\": \"node\"}");
        Files.writeString(
                folder.resolve("index.js"),
                """
                console.log(%s);
                require('http').createServer((_, answer) => answer.end()).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
                """
                        .formatted(line));
        install(folder, "printer");

        browser.open(root() + "service/printer/logs");
        browser.one(".log", "<img src=x");

        assertThat(browser.script(HARVEST)).isEmpty();
        // Each line turns its own text at most, never what stands around it.
        assertThat(browser.script("arguments[0](document.querySelector('.log > *').localName)"))
                .isEqualTo("bdi");
    }

    @Test
    void namesTurnNoTextAroundThemAndPoseAsNobodyElse() throws Exception {
        install("turned", manifest("name", TURNED).put("description", TURNED));
        install("posing", manifest("name", HOMOGLYPH));
        install("posing2", manifest("name", "A t\u0435 k  D B"));
        install("honest", manifest("name", "\u0421\u0438\u0441\u0442\u0435\u043c\u0430"));

        browser.open(root());
        browser.one(".tile", "\u0421\u0438\u0441\u0442\u0435\u043c\u0430");
        String tiles = browser.script(TEXT);

        assertThat(tiles).contains("posing", "posing2").doesNotContain(HOMOGLYPH, "D B");
        assertThat(tiles).contains("safe cod.exe").doesNotContain("\u202e", "\u2066", "\ufeff");
        browser.open(root() + "service/turned/");
        browser.one("h1 bdi", "safe cod.exe");
        assertThat(browser.script(TEXT)).doesNotContain("\u202e").contains("turned");
    }

    @Test
    void anAddressOfScriptIsNoLink() throws Exception {
        browser.open(root() + "install");
        browser.one("#source").sendKeys(SCRIPT_URL + "//x", Keys.ENTER);
        browser.one("[role=alert]");
        assertThat(browser.script(HARVEST)).isEmpty();

        for (String target : List.of("javascript:alert(1)", "//evil.example/", "/\\evil.example")) {
            browser.open(root() + "_atek/permissions?back=" + encoded(target));
            browser.one("a.button", "Go back");
            assertThat(browser.one("a.button").getDomProperty("href")).isEqualTo(root());
        }
        browser.open(root() + "_atek/permissions?request=" + encoded(MARKUP));
        browser.one("h1", "no longer open");
        assertThat(browser.script(HARVEST)).isEmpty();
        assertThat(browser.complaints()).allMatch(said -> said.contains("404"));
    }

    @Test
    void pagesOfTheHostTakeNoMarkupFromText() {
        for (String page : List.of("", "settings", "_atek/permissions", "_atek/login")) {
            browser.open(root() + page);
            browser.one("h1");
            for (String sink :
                    List.of(
                            "document.body.innerHTML = '<b>x</b>'",
                            "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
                            "document.createElement('script').text = 'window.pwned=1'",
                            "trustedTypes.createPolicy('mine', { createHTML: (text) => text })")) {
                assertThat(refused(sink)).as(page + " " + sink).contains("TypeError");
            }
        }
        assertThat(browser.complaints()).isNotEmpty();
    }

    private String refused(String code) {
        try {
            return browser.script(
                    "try { %s; arguments[0]('taken'); } catch (e) { arguments[0](String(e)); }"
                            .formatted(code));
        } catch (JavascriptException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static ObjectNode manifest(String key, String value) {
        return MessageCodec.JSON.createObjectNode().put(key, value);
    }

    private void install(String id, ObjectNode manifest) throws IOException {
        Path folder = Files.createDirectories(dir.resolve(id));
        Files.writeString(folder.resolve("index.html"), "<h1>" + id + "</h1>");
        manifest.put("runtime", "static");
        Files.writeString(folder.resolve("atek.json"), manifest.toString());
        install(folder, id);
    }

    private void install(Path folder, String id) throws IOException {
        var options = Map.of("sourceUrl", "file://" + folder, "id", id);
        JsonNode made = host.call(SERVICES, "install", options);
        assertThat(made.has("result")).as(made.toString()).isTrue();
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private String root() {
        return "http://localhost:" + host.port() + "/";
    }
}
