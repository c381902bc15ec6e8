package cloud.atek.host.process;

/// How much of the machine one process tree may use.
///
/// @param heapMb the heap of its JVM or Node, in MiB, at least 8
/// @param openFilesMax open files and sockets of each process
/// @param threadsMax processes and threads together. The kernel does not count those of root
/// @param tmpMb what fits into its `/tmp`, in MiB of memory
public record Limits(int heapMb, int openFilesMax, int threadsMax, int tmpMb) {

    public static final Limits SERVICE = new Limits(64, 4096, 512, 64);
    public static final Limits BUILD = new Limits(256, 4096, 512, 128);

    private static final int HEAP_MB_MIN = 8;

    public Limits {
        if (heapMb < HEAP_MB_MIN || openFilesMax < 1 || threadsMax < 1 || tmpMb < 1) {
            throw new IllegalArgumentException(
                    "not usable limits: heapMb "
                            + heapMb
                            + ", openFilesMax "
                            + openFilesMax
                            + ", threadsMax "
                            + threadsMax
                            + ", tmpMb "
                            + tmpMb);
        }
    }

    public Limits withHeapMb(int wanted) {
        return new Limits(wanted, openFilesMax, threadsMax, tmpMb);
    }
}
