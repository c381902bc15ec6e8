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

    private Limits() {}
}
