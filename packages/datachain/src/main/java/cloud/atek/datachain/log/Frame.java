package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// One entry of a log.
///
/// ```
/// offset size  frame, big-endian
///      0    4  length of the payload in bytes, 17 to 17 + BODY_BYTES_MAX
///      4    4  CRC-32C of the payload
///      8    8  payload: sequence
///     16    8           synced: the highest sequence that was on disk when this was written
///     24    1           kind
///     25    n           body
/// ```
///
/// Kinds below 128 are numbered: each has the sequence after the one before it, from 1, without
/// gaps; one of kind 2 stands for a run of them and has the sequence of the last. Kinds from 128 on
/// are notes of the log to itself: they repeat the sequence before them, and a reader passes over
/// those it does not know.
///
/// `synced` tells a torn tail from damage: the frames of one fsync carry the same value, so a good
/// frame whose `synced` is not below the sequence of a bad one before it proves that the bad one
/// was once good on disk.
///
/// @param sequence from 1; 0 for a note before the first frame
/// @param kind 0 to 255
public record Frame(long sequence, long synced, int kind, Bytes body) {

    /// A commit of a chain.
    public static final int COMMIT = 1;

    /// A run of commits that compaction removed, see [PrunedRun]. Only in compacted segments.
    public static final int PRUNED = 2;

    /// A note with an empty body: everything before it is on disk. Written when a log is closed.
    static final int SYNCED = 128;

    /// The last frame of a compacted segment: a signature over all bytes before it, see
    /// [SealedRange].
    static final int SEAL = 129;

    /// The frame before the seal of a compacted segment: what its other frames do not tell any
    /// more. The log does not know what it means.
    static final int MEMO = 130;

    static final int HEADER_BYTES = 8;

    /// The payload's part before the body.
    static final int PRELUDE_BYTES = 17;

    static final int BYTES_MIN = HEADER_BYTES + PRELUDE_BYTES;

    public Frame {
        if (sequence < 0 || synced < 0 || kind < 0 || kind > 255) {
            throw new IllegalArgumentException("a frame with a number out of range");
        }
        if (body.size() > LogLimits.BODY_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a frame of " + body.size() + " bytes, at most " + LogLimits.BODY_BYTES_MAX);
        }
    }

    /// The sequence it begins with: other than [#sequence] in a run that was pruned.
    ///
    /// @throws IllegalArgumentException when it is said to be a run and is not
    public long first() {
        if (kind != PRUNED) {
            return sequence;
        }
        PrunedRun run = PrunedRun.of(this);
        if (run.last() != sequence) {
            throw new IllegalArgumentException(
                    "the run " + run.first() + " to " + run.last() + " in the frame " + sequence);
        }
        return run.first();
    }

    boolean numbered() {
        return kind < SYNCED;
    }

    /// In bytes, as it is written.
    public int size() {
        return BYTES_MIN + body.size();
    }

    /// Writes this at the position of `out`, a buffer with room for [#size].
    void encode(ByteBuffer out) {
        int start = out.position();
        int payload = PRELUDE_BYTES + body.size();
        out.putInt(payload).putInt(0).putLong(sequence).putLong(synced).put((byte) kind);
        body.putInto(out);
        out.putInt(start + 4, checksum(out, start + HEADER_BYTES, payload));
    }

    /// Tells whether a payload may be so long.
    static boolean plausible(int payload) {
        return payload >= PRELUDE_BYTES && payload <= PRELUDE_BYTES + LogLimits.BODY_BYTES_MAX;
    }

    /// Reads the frame at the position of `in`, which holds all of it, and moves behind it.
    static Frame decode(ByteBuffer in) {
        int payload = in.getInt();
        in.getInt();
        long sequence = in.getLong();
        long synced = in.getLong();
        int kind = in.get() & 0xff;
        var body = new byte[payload - PRELUDE_BYTES];
        in.get(body);
        return new Frame(sequence, synced, kind, Bytes.owning(body));
    }

    static int checksum(ByteBuffer bytes, int offset, int length) {
        var crc = new CRC32C();
        crc.update(bytes.slice(offset, length));
        return (int) crc.getValue();
    }
}
