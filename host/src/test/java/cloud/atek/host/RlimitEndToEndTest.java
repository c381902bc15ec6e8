package cloud.atek.host;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.process.guest.GreedyService;
import cloud.atek.host.testkit.JarPackage;
import cloud.atek.host.testkit.NodeService;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where no control groups can be made, as by an ordinary user whom nobody gave any, each process
/// is limited by itself: what a service takes has an end there as well.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RlimitEndToEndTest {

    private static final int ORDINARY = 61_235;
    private static final List<String> GREEDS = List.of("memory", "threads", "descriptors", "file");

    private TestHost host;
    private final Map<String, NodeService> services = new ConcurrentHashMap<>();

    @BeforeAll
    void begin() throws Exception {
        host = TestHost.upAs(ORDINARY, TestHost.freshHome());
        Path folder = Files.createTempDirectory("greedy");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var greedy = JarPackage.of(folder, GreedyService.class);
        for (String greed : GREEDS) {
            services.put(greed, greedy.install(host, greed, Map.of("GREED", greed)));
        }
    }

    @AfterAll
    void end() {
        host.close();
    }

    private NodeService service(String greed) {
        return requireNonNull(services.get(greed));
    }

    /// What the kernel says of its process.
    private String proc(String greed, String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(service(greed).pid()), file));
    }

    @Test
    void theHostSaysWhatIsMissing() throws Exception {
        JsonNode protection = service("memory").info().path("protection");

        assertThat(protection.path("layers").toString())
                .contains("limits")
                .doesNotContain("cgroups");
        assertThat(protection.path("missing").toString()).contains("cgroups", "Delegate=yes");
    }

    @Test
    void eachProcessHasItsLimits() throws Exception {
        assertThat(proc("threads", "limits").replaceAll(" +", " "))
                .contains("Max data size 536870912 536870912 bytes")
                .contains("Max processes 512 512 processes")
                .contains("Max open files 4096 4096 files")
                .contains("Max file size 2147483648 2147483648 bytes")
                .contains("Max core file size 0 0 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "memory, refused: java.lang.OutOfMemoryError",
        "threads, Failed to start thread",
        "descriptors, Too many open files",
        "file, File too large"
    })
    void whoTakesTooMuchIsRefusedMore(String greed, String reason) throws Exception {
        String key = service(greed).info().path("key").asText();
        Files.writeString(host.home().resolve("data").resolve(key).resolve("go"), "");
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String log = "";
        while (!log.contains(reason)) {
            assertThat(System.nanoTime()).as(log).isLessThan(deadline);
            Thread.sleep(100);
            log = host.call("atek.cloud/services-api", "logs", greed, Map.of("lines", 200)) + "";
        }

        assertThat(service(greed).state()).isEqualTo("running");
        String status = proc(greed, "status");
        assertThat(number(status, "Threads")).isLessThanOrEqualTo(512);
        assertThat(number(status, "VmData")).isLessThanOrEqualTo(512 << 10);
        assertThat(host.browser().get("localhost", "/", Map.of()).statusCode()).isLessThan(500);
    }

    private static long number(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
