package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.Sitting;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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

/// Two homes, each in its sandbox and with a browser, share the lobby of `services/examples`. One
/// proves itself by an authority of its own.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LobbyEndToEndTest {

    private static final String API = "atek.cloud/earthstar-api";
    private static final String NAME = "core.earthstar.localhost";
    private static final Path LOBBY = Path.of("../services/examples/lobby");

    /// The narrowest phone, in CSS pixels.
    private static final int NARROWEST = 360;

    private static final String HOSTILE = "<img src=x onerror=window.harmed=1>";

    private final List<String> complaints = new ArrayList<>();

    /// Ada's home.
    private TestHost here;

    /// Bob's.
    private TestHost there;

    private Browser ada;
    private Browser bob;
    private String workspace = "";

    @BeforeAll
    void begin(@TempDir Path dir) throws Exception {
        // Side by side: each takes seconds to start.
        var browsers = CompletableFuture.supplyAsync(() -> List.of(new Browser(), new Browser()));
        Path home = TestHost.freshHome();
        Files.writeString(home.resolve("config.json"), "{\"tls\": \"local-ca\", \"tlsPort\": 0}");
        here = TestHost.up(home);
        there = TestHost.up(TestHost.freshHome());
        try (var lobby = GitPackage.create(dir, "lobby").copy(LOBBY).release("v1.0.0")) {
            install(here, lobby);
            install(there, lobby);
        }
        Person.made(here, "ada", "user");
        Person.made(there, "bob", "user");
        ada = browsers.get().getFirst();
        bob = browsers.get().getLast();
        login(ada, here, "ada");
        login(bob, there, "bob");
    }

    private static void install(TestHost host, GitPackage lobby) {
        String repository = lobby.bare().toString();
        Run run = host.cli("install", repository, "--id", "lobby", "--grant", "all");
        assertThat(run.exitCode()).as(run.out()).isZero();
    }

    private static void login(Browser browser, TestHost host, String name) {
        browser.look(1280, 800, false);
        browser.open(site(host));
        browser.one("#username").sendKeys(name);
        browser.one("#password").sendKeys(Person.PASSWORD, Keys.ENTER);
        browser.seeUrl(site(host));
        browser.one("h1", "Your lobbies");
    }

    @AfterAll
    void end() {
        ada.close();
        bob.close();
        here.close();
        there.close();
    }

    @Test
    @Order(1)
    void aLobbyIsMadeOnItsPage() throws Exception {
        ada.one("[name=name]").sendKeys("garden", Keys.ENTER);
        ada.one("h1", "Welcome to garden");
        ada.one("[name=name]").sendKeys("Ada Löve", Keys.ENTER);
        ada.one("h1", "Chat");
        ada.one(".people", "Ada Löve (you)");
        say(ada, "Is anybody here?");
        say(ada, HOSTILE);
        write(ada, "Flowers & more!", "# Flowers\nare [[Pretty things]]\n- roses\n- tulips");
        ada.one("article h2", "Flowers");
        ada.one("article li", "tulips");
        assertThat(ada.one("article a", "Pretty things").getAttribute("href"))
                .endsWith("/page/Pretty%20things");

        String encoded = ada.url().replaceFirst(".*#/([^/]*)/.*", "$1");
        workspace = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        JsonNode info = result(here, "workspaceGet", workspace);
        assertThat(info.at("/options/published").asBoolean()).isFalse();
    }

    @Test
    @Order(2)
    void anotherHomeIsTrustedOnlyAfterItsFingerprintWasCompared() throws Exception {
        done(here, "earthstar", "cfg", "garden", "--publish");
        done(there, "earthstar", "join", workspace);
        String fingerprint = json(here.cli("trust", "--json")).path("sha256").asText();
        assertThat(fingerprint).hasSize(95);

        Run nobody = sync(there);
        assertThat(nobody.exitCode()).isNotZero();
        assertThat(nobody.out()).contains("not known here", fingerprint);
        assertThat(peer().path("fingerprint").asText()).isEqualTo(fingerprint);
        Run other = sync(there, "--pin", "ab".repeat(32));
        assertThat(other.exitCode()).isNotZero();
        assertThat(other.out()).contains("another authority than the pinned one", fingerprint);
        Run word = sync(there, "--pin", "ab");
        assertThat(word.out()).contains("64 hex digits");
        assertThat(documents(there)).isZero();

        Run no = asked("n");
        assertThat(no.exitCode()).isNotZero();
        assertThat(no.out()).contains(fingerprint, "It was not trusted");
        Run yes = asked("y");
        assertThat(yes.exitCode()).as(yes.out()).isZero();
        assertThat(yes.out()).contains(fingerprint, "It stays connected.");
        assertThat(peer().at("/peer/pin").asText()).isEqualTo(fingerprint);
        assertThat(peer().has("fingerprint")).isFalse();
        // What was pinned stays when something else of the peer changes.
        assertThat(sync(there, "--live").exitCode()).isZero();
        assertThat(peer().at("/peer/pin").asText()).isEqualTo(fingerprint);
    }

    private Run sync(TestHost host, String... more) {
        var words = new ArrayList<>(List.of("earthstar", "sync", "garden", url()));
        words.addAll(List.of(more));
        return host.cli(words.toArray(String[]::new));
    }

    private Run asked(String answer) throws Exception {
        done(there, "earthstar", "sync", "garden", url(), "--stop");
        var command =
                List.of(
                        TestHost.script(),
                        "earthstar",
                        "sync",
                        "garden",
                        url(),
                        "--live",
                        "--configDir",
                        there.home().toString());
        return Sitting.answer(command, "[y/N]", answer);
    }

    @Test
    @Order(3)
    void whatOneWritesTheOtherSees() throws Exception {
        bob.one("[name=address]").sendKeys(workspace, Keys.ENTER);
        bob.one("h1", "Welcome to garden");
        bob.one("[name=name]").sendKeys("Bob", Keys.ENTER);
        bob.one("h1", "Chat");
        bob.one(".talk li", "Is anybody here?");
        bob.one(".talk li", HOSTILE);
        tab(ada, "Chat");
        ada.one(".people", "Bob");
        say(bob, "I am!");
        ada.one(".talk li", "I am!");
        say(ada, "Welcome.");
        bob.one(".talk li", "Welcome.");
        tab(bob, "Wiki");
        ada.one(".people", "in the wiki");
        bob.one(".row", "Flowers & more!").click();
        bob.one("article li", "roses");
        tab(ada, "Share");
        ada.one(".panel", "Other homes reach it here");
        tab(bob, "Share");
        bob.one(".rows .good", "Connected");
        harmless();
    }

    @Test
    @Order(4)
    void theWayBetweenTheHomesIsTheOneThatThePeerOpens() throws Exception {
        for (TestHost host : List.of(here, there)) {
            JsonNode service = call(host, "get", "core.earthstar");
            assertThat(service.path("sandbox").toString()).contains("namespaces", "no-network");
        }
        JsonNode uses = call(there, "stats", "core.earthstar").path("network");
        assertThat(uses).hasSize(1);
        assertThat(uses.at("/0/host").asText()).isEqualTo(NAME);
        assertThat(uses.at("/0/port").asInt()).isEqualTo(here.securePort());
        assertThat(uses.at("/0/open").asInt()).isPositive();
        assertThat(uses.at("/0/bytesReceived").asLong()).isPositive();
        assertThat(call(here, "stats", "core.earthstar").path("network")).isEmpty();
    }

    @Test
    @Order(5)
    void whatBothWriteApartIsMerged() throws Exception {
        result(here, "workspaceConfigure", workspace, Map.of("published", false));
        until(() -> !peer().path("connected").asBoolean());
        write(ada, "Trees", "Ada says that trees are tall");
        write(bob, "Trees", "Bob says that trees are green");
        write(bob, "Bees", "hum");
        result(here, "workspaceConfigure", workspace, Map.of("published", true));

        ada.one("article", "Bob says that trees are green");
        ada.one("summary", "What others wrote before").click();
        ada.one("details", "Ada says that trees are tall");
        tab(ada, "Wiki");
        ada.one(".row", "Bees");
        bob.open(ada.url().replace(site(here), site(there)));
        bob.one(".row", "Trees").click();
        bob.one("article", "Bob says that trees are green");
        bob.one("summary").click();
        bob.one("details", "Ada says that trees are tall");
    }

    @Test
    @Order(6)
    void whoWritesAPageIsToldOfWhatWasSavedMeanwhile() throws Exception {
        for (Browser each : List.of(ada, bob)) {
            tab(each, "Wiki");
            each.one(".row", "Bees").click();
            each.one("a.button", "Edit").click();
            each.one("h1", "Edit Bees");
        }
        ada.one("textarea").sendKeys(" loudly");
        ada.one("main .button.main", "Save").click();
        ada.one("article", "hum loudly");
        bob.one(".notice.warn", "Ada Löve saved this page meanwhile");
        bob.one(".notice.warn pre", "hum loudly");
        bob.one("a.button", "Cancel").click();
        bob.one("article", "hum loudly");
    }

    @Test
    @Order(7)
    void itGoesOnAfterAHomeWasKilled() throws Exception {
        tab(ada, "Chat");
        tab(bob, "Chat");
        int port = here.port();
        int tlsPort = here.securePort();
        here.kill();
        say(bob, "Where are you?");
        Path config = here.home().resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replaceFirst("\"tlsPort\"\\s*:\\s*0", "\"tlsPort\": " + tlsPort));
        here = TestHost.upAt(here.home(), port);

        ada.one(".talk li", "Where are you?");
        say(ada, "Back again.");
        bob.one(".talk li", "Back again.");
        // The browser says of a connection that broke that it broke, and nothing else.
        assertThat(ada.complaints()).allMatch(line -> line.contains("Failed to load resource"));
    }

    @Test
    @Order(8)
    void itFitsAPhoneTheDarkAndThoseWhoHearIt() throws Exception {
        var faults = new ArrayList<String>();
        for (String view : List.of("Chat", "Wiki", "Share")) {
            tab(ada, view);
            examine(view.toLowerCase(Locale.ROOT), faults);
        }
        tab(ada, "Wiki");
        ada.one(".row", "Flowers").click();
        ada.one("article li", "roses");
        examine("page", faults);
        ada.one("a.button", "Edit").click();
        ada.one("textarea");
        examine("edit", faults);
        ada.one("header .home").click();
        ada.one(".row", "garden");
        examine("start", faults);
        ada.one("[name=name]").sendKeys("orchard", Keys.ENTER);
        ada.one("h1", "Welcome to orchard");
        examine("welcome", faults);
        assertThat(faults).isEmpty();
        harmless();
    }

    @Test
    @Order(9)
    void aLobbyCanBeLeft() throws Exception {
        bob.open(site(there));
        bob.one(".row", "garden").click();
        tab(bob, "Share");
        bob.one("main button", "Leave this lobby").click();
        bob.one("dialog .button.main", "Leave").click();
        bob.one("h1", "Your lobbies");
        bob.one("[role=status]", "There are none yet");
        assertThat(bob.texts(".row")).isEmpty();
    }

    private void harmless() {
        for (Browser each : List.of(ada, bob)) {
            assertThat(each.script("arguments[0](String(window.harmed))")).isEqualTo("undefined");
        }
        complaints.addAll(bob.complaints());
        assertThat(complaints).isEmpty();
    }

    private void examine(String view, List<String> faults) throws Exception {
        ada.picture("lobby-" + view);
        for (boolean dark : List.of(false, true)) {
            ada.look(NARROWEST, 740, dark);
            ada.barriers().forEach(fault -> faults.add(view + " dark=" + dark + " " + fault));
        }
        String wide = ada.script("arguments[0](document.documentElement.scrollWidth)");
        if (Integer.parseInt(wide) > NARROWEST) {
            faults.add(view + " is " + wide + " pixels wide");
        }
        ada.look(1280, 800, false);
    }

    private static void tab(Browser browser, String name) {
        browser.one("nav a", name).click();
        browser.one("h1", name);
    }

    private static void say(Browser browser, String text) {
        browser.one("textarea").sendKeys(text, Keys.ENTER);
        browser.one(".talk .mine", text);
    }

    private static void write(Browser browser, String page, String text) {
        tab(browser, "Wiki");
        browser.one("[name=name]").sendKeys(page, Keys.ENTER);
        browser.one("h1", "Edit " + page);
        browser.one("textarea").sendKeys(text);
        browser.one("main .button.main", "Save").click();
        browser.one("a.button", "Edit");
    }

    private String url() {
        return "https://%s:%d".formatted(NAME, here.securePort());
    }

    private static String site(TestHost host) {
        return "http://lobby.localhost:" + host.port() + "/";
    }

    private JsonNode peer() throws Exception {
        return result(there, "workspaceGet", workspace).path("peers").path(0);
    }

    private int documents(TestHost host) throws Exception {
        return result(host, "workspaceGet", workspace).path("documents").asInt();
    }

    private static JsonNode result(TestHost host, String method, Object... params)
            throws Exception {
        JsonNode answer = host.call(API, method, params);
        assertThat(answer.path("error").toString()).as(method).isEmpty();
        return answer.path("result");
    }

    private static JsonNode call(TestHost host, String method, String id) throws Exception {
        JsonNode answer = host.call("atek.cloud/services-api", method, id);
        assertThat(answer.path("error").toString()).as(method).isEmpty();
        return answer.path("result");
    }

    private static JsonNode json(Run run) throws Exception {
        assertThat(run.exitCode()).as(run.out()).isZero();
        return MessageCodec.JSON.readTree(run.out());
    }

    private static void done(TestHost host, String... words) {
        Run run = host.cli(words);
        assertThat(run.exitCode()).as("%s: %s", List.of(words), run.out()).isZero();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + 90_000_000_000L;
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
