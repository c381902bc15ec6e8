package cloud.atek.host;

import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.testkit.Http;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A host with two members and an admin, and what tests of permissions ask it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PermissionsLab {

    static final String SERVICES = "atek.cloud/services-api";
    static final String PERMISSIONS = "atek.cloud/permissions-api";
    static final String ADB = "atek.cloud/adb-api";
    private static final String PASSWORD = "correct horse";

    static final String WANTS_ADB =
            """
            {"apis": [{"api": "atek.cloud/adb-api", "reason": "It keeps your notes."}],
             "network": [{"host": "api.example.com", "port": 443, "reason": "For the weather."}],
             "folders": [{"name": "photos", "access": "read", "reason": "To show them."}],
             "devices": ["camera"], "memory": 256}
            """;

    TestHost host;
    Path dir;
    Http ada;
    Http bob;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        dir = folder;
        host = TestHost.up(TestHost.freshHome());
        for (String name : List.of("ada", "bob", "root")) {
            host.call(
                    "atek.cloud/users-api",
                    "create",
                    Map.of(
                            "username",
                            name,
                            "password",
                            PASSWORD,
                            "role",
                            name.equals("root") ? "admin" : "member"));
        }
        ada = login("ada");
        bob = login("bob");
    }

    @AfterAll
    void stop() {
        host.close();
    }

    private Http login(String name) throws IOException {
        Http browser = host.browser();
        host.call(
                browser,
                sameOrigin(),
                "atek.cloud/user-sessions-api",
                "login",
                Map.of("username", name, "password", PASSWORD));
        return browser;
    }

    Map<String, String> sameOrigin() {
        return Map.of("Origin", "http://localhost:" + host.port(), "Sec-Fetch-Site", "same-origin");
    }

    JsonNode call(Http as, String method, Object... params) throws IOException {
        return host.call(as, sameOrigin(), PERMISSIONS, method, params);
    }

    /// What ada may see of one.
    JsonNode rights(String service) throws IOException {
        return call(ada, "list", service).at("/result/0");
    }

    String grant(String service, Object what) throws IOException {
        JsonNode given = call(ada, "grant", service, List.of(what));
        assertThat(given.has("result")).as(given.toString()).isTrue();
        return given.at("/result/0/key").asText();
    }

    static String error(JsonNode answer) {
        return answer.at("/error/code").asText() + " " + answer.at("/error/message").asText();
    }

    static void await(Callable<Boolean> claim) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!claim.call()) {
            assertThat(System.nanoTime()).as("it does not come true").isLessThan(end);
            Thread.sleep(20);
        }
    }
}
