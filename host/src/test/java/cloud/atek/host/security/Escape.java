package cloud.atek.host.security;

import cloud.atek.host.process.guest.HostileService;
import cloud.atek.host.testkit.JarPackage;
import cloud.atek.host.testkit.NodeService;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/// A host with a service that tried everything to get out, and what came of it.
///
/// @param results what it says of each try
record Escape(TestHost host, JsonNode info, Map<String, String> results) implements AutoCloseable {

    /// Of a user that no machine has.
    static final int NOBODY = 61_234;

    /// @param user as whom the host runs; 0 as whoever runs the test
    static Escape tried(int user) throws Exception {
        TestHost host =
                user == 0
                        ? TestHost.up(TestHost.freshHome())
                        : TestHost.upAs(user, TestHost.freshHome());
        Path folder = Files.createTempDirectory("hostile");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> targets =
                Map.of(
                        "HOST_FOLDER", host.home().toString(),
                        "OTHER_FILE", host.home().resolve("config.json").toString(),
                        "OTHER_SOCKET", host.home().resolve("run").toString(),
                        "HOST_PID", Long.toString(host.pid()));
        NodeService service =
                JarPackage.of(folder, HostileService.class).install(host, "hostile", targets);
        return new Escape(host, service.info(), results(service));
    }

    private static Map<String, String> results(NodeService service) throws IOException {
        var results = new HashMap<String, String>();
        service.get("/", Map.of())
                .body()
                .lines()
                .filter(line -> line.contains(" = "))
                .forEach(line -> {
                    int at = line.indexOf(" = ");
                    results.put(line.substring(0, at), line.substring(at + 3));
                });
        return results;
    }

    @Override
    public void close() {
        host.close();
    }
}
