package cloud.atek.datachain.log;

/// The numbers of the log.
public final class LogLimits {

    /// Largest body of one frame: a whole commit, which must fit in memory a few times.
    public static final int BODY_BYTES_MAX = 16 << 20;

    /// A segment is closed when the next batch would make it longer than this. It is what a backup
    /// copies, and what damage can cost at most.
    public static final long SEGMENT_BYTES = 64L << 20;

    /// What one fsync makes durable at most, beyond its first frame: bounds the memory of a batch.
    static final int BATCH_BYTES = 8 << 20;

    /// What may wait for the disk; who appends more waits too.
    static final int QUEUE_BYTES = 32 << 20;

    /// Distance of the remembered offsets in a segment, the most a reader passes over at its start.
    static final int MARK_BYTES = 64 << 10;

    /// Leaf hashes in one frame of a pruned run: 1 MiB. A longer run takes more frames.
    public static final int PRUNED_MAX = 32_768;

    /// Largest signature that seals a compacted segment.
    public static final int SEAL_BYTES_MAX = 4096;

    /// Zeros ahead of the write place in the newest segment: a quarter of its size, within these
    /// bounds. As long as frames fit in them, a sync does not change the size of the file.
    static final int AHEAD_BYTES_MIN = 64 << 10;

    static final int AHEAD_BYTES_MAX = 4 << 20;

    /// First size of a reader's buffer, which is also what it shrinks back to.
    static final int READ_BYTES = 64 << 10;

    /// How far behind a bad frame a sequence can be believed: more frames fit in no segment.
    static final long SEQUENCES_AHEAD = SEGMENT_BYTES / 25;

    private LogLimits() {}
}
