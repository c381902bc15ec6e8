package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.HybridVerifyKey;
import cloud.atek.datachain.log.SegmentMarks;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The parts of an index as bytes.
///
/// ```
/// part      bytes, big-endian
/// time      milliseconds since 1970-01-01 UTC of the last commit (8)
/// genesis   body of the newest genesis row
/// authors   for each: key name (33), last counter (8)
/// keys      hybrid public keys that the rows publish, one after the other
/// horizon   highest sequence of a removal that is forgotten (8)
/// tree      number of leaves (8), roots of the complete subtrees, the largest first (32 each)
/// segments  for each: first (8), last (8), bytes (8), number of marks (4), for each mark:
///           sequence (8), offset (8)
/// ```
final class StateParts {

    private static final int MARK_BYTES = 16;
    private static final int SEGMENT_BYTES = 28;

    private StateParts() {}

    static Bytes number(long value) {
        return Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    static long readNumber(Bytes part) {
        return part.toBuffer().getLong();
    }

    static Bytes authors(Map<KeyName, Long> counters) {
        ByteBuffer out = ByteBuffer.allocate(counters.size() * (KeyName.BYTES + Long.BYTES));
        counters.forEach((author, counter) -> {
            author.write(out);
            out.putLong(counter);
        });
        return Bytes.owning(out.array());
    }

    static void readAuthors(Bytes part, Map<KeyName, Long> counters) {
        ByteBuffer in = part.toBuffer();
        while (in.hasRemaining()) {
            counters.put(KeyName.read(in), in.getLong());
        }
    }

    static Bytes keys(Collection<HybridVerifyKey> keys) {
        ByteBuffer out = ByteBuffer.allocate(keys.size() * HybridVerifyKey.BYTES);
        keys.forEach(key -> key.encoded().putInto(out));
        return Bytes.owning(out.array());
    }

    static List<HybridVerifyKey> readKeys(Bytes part) {
        ByteBuffer in = part.toBuffer();
        var keys = new ArrayList<HybridVerifyKey>();
        while (in.hasRemaining()) {
            var key = new byte[HybridVerifyKey.BYTES];
            in.get(key);
            keys.add(new HybridVerifyKey(Bytes.owning(key)));
        }
        return keys;
    }

    static Bytes tree(long leaves, List<Hash> edge) {
        ByteBuffer out = ByteBuffer.allocate(Long.BYTES + edge.size() * Hash.BYTES);
        out.putLong(leaves);
        edge.forEach(hash -> hash.value().putInto(out));
        return Bytes.owning(out.array());
    }

    static List<Hash> readEdge(Bytes part) {
        ByteBuffer in = part.toBuffer().position(Long.BYTES);
        return Stream.generate(() -> hash(in)).limit(in.remaining() / Hash.BYTES).toList();
    }

    static Bytes segments(List<SegmentMarks> segments) {
        int size = segments.stream().mapToInt(one -> SEGMENT_BYTES + bytes(one.marks())).sum();
        ByteBuffer out = ByteBuffer.allocate(size);
        for (SegmentMarks one : segments) {
            out.putLong(one.first()).putLong(one.last()).putLong(one.bytes());
            out.putInt(one.marks().size());
            one.marks().forEach(mark -> out.putLong(mark.sequence()).putLong(mark.offset()));
        }
        return Bytes.owning(out.array());
    }

    static List<SegmentMarks> readSegments(Bytes part) {
        ByteBuffer in = part.toBuffer();
        var segments = new ArrayList<SegmentMarks>();
        while (in.hasRemaining()) {
            long first = in.getLong();
            long last = in.getLong();
            long bytes = in.getLong();
            segments.add(new SegmentMarks(first, last, bytes, marks(in)));
        }
        return segments;
    }

    private static List<SegmentMarks.Mark> marks(ByteBuffer in) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / MARK_BYTES) {
            throw new BufferUnderflowException();
        }
        return Stream.generate(() -> new SegmentMarks.Mark(in.getLong(), in.getLong()))
                .limit(count)
                .toList();
    }

    private static int bytes(List<SegmentMarks.Mark> marks) {
        return marks.size() * MARK_BYTES;
    }

    private static Hash hash(ByteBuffer in) {
        var value = new byte[Hash.BYTES];
        in.get(value);
        return new Hash(Bytes.owning(value));
    }
}
