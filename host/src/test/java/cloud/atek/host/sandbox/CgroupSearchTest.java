package cloud.atek.host.sandbox;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import cloud.atek.host.process.Group;
import cloud.atek.host.process.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On folders that look as the kernel's: what is written where. That it holds is shown by
/// `Row22ExhaustionTest`, with the kernel's own.
class CgroupSearchTest {

    private static final Limits LIMITS = Limits.SERVICE.withCpuPercent(50);

    @TempDir Path dir;

    @Test
    void aDelegatedGroupIsDividedAndTheHostMovesOut() throws Exception {
        Path unit = delegated("4711");

        Group group = search().find().group(LIMITS);

        assertThat(unit.resolve("atek-host/cgroup.procs"))
                .hasContent(Long.toString(ProcessHandle.current().pid()));
        assertThat(unit.resolve("cgroup.subtree_control")).hasContent("+memory +pids +cpu");
        Path folder = requireNonNull(only(group).getParent());
        Path others = requireNonNull(folder.getParent());
        Path all = requireNonNull(others.getParent());
        assertThat(all.getParent()).isEqualTo(unit);
        assertThat(all.resolve("cgroup.subtree_control")).hasContent("+memory +pids +cpu");
        assertThat(all.resolve("memory.max")).hasContent(Long.toString((2048L - 512) << 20));
        assertThat(folder.resolve("memory.max")).hasContent(Long.toString(256L << 20));
        assertThat(folder.resolve("pids.max")).hasContent("515");
        assertThat(folder.resolve("cpu.max")).hasContent("50000 100000");
        assertThat(folder.resolve("cpu.weight")).hasContent("100");
        // Each core service stands beside all others together, and the host above them all.
        assertThat(others.resolve("cpu.weight")).hasContent("100");
        Path core = requireNonNull(only(search().find().group(Limits.CORE)).getParent());
        assertThat(requireNonNull(core.getParent()).getParent()).isEqualTo(unit);
        assertThat(core.resolve("cpu.weight")).hasContent("1000");
        assertThat(all.resolve("cpu.weight")).hasContent("100");
        assertThat(unit.resolve("atek-host/cpu.weight")).hasContent("200");
    }

    @Test
    void whatTheKernelCountedIsSaid() throws Exception {
        delegated("4711");
        Group group = search().find().group(LIMITS);
        Path folder = requireNonNull(only(group).getParent());

        assertThat(group.exceeded()).isEmpty();
        Files.writeString(folder.resolve("pids.events"), "max 21\n");
        assertThat(group.exceeded()).contains("it wanted more than its 512 processes and threads");
        Files.writeString(folder.resolve("memory.events"), "oom 1\noom_kill 1\n");
        assertThat(group.exceeded()).contains("it used more than its 256 MiB of memory");
    }

    @Test
    void aGroupWithOthersInItIsLeftAlone() throws Exception {
        Path unit = delegated("4711\n4712");

        assertThat(search().usable()).isFalse();
        assertThat(search().find().group(LIMITS)).isEqualTo(Group.NONE);
        assertThat(unit.resolve("atek-host")).doesNotExist();
    }

    @Test
    void aGroupWithoutItsControllersIsOfNoUse() throws Exception {
        Path unit = delegated("4711");
        Files.writeString(unit.resolve("cgroup.controllers"), "cpu pids");

        assertThat(search().find().complete()).isFalse();
    }

    @Test
    void theOlderVersionHasAFolderForEach() throws Exception {
        for (String name : List.of("memory", "pids", "cpu,cpuacct")) {
            Files.createDirectories(dir.resolve(name).resolve("box"));
        }
        process(
                """
                30 24 0:27 / %1$s/memory rw - cgroup cgroup rw,memory
                31 24 0:28 / %1$s/pids rw - cgroup cgroup rw,pids
                32 24 0:29 / %1$s/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct
                """,
                "4:memory:/box\n3:cpu,cpuacct:/box\n2:pids:/box\n");

        Cgroups found = search().find();
        Group group = found.group(LIMITS);

        assertThat(found.complete()).isTrue();
        assertThat(group.doors()).hasSize(3);
        assertThat(read(group, "memory", "memory.limit_in_bytes")).isEqualTo("268435456");
        assertThat(read(group, "pids", "pids.max")).isEqualTo("515");
        assertThat(read(group, "cpu,cpuacct", "cpu.cfs_quota_us")).isEqualTo("50000");
        assertThat(read(group, "cpu,cpuacct", "cpu.shares")).isEqualTo("1024");
    }

    private String read(Group group, String controller, String file) throws IOException {
        Path door =
                group.doors().stream()
                        .filter(each -> each.startsWith(dir.resolve(controller)))
                        .findFirst()
                        .orElseThrow();
        return Files.readString(door.resolveSibling(file));
    }

    private static Path only(Group group) {
        assertThat(group.doors()).hasSize(1);
        return group.doors().getFirst();
    }

    /// A unit of systemd that these processes are in.
    private Path delegated(String processes) throws IOException {
        Path unit = Files.createDirectories(dir.resolve("system.slice/atek.service"));
        Files.writeString(unit.resolve("cgroup.controllers"), "cpuset cpu io memory pids\n");
        Files.writeString(unit.resolve("cgroup.subtree_control"), "");
        Files.writeString(unit.resolve("cgroup.procs"), processes);
        process("29 22 0:26 / %s rw - cgroup2 cgroup2 rw\n", "0::/system.slice/atek.service\n");
        return unit;
    }

    private void process(String mounts, String groups) throws IOException {
        Path process = Files.createDirectories(dir.resolve("4711"));
        Files.writeString(process.resolve("mountinfo"), mounts.formatted(dir));
        Files.writeString(process.resolve("cgroup"), groups);
        Files.writeString(dir.resolve("meminfo"), "MemTotal:        2097152 kB\n");
    }

    private CgroupSearch search() {
        return new CgroupSearch(dir.resolve("4711"), dir.resolve("meminfo"));
    }
}
