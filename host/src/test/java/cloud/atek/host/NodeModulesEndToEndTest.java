package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.api.users.UsersApi;
import cloud.atek.host.testkit.GitPackage;
import cloud.atek.host.testkit.NodePackage;
import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The host's own APIs as the modules have them that the first Atek published for Node, unmodified:
/// in an installed service, in a tool of the host's owner, and for people with a session. Answers
/// are held against the schemas that come with the modules. The claims stand beside the service, in
/// `src/test/resources`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeModulesEndToEndTest {

    private static final String NODE = "example.com/node-host";

    private TestHost host;
    private NodePackage npm;
    private Path repository;

    @BeforeAll
    void start(@TempDir Path dir) throws Exception {
        host = TestHost.up(TestHost.freshHome());
        user("ada", "admin");
        user("bob", "member");
        npm = NodePackage.fetched("node-host", dir.resolve("npm"));
        try (var service = GitPackage.create(dir, "node").copy(npm.folder()).release("v1.0.0")) {
            Run install = host.cli("install", service.bare().toString(), "--user", "ada");
            assertThat(install.exitCode()).as(install.out()).isZero();
        }
        try (var greeter = GitPackage.create(dir, "greeter")) {
            greeter.write("index.html", "<h1>Hello</h1>")
                    .release("v0.9.0")
                    .write("atek.json", "{\"name\":\"Greeter\",\"icon\":\"kept\"}")
                    .release("v1.0.0");
            repository = greeter.bare();
        }
    }

    @AfterAll
    void stop() {
        host.close();
    }

    @TestFactory
    Stream<DynamicTest> everyClaimHoldsInAService() throws Exception {
        JsonNode names = host.call(NODE, "names").path("result");
        assertThat(names).as(names.toString()).hasSizeGreaterThan(5);
        return StreamSupport.stream(names.spliterator(), false)
                .map(JsonNode::asText)
                .map(name -> DynamicTest.dynamicTest(name, () -> holds(name)));
    }

    @TestFactory
    Stream<DynamicTest> everyClaimHoldsForTheOwnerOfTheHost() throws Exception {
        return claimsOf("./owner.js");
    }

    @TestFactory
    Stream<DynamicTest> everyClaimHoldsForPeople() throws Exception {
        return claimsOf("./people.js");
    }

    private Stream<DynamicTest> claimsOf(String module) throws IOException {
        Run tool = npm.tool(host, "tool.js", repository.toString(), module);
        assertThat(tool.exitCode()).as(tool.out()).isZero();
        assertThat(tool.out().lines()).hasSizeGreaterThan(2);
        return tool.out().lines().map(NodeModulesEndToEndTest::claim);
    }

    private static DynamicTest claim(String line) {
        try {
            JsonNode claim = MessageCodec.JSON.readTree(line);
            return DynamicTest.dynamicTest(
                    claim.path("name").asText(),
                    () -> assertThat(claim.path("told").asText()).isEqualTo("so"));
        } catch (IOException e) {
            throw new UncheckedIOException(line, e);
        }
    }

    private void holds(String name) throws Exception {
        JsonNode answer = host.call(NODE, "run", name);
        assertThat(answer.path("result").asText()).as("%s: %s", name, answer).isEqualTo("so");
    }

    private void user(String name, String role) throws IOException {
        var user = Map.of("username", name, "password", "correct horse", "role", role);
        assertThat(host.call(UsersApi.ID.value(), "create", user).has("result")).isTrue();
    }
}
