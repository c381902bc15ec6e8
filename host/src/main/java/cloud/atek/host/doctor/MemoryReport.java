package cloud.atek.host.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What a host and all its children take.
///
/// @param processes the host first
public record MemoryReport(List<Usage> processes) {

    /// One process.
    ///
    /// @param what `host`, or the program and the last word of its command line that tells which
    ///   one it is
    /// @param rssKib resident memory; shared pages count in each process
    /// @param pssKib proportional memory: shared pages are divided among their users, so that the
    ///   sum over all processes is true
    public record Usage(long pid, String what, long rssKib, long pssKib) {}

    /// Processes that end meanwhile, and those of other users, are left out.
    public static MemoryReport of(long hostPid) {
        var usages = new ArrayList<Usage>();
        ProcessHandle.of(hostPid).stream()
                .flatMap(host -> Stream.concat(Stream.of(host), host.descendants()))
                .forEach(process -> add(usages, process.pid()));
        return new MemoryReport(List.copyOf(usages));
    }

    public long rssKib() {
        return processes.stream().mapToLong(Usage::rssKib).sum();
    }

    public long pssKib() {
        return processes.stream().mapToLong(Usage::pssKib).sum();
    }

    private static void add(List<Usage> usages, long pid) {
        Path proc = Path.of("/proc", Long.toString(pid));
        try {
            List<String> lines = Files.readAllLines(proc.resolve("smaps_rollup"));
            String command = Files.readString(proc.resolve("cmdline"));
            String what = usages.isEmpty() ? "host" : what(command);
            usages.add(new Usage(pid, what, kib(lines, "Rss:"), kib(lines, "Pss:")));
        } catch (IOException e) {
            // It is gone, or not ours: then it is not in the sum either.
        }
    }

    /// @param commandLine words that end with a zero character each
    static String what(String commandLine) {
        String[] words = commandLine.split("\0", -1);
        String program = words[0].substring(words[0].lastIndexOf('/') + 1);
        for (int i = words.length - 1; i > 0; i--) {
            if (words[i].matches("[A-Za-z/][A-Za-z0-9_.$/-]+")) {
                return program + " " + words[i];
            }
        }
        return program;
    }

    private static long kib(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}
