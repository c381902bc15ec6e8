package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.NodePackage;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The modules that the first Atek published, unmodified, against this ADB: a service installed
/// from its repository makes every claim of `node-adb/*.js` through the gateway.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeClientEndToEndTest {

    private static final String CLIENT = "example.com/node-client";

    private TestHost host;
    private NodePackage npm;
    private String owner;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        npm = NodePackage.fetched(Path.of("src/test/resources/node-adb"), dir.resolve("npm"));
        host = TestHost.up(TestHost.freshHome());
        var ada = Map.of("username", "ada", "password", "correct horse", "role", "member");
        owner = host.call(UsersApi.ID.value(), "create", ada).at("/result/key").asText();
        try (var service = GitPackage.create(dir, "client").copy(npm.folder()).release("v1.0.0")) {
            Run install = host.cli("install", service.bare().toString(), "--user", "ada");
            assertThat(install.exitCode()).as(install.out()).isZero();
        }
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @TestFactory
    Stream<DynamicTest> everyClaimHoldsInAService() throws Exception {
        JsonNode names = host.call(CLIENT, "names").path("result");
        assertThat(names).as(names.toString()).hasSizeGreaterThan(20);
        return StreamSupport.stream(names.spliterator(), false)
                .map(JsonNode::asText)
                .map(name -> DynamicTest.dynamicTest(name, () -> holds(name)));
    }

    private void holds(String name) throws Exception {
        JsonNode answer = host.call(CLIENT, "run", name);
        assertThat(answer.path("result").asText()).as("%s: %s", name, answer).isEqualTo("so");
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
        assertThat(host.call(CLIENT, "caller").path("result"))
                .hasToString("[\"system\",\"system\"]");
        assertThat(host.call(CLIENT, "run", 1).at("/error/message").asText())
                .isEqualTo("Parameter 1 must be string");
        assertThat(host.call(CLIENT, "fail").at("/error/code").asInt()).isEqualTo(-32003);
        assertThat(host.call(CLIENT, "fail").at("/error/message").asText()).isEqualTo("Oh no!");
        assertThat(host.call(CLIENT, "nothing").at("/error/message").asText())
                .isEqualTo("Method not found: nothing");
    }
}
