package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.Hash;
import cloud.atek.crypto.VerifyKey;
import cloud.atek.datachain.log.DiskFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads one index whose signature was verified, see [IndexFile]. One thread, one file.
final class IndexReader {

    /// More than the start of any entry takes, and than the longest rules do.
    private static final int STEP_BYTES = 4 << 10;

    private static final int NOWHERE = 0;

    private final DiskFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(IndexFile.BUFFER_BYTES).flip();
    private final RowStore store = RowStore.empty();
    private final List<Integer> rules = new ArrayList<>(List.of(Authorities.INHERIT));
    private final Map<String, Bytes> parts = new HashMap<>();
    private long offset;
    private long sequence;
    private int place = NOWHERE;

    IndexReader(DiskFile file) {
        this.file = file;
    }

    /// @throws MalformedIndexException when it makes no sense
    IndexContent read() throws IOException {
        try {
            fill();
            buffer.position(Long.BYTES + 2 * Short.BYTES + VerifyKey.BYTES);
            sequence = buffer.getLong();
            Hash commit = new Hash(bytes(Hash.BYTES));
            int kind = next();
            while (kind != IndexFile.END) {
                readEntry(kind);
                kind = next();
            }
            long rows = buffer.getLong();
            if (rows != store.rows().size()) {
                throw new MalformedIndexException("it has not the rows that it says");
            }
            // From here on only the rows use them.
            rules.forEach(store.authorities()::release);
            return new IndexContent(sequence, commit, new RowTable(store, sequence), parts);
        } catch (BufferUnderflowException | IllegalArgumentException | MalformedCommitException e) {
            throw new MalformedIndexException("it makes no sense: " + e);
        }
    }

    /// What the chain has signed and is no index all the same.
    static final class MalformedIndexException extends RuntimeException {

        private static final long serialVersionUID = 1;

        final String reason;

        MalformedIndexException(String reason) {
            super(reason);
            this.reason = reason;
        }
    }

    private int next() throws IOException {
        if (buffer.remaining() < STEP_BYTES) {
            fill();
        }
        return buffer.get();
    }

    private void readEntry(int kind) throws IOException {
        switch (kind) {
            case IndexFile.PART -> readPart();
            case IndexFile.RULES -> {
                ByteBuffer in = bytes(buffer.getShort()).toBuffer();
                rules.add(store.authorities().take(AuthorityBytes.read(in)));
            }
            case IndexFile.TOP -> place = Places.TOP;
            case IndexFile.REMOVED -> place = Places.REMOVED;
            case IndexFile.PLACE -> {
                var at = new Place(RowKey.read(buffer), buffer.getLong());
                place = store.places().intern(at);
            }
            case IndexFile.ROW -> readRow();
            default -> throw new MalformedIndexException("it has an entry of kind " + kind);
        }
    }

    private void readPart() throws IOException {
        String name = new String(bytes(buffer.get()).toArray(), StandardCharsets.US_ASCII);
        int size = buffer.getInt();
        if (size < 0 || size > file.size()) {
            throw new MalformedIndexException("it has a part of " + size + " bytes");
        }
        var part = ByteBuffer.allocate(size);
        while (part.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                fill();
            }
            int step = Math.min(part.remaining(), buffer.remaining());
            part.put(buffer.slice(buffer.position(), step));
            buffer.position(buffer.position() + step);
        }
        parts.put(name, Bytes.owning(part.array()));
    }

    private void readRow() {
        RowKey key = RowKey.read(buffer);
        long newest = buffer.getLong();
        int number = buffer.getInt();
        boolean known = store.rows().find(key) != RowSlots.NONE;
        boolean ruled = number >= 0 && number < rules.size();
        if (known || !ruled || place == NOWHERE || newest < 1 || newest > sequence) {
            throw new MalformedIndexException("it has the row " + key + " where it cannot be");
        }
        int authority = rules.get(number);
        store.authorities().share(authority);
        int row = store.rows().add(key);
        store.rows().sequence(row, place == Places.REMOVED ? -newest : newest);
        store.rows().authority(row, authority);
        store.places().append(place, row);
    }

    private Bytes bytes(int size) {
        if (size < 0) {
            throw new MalformedIndexException("it has something of " + size + " bytes");
        }
        var bytes = new byte[size];
        buffer.get(bytes);
        return Bytes.owning(bytes);
    }

    /// Fills the buffer as far as the file goes.
    private void fill() throws IOException {
        buffer.compact();
        int count = file.read(buffer, offset);
        offset += count;
        buffer.flip();
        if (count == 0) {
            requireSome();
        }
    }

    private void requireSome() {
        if (!buffer.hasRemaining()) {
            throw new MalformedIndexException("it ends early");
        }
    }
}
