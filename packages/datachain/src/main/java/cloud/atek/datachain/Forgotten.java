package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/// What a chain must know of the commits that compaction removed from a segment: it stands there as
/// the memo under the seal.
///
/// ```
/// offset size  memo, big-endian
///      0    8  highest sequence of a removal that is forgotten, 0 for none
///      8    8  sequence from which on the compaction removed nothing, from any segment
///     16       for each author of a removed commit that he signed: key name (33), his highest
///              counter in those (8); in ascending order of the names
/// ```
///
/// @param horizon highest sequence of a tombstone that was removed for its age
/// @param whole sequence of a commit: from there on the rows of the chain are as they were when
///   they were committed, before it some of their history is missing
/// @param counters of the authors, so that no change of theirs can come a second time
record Forgotten(long horizon, long whole, Map<KeyName, Long> counters) {

    static final Forgotten NOTHING = new Forgotten(0, 0, Map.of());

    private static final int HEAD_BYTES = 16;
    private static final int ENTRY_BYTES = KeyName.BYTES + Long.BYTES;

    Forgotten and(Forgotten other) {
        var all = new TreeMap<>(counters);
        other.counters.forEach((author, counter) -> all.merge(author, counter, Math::max));
        return new Forgotten(Math.max(horizon, other.horizon), Math.max(whole, other.whole), all);
    }

    Bytes toBytes() {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + counters.size() * ENTRY_BYTES);
        out.putLong(horizon).putLong(whole);
        new TreeMap<>(counters)
                .forEach((author, counter) -> {
                    author.write(out);
                    out.putLong(counter);
                });
        return Bytes.owning(out.array());
    }

    /// @param memo empty for nothing
    /// @throws IllegalArgumentException when it is something else
    static Forgotten read(Bytes memo) {
        if (memo.size() == 0) {
            return NOTHING;
        }
        ByteBuffer in = memo.toBuffer();
        var counters = new TreeMap<KeyName, Long>();
        try {
            long horizon = in.getLong();
            long whole = in.getLong();
            while (in.hasRemaining()) {
                counters.put(KeyName.read(in), in.getLong());
            }
            return new Forgotten(horizon, whole, counters);
        } catch (BufferUnderflowException | MalformedCommitException e) {
            throw new IllegalArgumentException("want two sequences and counters of authors", e);
        }
    }
}
