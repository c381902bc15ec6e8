package cloud.atek.datachain.live;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Reserved;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What stands beside the row of a lease when it was renewed. It is a row of its own, so that the
/// row of the lease, which fences look at, stays as it was granted.
///
/// ```
/// offset size  renewal, big-endian
///      0    1  version, 1
///      1    8  token of the lease
///      9    8  until, ms since 1970
/// ```
record Renewal(long token, Instant until) {

    private static final byte VERSION = 1;
    private static final int BYTES = 17;

    Bytes write() {
        return Bytes.owning(
                ByteBuffer.allocate(BYTES)
                        .put(VERSION)
                        .putLong(token)
                        .putLong(until.toEpochMilli())
                        .array());
    }

    /// Null when `put` is not a renewal.
    static @Nullable Renewal read(Event.Put put) {
        ByteBuffer in = put.body().toBuffer();
        return put.type().equals(Reserved.LEASE) && in.remaining() == BYTES && in.get() == VERSION
                ? new Renewal(in.getLong(), Instant.ofEpochMilli(in.getLong()))
                : null;
    }
}
