package cloud.atek.datachain.live;

import cloud.atek.crypto.Bytes;
import cloud.atek.datachain.Event;
import cloud.atek.datachain.Reserved;
import cloud.atek.datachain.RowKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What stands in the row of a lease.
///
/// ```
/// offset size  lease, big-endian
///      0    1  version, 1
///      1    1  state: 1 held, 2 free, 3 parked
///      2    8  until, ms since 1970
///     10    4  how many times in a row it was granted
///     14   16  key of the resource
///     30    n  name of the holder, UTF-8, up to 255 bytes
/// ```
record LeaseBody(State state, Instant until, int grants, RowKey resource, String holder) {

    private static final byte VERSION = 1;
    private static final int HEAD_BYTES = 30;

    enum State {
        HELD(1),
        FREE(2),
        /// Given up; nobody gets it until it is given back.
        PARKED(3);

        private final byte code;

        State(int code) {
            this.code = (byte) code;
        }

        private static @Nullable State of(byte code) {
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            return null;
        }
    }

    Bytes write() {
        byte[] name = holder.getBytes(StandardCharsets.UTF_8);
        return Bytes.owning(
                ByteBuffer.allocate(HEAD_BYTES + name.length)
                        .put(VERSION)
                        .put(state.code)
                        .putLong(until.toEpochMilli())
                        .putInt(grants)
                        .put(resource.toArray())
                        .put(name)
                        .array());
    }

    /// Null when `put` is not a lease, or not a readable one.
    static @Nullable LeaseBody read(Event.Put put) {
        ByteBuffer in = put.body().toBuffer();
        if (!put.type().equals(Reserved.LEASE) || in.remaining() < HEAD_BYTES) {
            return null;
        }
        byte version = in.get();
        State state = State.of(in.get());
        if (version != VERSION || state == null) {
            return null;
        }
        return new LeaseBody(
                state,
                Instant.ofEpochMilli(in.getLong()),
                in.getInt(),
                new RowKey(in.getLong(), in.getLong()),
                StandardCharsets.UTF_8.decode(in).toString());
    }
}
