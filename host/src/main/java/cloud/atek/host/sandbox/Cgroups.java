package cloud.atek.host.sandbox;

import cloud.atek.host.process.Group;
import cloud.atek.host.process.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The control groups that this host makes. One is for all that runs in a sandbox; in it is one for
/// each core service, and one for all the others together, in which each has its own. When the
/// processor is short, the host has twice as much of it as all these, a core service ten times as
/// much as all the others together: they do the work of pages. Thread-safe.
final class Cgroups {

    /// What is left to the host and to the system when all services take all they may, in MiB; of a
    /// smaller machine half.
    static final long SPARED_MB = 512;

    static final String PREFIX = "atek-";

    /// Those that are no core services.
    private static final String OTHERS = "others";

    /// The sandbox's own, until the program runs.
    private static final int OWN_PROCESSES = 3;

    private static final Logger log = LoggerFactory.getLogger(Cgroups.class);

    private final CgroupFiles files;
    private final Map<Controller, Path> folders;
    private final long memoryMb;
    private final String name =
            PREFIX
                    + ProcessHandle.current().pid()
                    + "-"
                    + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());

    /// @param folders where groups may be made, by what they limit there; empty when nowhere
    /// @param machineMb the memory of this machine, in MiB
    Cgroups(CgroupFiles files, Map<Controller, Path> folders, long machineMb) {
        this.files = files;
        this.folders = new EnumMap<>(Controller.class);
        this.folders.putAll(folders);
        this.memoryMb = Math.max(machineMb - SPARED_MB, machineMb / 2);
    }

    Set<Controller> controllers() {
        return Set.copyOf(folders.keySet());
    }

    /// Whether a process tree is held in all that could harm others.
    boolean complete() {
        return folders.keySet().containsAll(Set.of(Controller.values()));
    }

    /// A group for one process tree; [Group#NONE] when none can be made.
    Group group(Limits limits) {
        if (folders.isEmpty()) {
            return Group.NONE;
        }
        try {
            return made(limits);
        } catch (IOException e) {
            log.warn("no control group can be made", e);
            return Group.NONE;
        }
    }

    private synchronized Group made(Limits limits) throws IOException {
        String own = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        var places = new EnumMap<Controller, Path>(Controller.class);
        boolean core = limits.cpuWeight() > CgroupFiles.USUAL_WEIGHT;
        for (var each : folders.entrySet()) {
            Path all = opened(each.getValue().resolve(name));
            Path parent = core ? all : opened(all.resolve(OTHERS));
            places.put(each.getKey(), Files.createDirectories(parent.resolve(own)));
        }
        limitAll(!core);
        for (var each : places.entrySet()) {
            limit(each.getKey(), each.getValue(), limits);
        }
        return new Cgroup(this, files, Map.copyOf(places), limits);
    }

    private Path opened(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder);
            files.open(folder);
        }
        return folder;
    }

    /// @param others whether there is a group of the others
    private void limitAll(boolean others) throws IOException {
        Path memory = folders.get(Controller.MEMORY);
        if (memory != null) {
            files.limitMemory(memory.resolve(name), memoryMb);
        }
        Path cpu = folders.get(Controller.CPU);
        if (cpu != null) {
            Path all = cpu.resolve(name);
            files.limitCpu(all, CgroupFiles.USUAL_WEIGHT, 0);
            if (others) {
                files.limitCpu(all.resolve(OTHERS), CgroupFiles.USUAL_WEIGHT, 0);
            }
        }
    }

    private void limit(Controller controller, Path folder, Limits limits) throws IOException {
        switch (controller) {
            case MEMORY -> files.limitMemory(folder, limits.memoryMb());
            case PIDS -> files.limitProcesses(folder, limits.threadsMax() + OWN_PROCESSES);
            case CPU -> files.limitCpu(folder, limits.cpuWeight(), limits.cpuPercent());
        }
    }

    /// Takes away the folders of one group, and those around it when it was the last in them.
    ///
    /// @return whether they are gone
    synchronized boolean remove(List<Path> places) {
        boolean gone = true;
        for (Path place : places) {
            gone &= remove(place);
            Path around = Objects.requireNonNull(place.getParent());
            remove(around);
            if (around.endsWith(OTHERS)) {
                remove(Objects.requireNonNull(around.getParent()));
            }
        }
        return gone;
    }

    /// A folder of control groups is never empty of files, and goes away all the same; only one in
    /// which processes or groups are stays.
    ///
    /// @return whether it is gone
    static boolean remove(Path folder) {
        try {
            Files.deleteIfExists(folder);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
