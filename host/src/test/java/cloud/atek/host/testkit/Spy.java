package cloud.atek.host.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A service for Node that goes where it is told, by each way that Node knows: see `spy.cjs`.
public final class Spy {

    private static final Path SCRIPT = Path.of("src/test/resources/egress/spy.cjs");
    private static final String SERVICES = "atek.cloud/services-api";
    private static final String PERMISSIONS = "atek.cloud/permissions-api";

    private final TestHost host;
    private final String id;

    private Spy(TestHost host, String id) {
        this.host = host;
        this.id = id;
    }

    /// Installs it for everyone, without any grant.
    ///
    /// @param dir an empty folder
    /// @param permissions what its manifest says that it wants, as JSON
    /// @param more files of its package, by their names
    public static Spy install(
            TestHost host, Path dir, String id, String permissions, Map<String, Path> more)
            throws IOException {
        Files.createDirectories(dir);
        Files.copy(SCRIPT, dir.resolve("index.js"));
        for (var file : more.entrySet()) {
            Files.copy(file.getValue(), dir.resolve(file.getKey()));
        }
        Files.writeString(
                dir.resolve("atek.json"),
                """
                {"runtime": "node", "permissions": %s, "exports": [{"api": "example.com/%s"}]}
                """
                        .formatted(permissions, id));
        var options = new HashMap<String, Object>();
        options.put("sourceUrl", "file://" + dir);
        options.put("id", id);
        options.put("config", Map.of("NODE_EXTRA_CA_CERTS", "/app/world.pem"));
        JsonNode answer = host.call(SERVICES, "install", options);
        if (!answer.has("result")) {
            throw new IllegalStateException(answer.toString());
        }
        return new Spy(host, id);
    }

    public String id() {
        return id;
    }

    /// Lets it do something.
    ///
    /// @return what came back, or the code and message of what went wrong
    public String does(String task, Object... params) throws IOException {
        JsonNode answer = host.call("example.com/" + id, task, params);
        if (!answer.path("result").isTextual()) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.path("result").textValue();
    }

    /// Grants it a place in the network.
    ///
    /// @return the key of the grant
    public String grant(String to, int port) throws IOException {
        return grant(Map.of("host", to, "port", port));
    }

    /// Grants it something.
    ///
    /// @return the key of the grant
    public String grant(Map<String, Object> what) throws IOException {
        JsonNode answer = host.call(PERMISSIONS, "grant", id, List.of(what), Map.of());
        JsonNode grant = answer.path("result").path(0).path("key");
        if (!grant.isTextual()) {
            throw new IllegalStateException(answer.toString());
        }
        return grant.textValue();
    }

    public void revoke(String grant) throws IOException {
        JsonNode answer = host.call(PERMISSIONS, "revoke", id, grant);
        if (answer.has("error")) {
            throw new IllegalStateException(answer.toString());
        }
    }

    /// What the host counts of it in the network, by `host:port`.
    public JsonNode network(String place) throws IOException {
        JsonNode stats = host.call(SERVICES, "stats", id).path("result");
        for (JsonNode use : stats.path("network")) {
            if ((use.path("host").asText() + ":" + use.path("port").asText()).equals(place)) {
                return use;
            }
        }
        return MissingNode.getInstance();
    }
}
