package cloud.atek.datachain.log;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import java.nio.ByteBuffer;
import java.util.List;

/// A run of commits that compaction removed: of each only its leaf hash is left.
///
/// ```
/// offset size  body of a frame of kind 2, big-endian
///      0    8  sequence of the first commit of the run
///      8  32 n  their leaf hashes in order, n from 1 to PRUNED_MAX
/// ```
///
/// The frame has the sequence of the last commit of the run.
///
/// @param first sequence of the first, from 1
/// @param hashes 32 bytes each
public record PrunedRun(long first, Bytes hashes) {

    private static final int HEAD_BYTES = 8;

    public PrunedRun {
        int size = hashes.size();
        if (first < 1
                || size == 0
                || size % Hash.BYTES != 0
                || size / Hash.BYTES > LogLimits.PRUNED_MAX) {
            throw new IllegalArgumentException(
                    "a pruned run from " + first + " with " + size + " bytes of hashes");
        }
    }

    static PrunedRun of(long first, List<Hash> leaves) {
        ByteBuffer out = ByteBuffer.allocate(leaves.size() * Hash.BYTES);
        leaves.forEach(leaf -> leaf.value().putInto(out));
        return new PrunedRun(first, Bytes.owning(out.array()));
    }

    /// Reads the body of a frame of kind [Frame#PRUNED].
    public static PrunedRun of(Frame frame) {
        if (frame.kind() != Frame.PRUNED || frame.body().size() < HEAD_BYTES) {
            throw new IllegalArgumentException("not a pruned run: a frame of kind " + frame.kind());
        }
        ByteBuffer in = frame.body().toBuffer();
        long first = in.getLong();
        var hashes = new byte[in.remaining()];
        in.get(hashes);
        return new PrunedRun(first, Bytes.owning(hashes));
    }

    public int count() {
        return hashes.size() / Hash.BYTES;
    }

    /// Sequence of the last commit of the run.
    public long last() {
        return first + count() - 1;
    }

    /// The leaf hash of one of its commits.
    ///
    /// @param sequence from [#first] to [#last]
    public Hash leaf(long sequence) {
        if (sequence < first || sequence > last()) {
            throw new IndexOutOfBoundsException(
                    sequence + " is not in the run " + first + " to " + last());
        }
        var leaf = new byte[Hash.BYTES];
        hashes.toBuffer().get((int) (sequence - first) * Hash.BYTES, leaf);
        return new Hash(Bytes.owning(leaf));
    }

    /// What is left of the run from `sequence` on, which is in it.
    PrunedRun from(long sequence) {
        int skip = (int) (sequence - first) * Hash.BYTES;
        var rest = new byte[hashes.size() - skip];
        hashes.toBuffer().get(skip, rest);
        return new PrunedRun(sequence, Bytes.owning(rest));
    }

    Frame frame(long synced) {
        ByteBuffer body = ByteBuffer.allocate(HEAD_BYTES + hashes.size()).putLong(first);
        hashes.putInto(body);
        return new Frame(last(), synced, Frame.PRUNED, Bytes.owning(body.array()));
    }
}
