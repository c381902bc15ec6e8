package cloud.atek.host.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds where this host may make control groups: below its own group of version 2, when systemd
/// gave it that (`Delegate=yes`), else in the folders of version 1 that it may write, as root.
final class CgroupSearch {

    /// Where the host itself goes: a group of version 2 that limits others holds no process.
    private static final String HOST = "atek-host";

    /// Against all that it runs, which has the usual weight.
    private static final long HOST_WEIGHT = 2 * CgroupFiles.USUAL_WEIGHT;

    private static final Logger log = LoggerFactory.getLogger(CgroupSearch.class);

    private final Path process;
    private final Path memory;

    CgroupSearch() {
        this(Path.of("/proc/self"), Path.of("/proc/meminfo"));
    }

    /// @param process what the kernel says of this process
    /// @param memory what it says of the machine's memory
    CgroupSearch(Path process, Path memory) {
        this.process = process;
        this.memory = memory;
    }

    /// Those that can be made; of none when this machine lets this host make none.
    Cgroups find() {
        try {
            List<Mounted> mounts = mounts();
            Optional<Path> unified = unified(mounts);
            if (unified.isPresent()) {
                sweep(unified.get());
                var folders = new EnumMap<Controller, Path>(Controller.class);
                List.of(Controller.values()).forEach(each -> folders.put(each, unified.get()));
                return new Cgroups(CgroupFiles.V2, folders, machineMb());
            }
            Map<Controller, Path> folders = divided(mounts);
            for (Path folder : folders.values()) {
                sweep(folder);
            }
            return new Cgroups(CgroupFiles.V1, folders, machineMb());
        } catch (IOException | RuntimeException e) {
            log.warn("control groups cannot be used", e);
            return new Cgroups(CgroupFiles.V1, Map.of(), 0);
        }
    }

    /// Whether that process can limit all there is to limit, or does already. Changes nothing.
    boolean usable() {
        try {
            List<Mounted> mounts = mounts();
            Path own = ownUnified(mounts);
            if (own != null && (own.endsWith(HOST) || mayOpen(own))) {
                return true;
            }
            return divided(mounts).size() == Controller.values().length;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /// A hierarchy of control groups.
    ///
    /// @param root which group of it stands at `place`
    /// @param options the controllers of version 1, among other words
    private record Mounted(boolean v2, Path root, Path place, List<String> options) {

        /// The folder of a group.
        Path folder(Path group) {
            Path folder =
                    group.startsWith(root)
                            ? place.resolve(root.relativize(group).toString()).normalize()
                            : place;
            return Files.isDirectory(folder) ? folder : place;
        }
    }

    /// proc(5), `/proc/[pid]/mountinfo`.
    private List<Mounted> mounts() throws IOException {
        try (Stream<String> lines = Files.lines(process.resolve("mountinfo"))) {
            return lines.map(CgroupSearch::mounted).flatMap(Optional::stream).toList();
        }
    }

    private static Optional<Mounted> mounted(String line) {
        int dash = line.indexOf(" - ");
        if (dash < 0) {
            return Optional.empty();
        }
        List<String> fields = List.of(line.substring(0, dash).split(" ", -1));
        List<String> type = List.of(line.substring(dash + 3).split(" ", -1));
        boolean v2 = type.getFirst().equals("cgroup2");
        return v2 || type.getFirst().equals("cgroup")
                ? Optional.of(
                        new Mounted(
                                v2,
                                Path.of(fields.get(3)),
                                Path.of(fields.get(4)),
                                List.of(type.getLast().split(",", -1))))
                : Optional.empty();
    }

    /// The group of this process in each hierarchy; version 2 has an empty name.
    private Map<String, Path> own() throws IOException {
        return Files.readAllLines(process.resolve("cgroup")).stream()
                .map(line -> line.split(":", 3))
                .flatMap(parts ->
                        Arrays.stream(parts[1].split(",", -1))
                                .map(name -> Map.entry(name, Path.of(parts[2]))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a));
    }

    private Optional<Path> unified(List<Mounted> mounts) throws IOException {
        Path own = ownUnified(mounts);
        if (own == null) {
            return Optional.empty();
        }
        Path folder = own.endsWith(HOST) ? Objects.requireNonNull(own.getParent()) : own;
        return mayOpen(folder) && opened(folder) ? Optional.of(folder) : Optional.empty();
    }

    private @Nullable Path ownUnified(List<Mounted> mounts) throws IOException {
        Path group = own().get("");
        return group == null
                ? null
                : mounts.stream()
                        .filter(Mounted::v2)
                        .map(each -> each.folder(group))
                        .findFirst()
                        .orElse(null);
    }

    /// Whether it was given to this process, which is alone in it.
    private boolean mayOpen(Path folder) throws IOException {
        String has = Files.readString(folder.resolve("cgroup.controllers"));
        Path opens = folder.resolve("cgroup.subtree_control");
        if (!allOf(has) || !Files.isWritable(opens) || !Files.isWritable(folder)) {
            return false;
        }
        String own = String.valueOf(process.toRealPath().getFileName());
        // Where others are, nobody gave it to this host.
        return Files.readAllLines(folder.resolve("cgroup.procs")).stream().allMatch(own::equals);
    }

    /// Moves this process out of it, so that groups with limits can be made there.
    private static boolean opened(Path folder) {
        try {
            String own = Long.toString(ProcessHandle.current().pid());
            Path host = Files.createDirectories(folder.resolve(HOST));
            Files.writeString(host.resolve("cgroup.procs"), own);
            CgroupFiles.V2.open(folder);
            CgroupFiles.V2.limitCpu(host, HOST_WEIGHT, 0);
            return true;
        } catch (IOException e) {
            log.info("its control group is not the host's to divide: {}", e.getMessage());
            return false;
        }
    }

    private static boolean allOf(String words) {
        List<String> all = List.of(words.strip().split(" ", -1));
        return Arrays.stream(Controller.values()).allMatch(each -> all.contains(each.word()));
    }

    private Map<Controller, Path> divided(List<Mounted> mounts) throws IOException {
        Map<String, Path> own = own();
        var folders = new EnumMap<Controller, Path>(Controller.class);
        for (Controller each : Controller.values()) {
            Path group = own.get(each.word());
            Mounted mount = of(each, mounts);
            if (group != null && mount != null) {
                Path folder = mount.folder(group);
                if (Files.isWritable(folder)) {
                    folders.put(each, folder);
                }
            }
        }
        return folders;
    }

    private static @Nullable Mounted of(Controller controller, List<Mounted> mounts) {
        return mounts.stream()
                .filter(each -> !each.v2() && each.options().contains(controller.word()))
                .findFirst()
                .orElse(null);
    }

    /// Takes away what a host that was killed left.
    private static void sweep(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            for (Path left : all.filter(CgroupSearch::ofTheDead).toList()) {
                sweepAll(left);
            }
        }
    }

    private static void sweepAll(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            for (Path each : inside.filter(Files::isDirectory).toList()) {
                sweepAll(each);
            }
        }
        Cgroups.remove(folder);
    }

    private static boolean ofTheDead(Path folder) {
        String name = String.valueOf(folder.getFileName());
        String[] parts = name.split("-", -1);
        return name.startsWith(Cgroups.PREFIX)
                && parts.length == 3
                && ProcessHandle.of(Long.parseLong(parts[1])).isEmpty();
    }

    private long machineMb() throws IOException {
        return Files.readAllLines(memory).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst()
                .orElse(0);
    }
}
