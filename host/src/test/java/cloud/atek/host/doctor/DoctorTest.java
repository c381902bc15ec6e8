package cloud.atek.host.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    @TempDir Path dir;

    @Test
    void everyTroubleComesWithItsRemedy() {
        List<Finding> findings = new Doctor(dir.resolve("x".repeat(120)), 1, 0).findings();

        assertThat(findings)
                .extracting(Finding::subject)
                .filteredOn(subject -> !subject.startsWith("Layer"))
                .containsExactly(
                        "Java",
                        "Bubblewrap",
                        "Namespaces",
                        "System call filter",
                        "Data folder",
                        "Disk",
                        "Disk space",
                        "Socket paths",
                        "Audit",
                        "Port",
                        "Clock",
                        "Settings");
        assertThat(findings)
                .allMatch(
                        found -> (found.verdict() == Finding.Verdict.OK) == (found.fix() == null));
        assertThat(findings)
                .filteredOn(found -> found.subject().equals("Socket paths"))
                .allMatch(found -> found.verdict() == Finding.Verdict.BROKEN);
    }

    @Test
    void lookingLeavesNothingBehind() throws IOException {
        var checks = new FolderChecks(dir);

        assertThat(List.of(checks.writable(), checks.sync(), checks.space()))
                .noneMatch(found -> found.verdict() == Finding.Verdict.BROKEN);
        assertThat(dir).isEmptyDirectory();
    }

    @Test
    void takenPortIsBroken() throws IOException {
        try (var other = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[4]))) {
            int port = other.getLocalPort();

            assertThat(new PortCheck(port, 0).finding().verdict())
                    .isEqualTo(Finding.Verdict.BROKEN);
            assertThat(new PortCheck(port, 7).finding().text()).contains("process 7");
            assertThat(Listener.ownerOf(port)).isPresent();
        }
    }

    @Test
    void listenerIsFoundInTheKernelsTable() {
        List<String> table =
                List.of(
                        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when"
                                + " retrnsmt   uid  timeout inode",
                        "   0: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000"
                                + " 00000000  1001        0 1 1",
                        "   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000"
                                + " 00000000  1000        0 2 1");

        assertThat(Listener.ownerOf(8080, table)).hasValue(1000);
        assertThat(Listener.ownerOf(8081, table)).isEmpty();
    }

    @Test
    void clockThatStandsInThePastIsBroken() {
        Clock asleep = Clock.fixed(Instant.parse("2026-01-02T00:00:00Z"), ZoneOffset.UTC);

        assertThat(MachineChecks.clock(asleep, dir).verdict()).isEqualTo(Finding.Verdict.OK);
        assertThat(MachineChecks.clock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), dir).verdict())
                .isEqualTo(Finding.Verdict.BROKEN);
    }

    @Test
    void filesFromTheFutureTellThatTheClockIsBehind() throws IOException {
        Files.createFile(dir.resolve("config.json"));
        Clock asleep = Clock.fixed(Instant.parse("2026-01-02T00:00:00Z"), ZoneOffset.UTC);

        assertThat(MachineChecks.clock(asleep, dir).verdict()).isEqualTo(Finding.Verdict.BROKEN);
    }

    @Test
    void settingsAreLookedAt() throws IOException {
        assertThat(settings())
                .singleElement()
                .matches(found -> found.verdict() == Finding.Verdict.OK);

        Files.writeString(dir.resolve("config.json"), "{\"port\": -1, \"prot\": 1}");
        assertThat(settings())
                .singleElement()
                .matches(found -> found.verdict() == Finding.Verdict.BROKEN)
                .matches(found -> found.text().contains("/port: want"))
                .matches(found -> found.text().contains("did you mean"));

        Files.writeString(
                dir.resolve("config.json"),
                "{\"sandbox\": \"none\", \"domains\": [\"nobody.invalid\"]}");
        assertThat(settings())
                .filteredOn(found -> found.verdict() == Finding.Verdict.WARNING)
                .extracting(Finding::subject)
                .containsExactly("Confinement", "TLS", "Name");
    }

    private List<Finding> settings() {
        return new ConfigChecks(dir).findings();
    }

    @Test
    void memoryOfAProcessAndItsChildrenIsSummed() throws IOException {
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            MemoryReport report = MemoryReport.of(ProcessHandle.current().pid());

            assertThat(report.processes().getFirst().pid())
                    .isEqualTo(ProcessHandle.current().pid());
            assertThat(report.processes())
                    .anyMatch(usage -> usage.pid() == child.pid() && usage.pssKib() > 0);
            assertThat(report.pssKib()).isPositive().isLessThanOrEqualTo(report.rssKib());
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void processIsCalledByItsProgramAndWhatItRuns() {
        assertThat(MemoryReport.what("/usr/bin/java\0-Xmx64m\0-cp\0/kit/a.jar\0cloud.atek.Main\0"))
                .isEqualTo("java cloud.atek.Main");
        assertThat(MemoryReport.what("sleep\0" + "60\0")).isEqualTo("sleep");
    }
}
