package cloud.atek.host.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The files by which a control group is told its limits and asked what happened: each of the two
/// versions of Linux has its own names (<https://docs.kernel.org/admin-guide/cgroup-v2.html>,
/// <https://docs.kernel.org/admin-guide/cgroup-v1/>).
enum CgroupFiles {
    V1("memory.limit_in_bytes", "memory.memsw.limit_in_bytes", "memory.oom_control") {
        @Override
        void limitCpu(Path folder, long weight, long percent) throws IOException {
            write(folder, "cpu.shares", weight * SHARES / USUAL_WEIGHT);
            if (percent > 0) {
                write(folder, "cpu.cfs_period_us", PERIOD_US);
                write(folder, "cpu.cfs_quota_us", percent * PERIOD_US / PERCENT);
            }
        }

        @Override
        void open(Path folder) {
            // Each folder has its controllers from the beginning.
        }
    },

    V2("memory.max", "memory.swap.max", "memory.events") {
        @Override
        void limitCpu(Path folder, long weight, long percent) throws IOException {
            write(folder, "cpu.weight", weight);
            if (percent > 0) {
                long quota = percent * PERIOD_US / PERCENT;
                Files.writeString(folder.resolve("cpu.max"), quota + " " + PERIOD_US);
            }
        }

        @Override
        void open(Path folder) throws IOException {
            Files.writeString(folder.resolve("cgroup.subtree_control"), "+memory +pids +cpu");
        }
    };

    static final long USUAL_WEIGHT = 100;

    private static final long MIB = 1 << 20;
    private static final long PERIOD_US = 100_000;
    private static final long PERCENT = 100;
    private static final long SHARES = 1024;

    private final String memory;
    private final String swap;
    private final String events;

    CgroupFiles(String memory, String swap, String events) {
        this.memory = memory;
        this.swap = swap;
        this.events = events;
    }

    /// Lets groups below this one have limits of their own.
    abstract void open(Path folder) throws IOException;

    /// @param weight against others when the processor is short; usual is [#USUAL_WEIGHT]
    /// @param percent of one core; 0 for as much as there is
    abstract void limitCpu(Path folder, long weight, long percent) throws IOException;

    void limitMemory(Path folder, long mib) throws IOException {
        write(folder, memory, mib * MIB);
        Path swapped = folder.resolve(swap);
        if (Files.exists(swapped)) {
            // Version 1 counts both together, version 2 the swap alone.
            write(folder, swap, this == V1 ? mib * MIB : 0);
        }
        Path together = folder.resolve("memory.oom.group");
        if (Files.exists(together)) {
            Files.writeString(together, "1");
        }
    }

    void limitProcesses(Path folder, int max) throws IOException {
        write(folder, "pids.max", max);
    }

    /// How many of its processes were killed because their memory was full.
    long killed(Path folder) {
        return count(folder.resolve(events), "oom_kill ");
    }

    /// How many processes and threads were wanted beyond the limit.
    long refused(Path folder) {
        return count(folder.resolve("pids.events"), "max ");
    }

    private static long count(Path file, String name) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.substring(name.length()).strip()))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0; // The group is gone, or the kernel does not count that.
        }
    }

    private static void write(Path folder, String file, long value) throws IOException {
        Files.writeString(folder.resolve(file), Long.toString(value));
    }
}
