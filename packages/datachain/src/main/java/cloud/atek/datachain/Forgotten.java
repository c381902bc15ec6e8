package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/// What a chain must know of the commits that compaction removed from a segment: it stands there as
/// the memo under the seal.
///
/// ```
/// offset size  memo, big-endian
///      0    8  horizon: highest sequence of a tombstone that was removed for its age, 0 for none
///      8    8  whole: from this commit on the compaction removed nothing, from any segment
///     16       for each author of a removed commit that he signed: key name (33), his highest
///              counter in those (8); names ascending, at most MEMO_AUTHORS_MAX
/// ```
///
/// @param horizon highest sequence of a tombstone that was removed for its age
/// @param whole sequence of a commit: from there on the rows of the chain are as they were when
///   they were committed, before it some of their history is missing
/// @param counters of the authors, so that no change of theirs can come a second time
record Forgotten(long horizon, long whole, Map<KeyName, Long> counters) {

    static final Forgotten NOTHING = new Forgotten(0, 0, Map.of());

    /// Of an author, in bytes.
    static final int ENTRY_BYTES = KeyName.BYTES + Long.BYTES;

    private static final int HEAD_BYTES = 16;

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

    /// @throws IllegalArgumentException when it is not what [#toBytes] writes
    static Forgotten read(Bytes memo) {
        int authors = (memo.size() - HEAD_BYTES) / ENTRY_BYTES;
        if (memo.size() < HEAD_BYTES
                || (memo.size() - HEAD_BYTES) % ENTRY_BYTES != 0
                || authors > Limits.MEMO_AUTHORS_MAX) {
            throw new IllegalArgumentException(
                    "%d bytes, want %d and %d for each of at most %d authors"
                            .formatted(
                                    memo.size(), HEAD_BYTES, ENTRY_BYTES, Limits.MEMO_AUTHORS_MAX));
        }
        ByteBuffer in = memo.toBuffer();
        long horizon = in.getLong();
        long whole = in.getLong();
        if (horizon < 0 || whole < horizon) {
            throw new IllegalArgumentException("the horizon " + horizon + ", whole from " + whole);
        }
        return new Forgotten(horizon, whole, readCounters(in));
    }

    private static Map<KeyName, Long> readCounters(ByteBuffer in) {
        var counters = new TreeMap<KeyName, Long>();
        while (in.hasRemaining()) {
            KeyName author = readAuthor(in);
            long counter = in.getLong();
            if (!counters.isEmpty() && counters.lastKey().compareTo(author) >= 0) {
                throw new IllegalArgumentException("the author " + author + " not in order");
            }
            if (counter < 1) {
                throw new IllegalArgumentException("the counter " + counter + " of " + author);
            }
            counters.put(author, counter);
        }
        return counters;
    }

    private static KeyName readAuthor(ByteBuffer in) {
        try {
            return KeyName.read(in);
        } catch (MalformedCommitException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
