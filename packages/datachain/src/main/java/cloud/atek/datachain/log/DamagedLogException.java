package cloud.atek.datachain.log;

import java.io.IOException;

/// Something that was acknowledged is not readable any more. Nothing is skipped: restore the named
/// segment from a backup.
public final class DamagedLogException extends IOException {

    private static final long serialVersionUID = 1;

    private final String segment;
    private final long offset;

    public DamagedLogException(String segment, long offset, String reason) {
        super("damage in " + segment + " at byte " + offset + ": " + reason);
        this.segment = segment;
        this.offset = offset;
    }

    public DamagedLogException(LogPosition where, String reason) {
        this(where.segment(), where.offset(), reason);
    }

    /// File name of the segment.
    public String segment() {
        return segment;
    }

    /// Byte of the segment at which the bad part begins.
    public long offset() {
        return offset;
    }
}
