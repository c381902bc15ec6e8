package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Signature;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes one index, see [IndexFile]. One thread, one file.
final class IndexWriter {

    /// More than a row with its place and the longest rules takes.
    private static final int STEP_BYTES = 4 << 10;

    private final DiskFile file;
    private final IndexSource source;
    private final MessageDigest digest = IndexFile.sha256();
    private final ByteBuffer buffer = ByteBuffer.allocate(IndexFile.BUFFER_BYTES);
    private final Map<Integer, Integer> rules = new HashMap<>();
    private long offset;
    private long rows;
    private int place;

    IndexWriter(DiskFile file, IndexSource source) {
        this.file = file;
        this.source = source;
    }

    /// @param sign signs a SHA-256
    void write(VerifyKey id, Function<byte[], Signature> sign) throws IOException {
        buffer.putLong(IndexFile.MAGIC).putShort((short) IndexFile.FORMAT).putShort((short) 0);
        id.value().putInto(buffer);
        buffer.putLong(source.rows().sequence());
        source.commit().value().putInto(buffer);
        for (var part : new TreeMap<>(source.parts()).entrySet()) {
            writePart(part.getKey(), part.getValue());
        }
        writeRows();
        buffer.put((byte) IndexFile.END).putLong(rows);
        flush();
        byte[] hash = digest.digest();
        buffer.put(hash);
        sign.apply(hash).value().putInto(buffer);
        flush();
    }

    private void writePart(String name, Bytes part) throws IOException {
        byte[] chars = name.getBytes(StandardCharsets.US_ASCII);
        flush();
        buffer.put((byte) IndexFile.PART).put((byte) chars.length).put(chars);
        buffer.putInt(part.size());
        ByteBuffer from = part.toBuffer();
        while (from.hasRemaining()) {
            int step = Math.min(from.remaining(), buffer.remaining());
            buffer.put(from.slice(from.position(), step));
            from.position(from.position() + step);
            flush();
        }
    }

    private void writeRows() throws IOException {
        RowWalk walk = source.rows().walk();
        boolean more = true;
        while (more) {
            source.order().lock();
            try {
                more = fill(walk);
            } finally {
                source.order().unlock();
            }
            flush();
        }
    }

    /// Fills the buffer; false when that were the last rows.
    private boolean fill(RowWalk walk) {
        while (buffer.remaining() >= STEP_BYTES) {
            if (!walk.next()) {
                return false;
            }
            int number = number(walk);
            if (walk.place() != place) {
                place = walk.place();
                putPlace(walk.whereabouts());
            }
            buffer.put((byte) IndexFile.ROW);
            walk.key().write(buffer);
            buffer.putLong(Math.abs(walk.sequence())).putInt(number);
            rows++;
        }
        return true;
    }

    /// The number of the rules of a row in the file. Those that the snapshot sees keep their number
    /// in the table as long as it is open.
    private int number(RowWalk walk) {
        if (walk.authority() == Authorities.INHERIT) {
            return 0;
        }
        Integer known = rules.get(walk.authority());
        if (known != null) {
            return known;
        }
        Bytes bytes = AuthorityBytes.of(walk.rules());
        buffer.put((byte) IndexFile.RULES).putShort((short) bytes.size());
        bytes.putInto(buffer);
        rules.put(walk.authority(), rules.size() + 1);
        return rules.size();
    }

    private void putPlace(@Nullable Place at) {
        if (at != null) {
            at.parent().write(buffer.put((byte) IndexFile.PLACE));
            buffer.putLong(at.collection());
        } else {
            buffer.put((byte) (place == Places.TOP ? IndexFile.TOP : IndexFile.REMOVED));
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        int size = buffer.remaining();
        digest.update(buffer.duplicate());
        file.write(buffer, offset);
        offset += size;
        buffer.clear();
    }
}
