package cloud.atek.host.process;

/// How much of the machine one process tree may use. The defaults fit a Raspberry Pi with 2 GB of
/// memory and four cores, which then holds six busy services and the host.
///
/// @param memoryMb all memory of the tree, in MiB, at least 32
/// @param cpuPercent of one core, 100 is a whole one; 0 for as much as there is
/// @param cpuWeight against others when the processor is short, 1 to 10 000; usual is 100
/// @param storageMb what it keeps on the disk, in MiB; 0 for as much as there is
/// @param openFilesMax open files and sockets of each process
/// @param threadsMax processes and threads together
/// @param tmpMb what fits into its `/tmp`, in MiB of memory
public record Limits(
        int memoryMb,
        int cpuPercent,
        int cpuWeight,
        int storageMb,
        int openFilesMax,
        int threadsMax,
        int tmpMb) {

    /// The most files and folders that a service keeps: more take hours to look through, and the
    /// disk has only so many.
    public static final int STORED_FILES_MAX = 200_000;

    public static final int MEMORY_MB_MIN = 32;

    /// Of a service that was granted nothing else.
    public static final Limits SERVICE = new Limits(256, 200, 100, 2048, 4096, 512, 64);

    /// Of what the host brings along: the database holds a page cache, the JSON of the calls on
    /// their way, and all that people store.
    public static final Limits CORE = new Limits(384, 0, 1000, 0, 4096, 512, 64);

    /// Of a compiler, npm or Maven. What it writes is limited by who starts it.
    public static final Limits BUILD = new Limits(1024, 0, 50, 0, 4096, 512, 128);

    private static final int JAVA_HEAPS = 4;
    private static final int NODE_HEAPS = 2;
    private static final int CORE_PERCENT = 100;

    public Limits {
        if (memoryMb < MEMORY_MB_MIN
                || cpuPercent < 0
                || cpuWeight < 1
                || storageMb < 0
                || openFilesMax < 1
                || threadsMax < 1
                || tmpMb < 1) {
            throw new IllegalArgumentException(
                    "not usable limits: memoryMb %d, cpuPercent %d, cpuWeight %d, storageMb %d, openFilesMax %d, threadsMax %d, tmpMb %d"
                            .formatted(
                                    memoryMb,
                                    cpuPercent,
                                    cpuWeight,
                                    storageMb,
                                    openFilesMax,
                                    threadsMax,
                                    tmpMb));
        }
    }

    /// The heap of its JVM, in MiB. A JVM takes as much again outside of it for buffers, classes,
    /// compiled code and stacks, each limited in step.
    public int heapMb() {
        return memoryMb / JAVA_HEAPS;
    }

    /// The heap of its Node, in MiB.
    public int nodeHeapMb() {
        return memoryMb / NODE_HEAPS;
    }

    /// How many cores it can keep busy; 0 for all there are.
    public int cores() {
        return (cpuPercent + CORE_PERCENT - 1) / CORE_PERCENT;
    }

    public Limits withMemoryMb(int wanted) {
        return new Limits(
                wanted, cpuPercent, cpuWeight, storageMb, openFilesMax, threadsMax, tmpMb);
    }

    public Limits withCpuPercent(int wanted) {
        return new Limits(memoryMb, wanted, cpuWeight, storageMb, openFilesMax, threadsMax, tmpMb);
    }

    public Limits withStorageMb(int wanted) {
        return new Limits(memoryMb, cpuPercent, cpuWeight, wanted, openFilesMax, threadsMax, tmpMb);
    }
}
