package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Run;
import cloud.atek.host.testkit.TestHost;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// The words of the first Atek's command line, where its own ones failed, on a real host.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CliEndToEndTest {

    private TestHost host;

    @BeforeAll
    void start() throws Exception {
        host = TestHost.up(TestHost.freshHome());
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private JsonNode page() throws IOException {
        return host.call("atek.cloud/services-api", "get", "page").path("result");
    }

    @Test
    @Order(1)
    void relativePathIsInstalledForEverybody() throws Exception {
        Path site = Files.createDirectory(host.home().resolve("site"));
        Files.writeString(site.resolve("index.html"), "<h1>site</h1>");
        Path relative = Path.of("").toAbsolutePath().relativize(site);

        Run install = host.cli("install", relative.toString(), "--id", "site", "--user", "system");

        assertThat(install.exitCode()).as(install.out()).isZero();
        assertThat(install.out()).contains("Installed site", "http://site.localhost:");
    }

    @Test
    @Order(2)
    void numbersAreTextsAndIdRenamesTheServiceThatIsNamed() throws Exception {
        Run cfg = host.cli("cfg", "site", "--config.DEBUG_MODE", "1", "--id", "page");

        assertThat(cfg).isEqualTo(new Run(0, "Changed config.DEBUG_MODE, id of site.\n"));
        assertThat(page().at("/settings/config/DEBUG_MODE").textValue()).isEqualTo("1");
        Run shown = host.cli("cfg", "page");
        assertThat(shown.out())
                .startsWith("page (active)\n")
                .containsPattern("config.DEBUG_MODE +…")
                .contains("--show");
    }

    @Test
    @Order(3)
    void idsOfTheRunningHostAreCompleted() {
        Run complete =
                Run.of(
                        List.of(
                                TestHost.script(),
                                "__complete",
                                "--",
                                "--configDir",
                                host.home().toString(),
                                "stop",
                                "pa"));

        assertThat(complete.out()).isEqualTo("page\n");
    }

    @Test
    @Order(4)
    void doctorKnowsTheRunningHost() throws Exception {
        JsonNode findings = MessageCodec.JSON.readTree(host.cli("doctor", "--json").out());

        assertThat(findings.findValuesAsText("text"))
                .contains("core.adb runs", "core.lonestar runs", "config.json is good");
    }

    @Test
    @Order(5)
    void exitCodesTellWhatHappened() {
        Run nobody = host.cli("get", "nobody", "--json");
        Run elsewhere = host.cli("ls", "--port", "1");
        Run unknown = host.cli("instal");

        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.out()).startsWith("{\"error\":{\"code\":1,\"message\":");
        assertThat(elsewhere.exitCode()).as(elsewhere.out()).isEqualTo(3);
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.out()).contains("Did you mean install?");
    }
}
