package cloud.atek.host.cli;

import cloud.atek.cli.CommandFailedException;
import cloud.atek.cli.ExitCode;
import cloud.atek.cli.Table;
import cloud.atek.host.doctor.Doctor;
import cloud.atek.host.doctor.Finding;
import cloud.atek.host.doctor.MemoryReport;
import cloud.atek.rpc.MessageCodec;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "doctor", description = "Look at this machine, and say what to mend.")
final class DoctorCommand implements Callable<Integer> {

    private static final int KIB_PER_MIB = 1024;

    @Option(names = "--memory", description = "Show what the running host and its services take.")
    boolean memory;

    private final AtekCommand atek;

    DoctorCommand(AtekCommand atek) {
        this.atek = atek;
    }

    @Override
    public Integer call() {
        return memory ? showMemory() : showFindings();
    }

    private int showFindings() {
        List<Finding> findings = findings();
        JsonNode json = MessageCodec.JSON.valueToTree(findings);
        atek.show(json, () -> table(findings));
        boolean broken =
                findings.stream().anyMatch(found -> found.verdict() == Finding.Verdict.BROKEN);
        return broken ? ExitCode.FAILED : ExitCode.DONE;
    }

    private List<Finding> findings() {
        HostFolder folder = atek.folder();
        Optional<HostFolder.Running> host = folder.running();
        long pid = host.map(HostFolder.Running::pid).orElse(0L);
        var here = new Doctor(folder.dir(), atek.port(), pid).findings();
        return host.filter(running -> running.port() > 0)
                .map(_ -> new HostChecks(atek.host()).findings())
                .map(there -> Stream.concat(here.stream(), there.stream()).toList())
                .orElse(here);
    }

    /// Fixes are commands to copy, so they stand below the table, whole.
    private static String table(List<Finding> findings) {
        var table = new Table("LOOKED AT", "VERDICT", "FOUND");
        var fixes = new StringBuilder();
        for (Finding found : findings) {
            table.row(
                    found.subject(), found.verdict().name().toLowerCase(Locale.ROOT), found.text());
            if (found.fix() != null) {
                fixes.append(
                        "\n\n%s: %s\n  %s".formatted(found.subject(), found.text(), found.fix()));
            }
        }
        return table + fixes.toString();
    }

    private int showMemory() {
        HostFolder.Running host =
                atek.folder()
                        .running()
                        .orElseThrow(() ->
                                new CommandFailedException(
                                        ExitCode.NOT_RUNNING,
                                        "Atek is not running: start it with `atek up`."));
        MemoryReport report = MemoryReport.of(host.pid());
        JsonNode json = MessageCodec.JSON.valueToTree(report);
        atek.show(json, () -> table(report));
        return ExitCode.DONE;
    }

    private static String table(MemoryReport report) {
        var table = new Table("PID", "RSS MiB", "PSS MiB", "PROCESS");
        report.processes()
                .forEach(process ->
                        table.row(
                                Long.toString(process.pid()),
                                mib(process.rssKib()),
                                mib(process.pssKib()),
                                process.what()));
        table.row("", mib(report.rssKib()), mib(report.pssKib()), "all");
        return table.toString();
    }

    private static String mib(long kib) {
        return "%.1f".formatted((double) kib / KIB_PER_MIB);
    }
}
