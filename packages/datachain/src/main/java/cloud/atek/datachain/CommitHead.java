package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.nio.ByteBuffer;
import java.time.Instant;

/// What is hashed and signed of a commit. It never changes, also when events are removed later.
///
/// ```
/// offset size  head, big-endian
///      0    2  format, 2
///      2    8  sequence
///     10    8  time, milliseconds since 1970-01-01 UTC
///     18   32  hash of the commit before it, zeros for the first
///     50   33  author: kind of the key and its name; zeros for nobody
///     83    8  counter of the author, 0 where he did not sign
///     91    4  number of events, 1 to EVENTS_MAX
///     95   32  root of the Merkle tree over the events
/// ```
///
/// @param sequence from 1, without gaps
/// @param time when it was made, in whole milliseconds, never before that of the commit before it
/// @param previous hash of the commit before it, [Hash#ZERO] for the first
/// @param events how many it had when it was made, from 1
/// @param eventsRoot of the tree of RFC 9162 over the events, each with its length
public record CommitHead(
        long sequence, Instant time, Hash previous, Origin origin, int events, Hash eventsRoot) {

    static final int BYTES = 127;

    private static final short FORMAT = 2;

    public CommitHead {
        if (sequence < 1 || events < 1 || events > Limits.EVENTS_MAX) {
            throw new IllegalArgumentException(
                    "a commit " + sequence + " of " + events + " events");
        }
    }

    /// The hash of the commit, as the leaf of a Merkle tree: SHA-256 over a zero byte and the head.
    public Hash hash() {
        return Hash.ofLeaf(ByteBuffer.wrap(toArray()));
    }

    byte[] toArray() {
        ByteBuffer out = ByteBuffer.allocate(BYTES);
        out.putShort(FORMAT).putLong(sequence).putLong(time.toEpochMilli());
        previous.value().putInto(out);
        origin.write(out);
        out.putInt(events);
        eventsRoot.value().putInto(out);
        return out.array();
    }

    static CommitHead read(ByteBuffer in) {
        int format = in.getShort();
        if (format != FORMAT) {
            throw new MalformedCommitException(
                    "a commit of format " + format + ", this version reads " + FORMAT);
        }
        return new CommitHead(
                in.getLong(),
                Instant.ofEpochMilli(in.getLong()),
                hash(in),
                Origin.read(in),
                in.getInt(),
                hash(in));
    }

    private static Hash hash(ByteBuffer in) {
        var value = new byte[Hash.BYTES];
        in.get(value);
        return new Hash(Bytes.owning(value));
    }
}
