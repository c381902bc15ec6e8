package cloud.atek.host.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LauncherTest {

    private ServiceLab lab;

    @BeforeEach
    void open() throws Exception {
        lab = new ServiceLab(true);
    }

    @AfterEach
    void close() throws Exception {
        lab.close();
    }

    @Test
    void aServiceStartsAnswersAndStops() throws Exception {
        RunningService service = lab.started(lab.java("PlainService", Map.of("greeting", "hi")));

        assertThat(ServiceLab.get(service.socket())).contains("GREETING=hi");
        assertThat(service.alive()).isTrue();
        assertThat(service.layers()).contains("namespaces", "seccomp", "limits");
        assertThat(service.stop()).isEqualTo(new Exit(143, "it was stopped"));
        assertThat(service.alive()).isFalse();
        assertThat(lab.dir.resolve("data/k1/bye")).hasContent("ended well");
        assertThat(lab.lines())
                .anyMatch(line -> line.endsWith(" out listening"))
                .anyMatch(line ->
                        line.endsWith(" out launching cloud.atek.host.process.guest.PlainService"))
                .last()
                .asString()
                .endsWith(" host it was stopped (exit code 143)");
    }

    @Test
    void theEnvironmentIsExact() throws Exception {
        Map<String, String> config =
                Map.of("one", "1", "atek_host_port", "6666", "LD_PRELOAD", "/data/x.so");
        RunningService service = lab.started(lab.java("PlainService", config));

        assertThat(ServiceLab.get(service.socket()))
                .isEqualTo(
                        "{ATEK_ASSIGNED_SERVICE_KEY=k1,"
                                + " ATEK_ASSIGNED_SOCKET_FILE=/run/atek/service.sock,"
                                + " ATEK_DATA_DIR=/data, ATEK_HOST_BEARER_TOKEN="
                                + ServiceLab.TOKEN
                                + ", ATEK_HOST_PORT=4444, ATEK_HOST_SOCKET_FILE=/run/atek/host.sock,"
                                + " HOME=/data, HTTPS_PROXY=http://127.0.0.1:4444,"
                                + " HTTP_PROXY=http://127.0.0.1:4444, LANG=C.UTF-8,"
                                + " LD_PRELOAD=/data/x.so, NODE_USE_ENV_PROXY=1,"
                                + " NO_PROXY=localhost,127.0.0.1, ONE=1, PATH=/usr/bin:/bin,"
                                + " PWD=/data, TMPDIR=/tmp, http_proxy=http://127.0.0.1:4444,"
                                + " https_proxy=http://127.0.0.1:4444,"
                                + " no_proxy=localhost,127.0.0.1}");
    }

    @Test
    void insideTheHostHasAPortThatTheRelayMayTake() throws Exception {
        RunningService service = lab.started(lab.java("PlainService", Map.of(), 80));

        assertThat(ServiceLab.get(service.socket())).contains("ATEK_HOST_PORT=8080");
    }

    @Test
    void noTokenStandsInAProcessListOrInTheLog() throws Exception {
        lab.started(lab.java("PlainService", Map.of()));

        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            assertThat(processes.map(LauncherTest::commandLine))
                    .anyMatch(line -> line.contains("PlainService"))
                    .noneMatch(line -> line.contains(ServiceLab.TOKEN));
        }
        assertThat(String.join("\n", lab.lines())).doesNotContain(ServiceLab.TOKEN);
        assertThat(lab.java("PlainService", Map.of()).toString()).doesNotContain(ServiceLab.TOKEN);
    }

    @Test
    void aServiceOutlivesTheThreadThatStartedIt() throws Exception {
        var service = new RunningService[1];
        Launch launch = lab.java("PlainService", Map.of());
        Thread starter = Thread.ofPlatform().start(() -> service[0] = startedBy(launch));
        starter.join();

        assertThat(ServiceLab.get(service[0].socket())).contains("ATEK_HOST_PORT");
        assertThat(service[0].alive()).isTrue();
    }

    @Test
    void aStaleSocketIsReplaced() throws Exception {
        Launch launch = lab.java("PlainService", Map.of());
        Files.writeString(launch.socket(), "left over");

        assertThat(lab.started(launch).alive()).isTrue();
    }

    @Test
    void aCrashBeforeListeningIsToldWithItsLastWords() throws Exception {
        assertThat(failure("crash"))
                .isEqualTo(
                        "before it listened, it ended by itself with exit code 7;"
                                + " its last words: no such luck \\x1b[31mtoday");
    }

    @Test
    void tooLittleMemoryIsToldAsThat() throws Exception {
        assertThat(failure("memory"))
                .startsWith("before it listened, it needed more than its 64 MB of memory");
    }

    @Test
    void aServiceThatNeverListensIsKilled() throws Exception {
        Launch launch = lab.java("PlainService", Map.of("mode", "silent"));

        assertThat(lab.failure(launch, Duration.ofSeconds(1)))
                .isEqualTo("it did not answer HTTP on ATEK_ASSIGNED_SOCKET_FILE within 1 s");
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void aCrashWhileRunningIsToldWithItsLastWords() throws Exception {
        RunningService service = lab.started(lab.java("PlainService", Map.of("mode", "late")));

        assertThat(service.awaitExit())
                .isEqualTo(
                        new Exit(
                                9,
                                "it ended by itself with exit code 9; its last words: cannot go on"));
    }

    @Test
    void aServiceThatDoesNotEndIsKilled() throws Exception {
        RunningService service = lab.started(lab.java("PlainService", Map.of("mode", "hang")));

        assertThat(service.stop(Duration.ofMillis(300)).reason()).isEqualTo("it was stopped");
        assertThat(ProcessHandle.current().descendants()).isEmpty();
    }

    @Test
    void aFloodOfLinesIsCappedAndCounted() throws Exception {
        RunningService service = lab.started(lab.java("PlainService", Map.of("mode", "flood")));

        String told = null;
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (told == null && System.nanoTime() < deadline) {
            told =
                    lab.lines().stream()
                            .filter(line -> line.contains("lines dropped"))
                            .findFirst()
                            .orElse(null);
            Thread.sleep(20);
        }

        assertThat(told).isNotNull();
        assertThat(service.alive()).isTrue();
        assertThat(lab.lines()).hasSizeLessThan(100_000);
    }

    @Test
    void aSettingThatCannotBeAVariableIsRefused() throws Exception {
        Launch launch = lab.java("PlainService", Map.of("my key", "1"));

        assertThat(lab.failure(launch, Duration.ofSeconds(1)))
                .contains("the setting \"my key\" cannot be a variable");
    }

    @Test
    void tooLongASocketPathIsToldInWords() throws Exception {
        Launch good = lab.java("PlainService", Map.of());
        Path deep = Files.createDirectories(lab.dir.resolve("d".repeat(100)));
        Launch launch =
                new Launch(
                        good.key(),
                        good.id(),
                        good.program(),
                        good.tree(),
                        good.build(),
                        good.data(),
                        deep,
                        good.config(),
                        good.token(),
                        4,
                        good.allowance(),
                        null);

        assertThat(lab.failure(launch, Duration.ofSeconds(1)))
                .contains("the system allows 107: use a shorter data folder");
    }

    @Test
    void aTreeThatHoldsTheDataFolderIsRefused() throws Exception {
        Launch launch = lab.launch(new Program.Java(List.of(lab.dir), "X"), lab.dir, Map.of());

        assertThat(lab.failure(launch, Duration.ofSeconds(1))).contains("contains the host's data");
    }

    @Test
    void aNodeServiceStarts() throws Exception {
        Path app = Files.createDirectories(lab.dir.resolve("app"));
        Files.writeString(
                app.resolve("index.js"),
                """
                const os = require('os');
                require('http').createServer((req, res) => res.end(JSON.stringify({
                  dir: process.cwd(), env: Object.keys(process.env).sort(), home: os.homedir(),
                }))).listen(process.env.ATEK_ASSIGNED_SOCKET_FILE);
                """);
        RunningService service =
                lab.started(lab.launch(new Program.Node(app.resolve("index.js")), app, Map.of()));

        assertThat(ServiceLab.get(service.socket()))
                .contains("\"dir\":\"/data\"", "\"home\":\"/data\"", "ATEK_HOST_SOCKET_FILE");
        assertThat(lab.lines()).anyMatch(line -> line.endsWith("out relay for 4444"));
        assertThat(service.stop().reason()).isEqualTo("it was stopped");
    }

    @Test
    void withoutASandboxTheSameServiceRunsOnRealPaths() throws Exception {
        try (var open = new ServiceLab(false)) {
            RunningService service = open.started(open.java("PlainService", Map.of()));

            assertThat(service.layers()).isEmpty();
            assertThat(ServiceLab.get(service.socket()))
                    .contains("ATEK_DATA_DIR=" + open.dir.resolve("data/k1"), "PATH=/usr/bin:/bin");
            assertThat(service.stop()).isEqualTo(new Exit(143, "it was stopped"));
        }
    }

    private RunningService startedBy(Launch launch) {
        try {
            return lab.started(launch);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String failure(String mode) throws Exception {
        return lab.failure(lab.java("PlainService", Map.of("mode", mode)), Duration.ofSeconds(30));
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline")).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
