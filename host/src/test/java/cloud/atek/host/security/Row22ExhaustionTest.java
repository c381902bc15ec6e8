package cloud.atek.host.security;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.process.guest.GreedyService;
import cloud.atek.host.testkit.JarPackage;
import cloud.atek.host.testkit.NodeService;
import cloud.atek.host.testkit.Person;
import cloud.atek.host.testkit.TestHost;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Services take all they can of processes, memory, disk, descriptors, the log, the processor and
/// the host's attention, all at once: each is stopped or held, and pages answer throughout.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Row22ExhaustionTest {

    private static final List<String> GREEDS =
            List.of(
                    "processes",
                    "threads",
                    "memory",
                    "disk",
                    "hidden",
                    "files",
                    "descriptors",
                    "log",
                    "sockets",
                    "calls",
                    "processor",
                    "nothing");

    private static final int PAGES = 40;

    private TestHost host;
    private final Map<String, NodeService> services = new ConcurrentHashMap<>();

    @BeforeAll
    void begin() throws Exception {
        host = TestHost.up(TestHost.freshHome());
        var greedy = JarPackage.of(Files.createTempDirectory("greedy"), GreedyService.class);
        for (String greed : GREEDS) {
            services.put(greed, greedy.install(host, greed, Map.of("GREED", greed)));
        }
        for (NodeService service : services.values()) {
            Path data = host.home().resolve("data").resolve(service.info().path("key").asText());
            Files.writeString(data.resolve("go"), "");
        }
    }

    @AfterAll
    void end() {
        host.close();
    }

    @Test
    void pagesAnswerThroughout() throws Exception {
        Person ada = Person.made(host, "ada", "admin");
        Map<String, String> navigate = Map.of("Sec-Fetch-Mode", "navigate");
        var tookMs = new ArrayList<Long>();
        for (int i = 0; i < PAGES; i++) {
            long begun = System.nanoTime();
            assertThat(ada.browser().get("localhost", "/", navigate).statusCode()).isEqualTo(200);
            assertThat(ada.call("atek.cloud/services-api", "list").has("result")).isTrue();
            tookMs.add((System.nanoTime() - begun) / 1_000_000);
            Thread.sleep(20);
        }
        tookMs.sort(null);
        System.out.printf(
                "beside %d greedy services a page with the list of services took %d ms (median), %d ms (95 of 100), %d ms%n",
                GREEDS.size() - 1,
                tookMs.get(PAGES / 2),
                tookMs.get(PAGES * 95 / 100),
                tookMs.getLast());
    }

    @ParameterizedTest
    @CsvSource({
        "memory, more than its 256 MiB of memory",
        "processes, more than its",
        "threads, more than its 512 processes and threads",
        "disk, it keeps more than its 2048 MiB of storage",
        "hidden, it keeps more than its 2048 MiB of storage",
        "files, it keeps more than 200000 files"
    })
    void whoTakesTooMuchIsStoppedWithTheReason(String greed, String reason) throws Exception {
        JsonNode info = requireNonNull(services.get(greed)).until("stopped");

        assertThat(info.path("reason").asText()).startsWith("It was stopped: ").contains(reason);
        assertThat(info.path("status").asText()).isEqualTo("inactive");
    }

    @ParameterizedTest
    @CsvSource({"descriptors, Too many open files", "log, lines dropped"})
    void whoIsHeldReadsWhyInItsLog(String greed, String reason) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String log = "";
        while (!log.contains(reason) && System.nanoTime() < deadline) {
            Thread.sleep(100);
            log = host.call("atek.cloud/services-api", "logs", greed, Map.of("lines", 200)) + "";
        }

        assertThat(log).contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sockets", "calls", "processor", "nothing"})
    void theOthersGoOn(String greed) throws Exception {
        assertThat(requireNonNull(services.get(greed)).until("running").path("state").asText())
                .isEqualTo("running");
    }

    @Test
    void aGoodServiceAnswersBesideThem() {
        assertThat(host.browser().get("nothing.localhost", "/", Map.of()).statusCode())
                .isLessThan(500);
    }
}
