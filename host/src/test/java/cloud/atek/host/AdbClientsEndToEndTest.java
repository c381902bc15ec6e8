package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.Browser;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.NodePackage;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// ADB as its clients have it, in services that are installed from their repositories: the modules
/// that the first Atek published for Node, unmodified; the kit; and `/_atek/js/adb.js` in a page,
/// in a real browser. The claims stand beside the services, in `src/test/resources`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdbClientsEndToEndTest {

    private static final String NODE = "example.com/node-client";
    private static final String JAVA = "example.com/java-notes";
    private static final String PASSWORD = "correct horse";

    private TestHost host;
    private Browser browser;
    private NodePackage npm;
    private String owner;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        // Side by side: each takes seconds to start.
        var starting = CompletableFuture.supplyAsync(Browser::new);
        host = TestHost.up(TestHost.freshHome());
        browser = starting.get();
        var ada = Map.of("username", "ada", "password", PASSWORD, "role", "member");
        owner = host.call(UsersApi.ID.value(), "create", ada).at("/result/key").asText();
        Path resources = Path.of("src/test/resources");
        npm = NodePackage.fetched("node-adb", dir.resolve("npm"));
        install(dir, "node", npm.folder());
        install(dir, "java", resources.resolve("java-adb"));
        install(dir, "page", resources.resolve("adb-page"));
    }

    @AfterAll
    void stop() {
        browser.close();
        host.close();
    }

    @TestFactory
    Stream<DynamicTest> everyClaimHoldsInANodeService() throws Exception {
        JsonNode names = host.call(NODE, "names").path("result");
        assertThat(names).as(names.toString()).hasSizeGreaterThan(20);
        return StreamSupport.stream(names.spliterator(), false)
                .map(JsonNode::asText)
                .map(name -> DynamicTest.dynamicTest(name, () -> holds(name)));
    }

    @Test
    void claimsThatDoNotHoldAreTold() throws Exception {
        assertThat(host.call(NODE, "run", "nothing").path("result").asText())
                .contains("not a function");
    }

    @Test
    void theHostsOwnToolsMayMore() throws Exception {
        holds("anAliasIsMadeOnceAndFoundAgain");
        Run tool = npm.tool(host, "host-tool.js", owner);

        assertThat(tool.exitCode()).as(tool.out()).isZero();
        assertThat(tool.out()).contains("so");
    }

    @Test
    void aServerMadeWithTheModulesAnswersAsItDidThen() throws Exception {
        assertThat(host.call(NODE, "caller").path("result")).hasToString("[\"system\",\"system\"]");
        assertThat(host.call(NODE, "run", 1).at("/error/message").asText())
                .isEqualTo("Parameter 1 must be string");
        assertThat(host.call(NODE, "fail").at("/error/code").asInt()).isEqualTo(-32003);
        assertThat(host.call(NODE, "fail").at("/error/message").asText()).isEqualTo("Oh no!");
        assertThat(host.call(NODE, "nothing").at("/error/message").asText())
                .isEqualTo("Method not found: nothing");
    }

    @Test
    void aJavaServiceHasSchemasWithTheKitAlone() throws Exception {
        assertThat(host.call(JAVA, "add", "one", "hello").path("result").asText())
                .isEqualTo("/example.com/note/one");
        assertThat(host.call(JAVA, "add", "two", "too long").path("result").asText())
                .startsWith("/example.com/note/two does not fit its schema: /text: ");
        assertThat(host.call(JAVA, "add", "one", "again").at("/error/message").asText())
                .startsWith("Conflict: ");
        assertThat(host.call(JAVA, "all").path("result")).hasToString("[\"one hello 3 true\"]");
    }

    @Test
    void everyClaimHoldsInAPage() {
        String site = "http://page.localhost:" + host.port() + "/";
        browser.open(site);
        browser.one("#username").sendKeys("ada");
        browser.one("#password").sendKeys(PASSWORD);
        browser.one("button[type=submit]").click();
        browser.seeUrl(site);

        browser.one("#end", "all told");

        assertThat(browser.texts("#claims li"))
                .hasSizeGreaterThan(10)
                .allMatch(line -> line.endsWith(": so"));
        assertThat(browser.complaints()).isEmpty();
    }

    private void install(Path dir, String id, Path folder) throws Exception {
        try (var service = GitPackage.create(dir, id).copy(folder).release("v1.0.0")) {
            String repository = service.bare().toString();
            Run install = host.cli("install", repository, "--id", id, "--user", "ada");
            assertThat(install.exitCode()).as(install.out()).isZero();
        }
    }

    private void holds(String name) throws Exception {
        JsonNode answer = host.call(NODE, "run", name);
        assertThat(answer.path("result").asText()).as("%s: %s", name, answer).isEqualTo("so");
    }
}
