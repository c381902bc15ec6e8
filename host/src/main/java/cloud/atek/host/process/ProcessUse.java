package cloud.atek.host.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What some processes take, as the kernel says: proc(5).
///
/// @param cpuMs processor time, that of ended children included, in milliseconds
/// @param memoryBytes resident; what they share counts for each
public record ProcessUse(long cpuMs, long memoryBytes, int processes, int threads) {

    /// `USER_HZ`, which is 100 on all machines of today: the kernel counts in 10 ms.
    private static final int TICK_MS = 10;

    private static final Path PROC = Path.of("/proc");

    /// @param bare how many of them are the sandbox's own: they are not counted
    static ProcessUse of(List<ProcessHandle> all, int bare) {
        var sum = new ProcessUse(0, 0, 0, 0);
        for (ProcessHandle one : all) {
            sum = sum.plus(of(one.pid()));
        }
        return new ProcessUse(
                sum.cpuMs, sum.memoryBytes, Math.max(0, sum.processes - bare), sum.threads);
    }

    private ProcessUse plus(ProcessUse other) {
        return new ProcessUse(
                cpuMs + other.cpuMs,
                memoryBytes + other.memoryBytes,
                processes + other.processes,
                threads + other.threads);
    }

    private static ProcessUse of(long pid) {
        try {
            Path folder = PROC.resolve(Long.toString(pid));
            // Its second field, a name in parentheses, may have any characters in it.
            String stat = Files.readString(folder.resolve("stat"), ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int i = 11; i <= 14; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return new ProcessUse(
                    ticks * TICK_MS, residentBytes(folder), 1, Integer.parseInt(fields[17]));
        } catch (IOException | RuntimeException e) {
            // It ended while it was looked at.
            return new ProcessUse(0, 0, 0, 0);
        }
    }

    private static long residentBytes(Path folder) throws IOException {
        for (String line : Files.readAllLines(folder.resolve("status"), ISO_8859_1)) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
            }
        }
        return 0;
    }
}
