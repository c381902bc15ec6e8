package cloud.atek.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.rpc.MessageCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemasTest {

    @Test
    void wholeConfigFits() throws Exception {
        assertThat(
                        faults(
                                """
                                {"domain": "localhost", "port": 8080, "sandbox": "none",
                                 "coreServices": [{"sourceUrl": "/srv/adb", "id": "core.adb",
                                   "desiredVersion": "^2", "config": {"DEBUG": "1"}}],
                                 "defaultMainService": "", "serverDbId": "%s",
                                 "systemAuthTokens": ["%s"]}
                                """
                                        .formatted("a1".repeat(32), "b2".repeat(32))))
                .isEmpty();
    }

    @Test
    void faultsOfConfigAreSentences() throws Exception {
        assertThat(
                        faults(
                                """
                                {"port": 70000, "prot": 1, "domain": "Local Host",
                                 "sandbox": true, "coreServices": [{"id": "X"}],
                                 "systemAuthTokens": ["secret"]}
                                """))
                .containsExactlyInAnyOrder(
                        "config.json: \"prot\" is not known here; did you mean \"port\"?",
                        "config.json: /port: want a TCP port, 0 to 65535; 0 takes a free one, is"
                                + " 70000",
                        "config.json: /domain: want a domain name in lower case, such as"
                                + " \"localhost\" or \"home.example.org\", is \"Local Host\"",
                        "config.json: /sandbox: want \"strict\", or \"none\" to run services without"
                                + " confinement, is true",
                        "config.json: /coreServices/0: \"sourceUrl\" is missing",
                        "config.json: /coreServices/0/id: want a service id such as \"core.adb\", is"
                                + " \"X\"",
                        "config.json: /systemAuthTokens/0: want 64 hex digits");
    }

    @Test
    void whatTheHostWritesFits(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("config.json");
        new ConfigFile(file)
                .change(MessageCodec.JSON.createObjectNode().put("serverDbId", "ab".repeat(32)));

        assertThat(faults(Files.readString(file))).isEmpty();
    }

    private static List<String> faults(String json) throws Exception {
        return Schemas.config().faults(MessageCodec.JSON.readTree(json));
    }
}
