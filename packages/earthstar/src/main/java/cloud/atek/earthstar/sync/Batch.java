package cloud.atek.earthstar.sync;

import cloud.atek.crypto.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message of a sync session.
///
/// ```
/// offset size  message, big-endian
///      0    1  version, 2
///      1   16  salt of the session, which names it too
///     17    1  1 when more documents follow without being asked for, else 0
///     18    4  number of ranges; each of them:
///              1 length of the upper bound, 255 for none; the bound without zeros at its end;
///              1 kind: 0 same; 1 print: 4 count, 16 sum; 2 items: 4 count, 16 each
///      …    4  number of wanted items, 16 bytes each
///      …    4  number of documents; each of them: 4 length, JSON as UTF-8
/// ```
///
/// @param salt [#SALT_BYTES]
/// @param documents as JSON
record Batch(
        Bytes salt, List<Range> ranges, List<ItemId> wanted, List<String> documents, boolean more) {

    static final int SALT_BYTES = SipHash.KEY_BYTES;

    /// Largest message, in bytes: one document in its longest spelling, and room.
    static final int MESSAGE_BYTES_MAX = 32 << 20;

    /// Most ranges of one message: two sets of a million, cut until every range can be listed, have
    /// half as many.
    static final int RANGES_MAX = 1 << 17;

    /// Most documents of one message: 1 MiB holds not half as many.
    static final int DOCUMENTS_MAX = 10_000;

    static final byte VERSION = 2;
    private static final int NO_BOUND = 0xff;
    private static final int SAME = 0;
    private static final int PRINT = 1;
    private static final int IDS = 2;

    boolean empty() {
        return ranges.isEmpty() && wanted.isEmpty() && documents.isEmpty();
    }

    byte[] write() {
        var out = new Out();
        out.u8(VERSION);
        out.writeBytes(salt.toArray());
        out.u8(more ? 1 : 0);
        out.u32(ranges.size());
        ranges.forEach(range -> write(out, range));
        ids(out, wanted);
        out.u32(documents.size());
        documents.forEach(json -> out.text(json, out::u32));
        return out.toByteArray();
    }

    /// @throws MalformedBatchException when `message` is something else
    static Batch read(byte[] message) {
        if (message.length > MESSAGE_BYTES_MAX) {
            throw new MalformedBatchException(
                    "a message of %d bytes, want at most %d"
                            .formatted(message.length, MESSAGE_BYTES_MAX));
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(message);
            byte version = in.get();
            if (version != VERSION) {
                throw new MalformedBatchException("a message of version " + version);
            }
            Bytes salt = Bytes.owning(bytes(in, SALT_BYTES));
            boolean more = in.get() != 0;
            List<Range> ranges = ranges(in);
            List<ItemId> wanted = ids(in);
            List<String> documents = documents(in);
            if (in.hasRemaining()) {
                throw new MalformedBatchException("a message with something behind it");
            }
            return new Batch(salt, ranges, wanted, documents, more);
        } catch (BufferUnderflowException e) {
            throw new MalformedBatchException("a message that is not whole", e);
        }
    }

    private static void write(Out out, Range range) {
        ItemId upper = range.upper();
        if (upper == null) {
            out.u8(NO_BOUND);
        } else {
            byte[] bound = bytes(upper);
            int length = bound.length;
            while (length > 0 && bound[length - 1] == 0) {
                length--;
            }
            out.u8(length);
            out.write(bound, 0, length);
        }
        switch (range.content()) {
            case Range.Content.Same() -> out.u8(SAME);
            case Range.Content.Print(int count, ItemId sum) -> {
                out.u8(PRINT);
                out.u32(count);
                out.writeBytes(bytes(sum));
            }
            case Range.Content.Ids(List<ItemId> ids) -> {
                out.u8(IDS);
                ids(out, ids);
            }
        }
    }

    private static void ids(Out out, List<ItemId> ids) {
        out.u32(ids.size());
        ids.forEach(id -> out.writeBytes(bytes(id)));
    }

    private static List<Range> ranges(ByteBuffer in) {
        int count = atMost(RANGES_MAX, count(in, 2));
        var ranges = new ArrayList<Range>(count);
        for (int i = 0; i < count; i++) {
            ItemId upper = bound(in, Byte.toUnsignedInt(in.get()));
            ranges.add(
                    new Range(
                            upper,
                            switch (in.get()) {
                                case SAME -> new Range.Content.Same();
                                case PRINT -> new Range.Content.Print(in.getInt(), ItemId.read(in));
                                case IDS -> new Range.Content.Ids(ids(in));
                                default -> throw new MalformedBatchException("an unknown range");
                            }));
        }
        return ranges;
    }

    private static @Nullable ItemId bound(ByteBuffer in, int length) {
        if (length == NO_BOUND) {
            return null;
        }
        if (length > ItemId.BYTES) {
            throw new MalformedBatchException("a bound of " + length + " bytes");
        }
        var bound = new byte[ItemId.BYTES];
        in.get(bound, 0, length);
        return ItemId.read(ByteBuffer.wrap(bound));
    }

    private static List<ItemId> ids(ByteBuffer in) {
        int count = count(in, ItemId.BYTES);
        var ids = new ArrayList<ItemId>(count);
        for (int i = 0; i < count; i++) {
            ids.add(ItemId.read(in));
        }
        return ids;
    }

    private static List<String> documents(ByteBuffer in) {
        int count = atMost(DOCUMENTS_MAX, count(in, Integer.BYTES));
        var documents = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            documents.add(new String(bytes(in, count(in, 1)), StandardCharsets.UTF_8));
        }
        return documents;
    }

    /// A number of things that have at least `bytes` each, so that nobody makes room for more than
    /// he was sent.
    private static int count(ByteBuffer in, int bytes) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / bytes) {
            throw new MalformedBatchException("a message that is not whole");
        }
        return count;
    }

    /// @throws MalformedBatchException when they are more
    static int atMost(int most, int count) {
        if (count > most) {
            throw new MalformedBatchException(
                    "a message of %d things, want at most %d".formatted(count, most));
        }
        return count;
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] bytes(ItemId id) {
        ByteBuffer out = ByteBuffer.allocate(ItemId.BYTES);
        id.write(out);
        return out.array();
    }
}
