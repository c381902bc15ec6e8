package cloud.atek.datachain.compact;

import java.time.Instant;

/// The size of a log at a time.
///
/// @param bytes of all segments
public record Moment(long bytes, Instant time) {

    public Moment {
        if (bytes < 0) {
            throw new IllegalArgumentException("a log of " + bytes + " bytes");
        }
    }

    /// This, or with the size of `now` when the log shrank since: it grows from there.
    public Moment lowered(Moment now) {
        return now.bytes < bytes ? new Moment(now.bytes, time) : this;
    }
}
