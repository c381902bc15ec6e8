package cloud.atek.datachain;

import cloud.atek.datachain.log.LogLimits;

/// The numbers of a chain.
public final class Limits {

    /// Largest commit with its signature, in bytes: it must fit in memory a few times.
    public static final int COMMIT_BYTES_MAX = LogLimits.BODY_BYTES_MAX;

    /// Largest event in its written form, in bytes: so that two of them fit in a commit.
    public static final int EVENT_BYTES_MAX = 8 << 20;

    /// Most events in one commit: bounds the work of one.
    public static final int EVENTS_MAX = 100_000;

    /// Longest type name, in bytes of UTF-8.
    public static final int TYPE_BYTES_MAX = 255;

    /// Most signatures of one commit, with that of the chain: bounds the work of checking it.
    public static final int SIGNATURES_MAX = 16;

    /// Most rows from one at the top down to the lowest: bounds the work of finding out who may
    /// write it.
    public static final int PLACE_DEPTH_MAX = 64;

    /// Most hybrid keys that a chain publishes: they are held in memory, about 2 kB each.
    public static final int PUBLISHED_KEYS_MAX = 10_000;

    /// Most authors in the memo of a compacted segment, 41 bytes each, so that it fits in a frame:
    /// more than have commits in a segment of 64 MiB. Compaction joins no segments that have more
    /// together, and leaves one alone that has more by itself.
    public static final int MEMO_AUTHORS_MAX = 400_000;

    private Limits() {}
}
