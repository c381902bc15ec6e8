package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Events as bytes.
///
/// ```
/// offset size  event, big-endian
///      0    4  length of what follows
///      4    1  kind: 1 put, 2 tombstone
///      5       fields, tags ascending, each tag at most once
///
/// offset size  field
///      0    1  tag
///      1    4  length of the value
///      5    n  value
///
/// tag  value
///   1  row key, 16 bytes
///   2  place: row key of the parent, 16 bytes; collection, 8 bytes
///   3  type name, 1 to 255 bytes of UTF-8
///   4  body
/// ```
///
/// A put has tags 1, 3, 4 and perhaps 2; a tombstone has tag 1. A reader refuses tags below 128
/// that it does not know, and passes over those from 128 on.
final class EventCodec {

    private static final int PUT = 1;
    private static final int TOMBSTONE = 2;

    private static final int KEY = 1;
    private static final int PLACE = 2;
    private static final int TYPE = 3;
    private static final int BODY = 4;
    private static final int OPTIONAL = 128;

    private static final int HEAD_BYTES = 5;
    private static final int FIELD_BYTES = 5;
    private static final int PLACE_BYTES = RowKey.BYTES + 8;

    /// The smallest event there is: a tombstone.
    static final int BYTES_MIN = HEAD_BYTES + FIELD_BYTES + RowKey.BYTES;

    private EventCodec() {}

    /// How many bytes [#write] writes.
    static long size(Event event) {
        return switch (event) {
            case Event.Put(_, Place place, String type, Bytes body, _, _) ->
                    BYTES_MIN
                            + (place == null ? 0 : FIELD_BYTES + PLACE_BYTES)
                            + FIELD_BYTES
                            + type.getBytes(StandardCharsets.UTF_8).length
                            + FIELD_BYTES
                            + (long) body.size();
            case Event.Tombstone _ -> BYTES_MIN;
        };
    }

    static void write(Event event, ByteBuffer out) {
        out.putInt((int) size(event) - 4);
        switch (event) {
            case Event.Put(RowKey key, Place place, String type, Bytes body, _, _) -> {
                out.put((byte) PUT);
                field(KEY, RowKey.BYTES, out);
                key.write(out);
                if (place != null) {
                    field(PLACE, PLACE_BYTES, out);
                    place.parent().write(out);
                    out.putLong(place.collection());
                }
                byte[] name = type.getBytes(StandardCharsets.UTF_8);
                field(TYPE, name.length, out);
                out.put(name);
                field(BODY, body.size(), out);
                body.putInto(out);
            }
            case Event.Tombstone(RowKey key) -> {
                out.put((byte) TOMBSTONE);
                field(KEY, RowKey.BYTES, out);
                key.write(out);
            }
        }
    }

    /// Reads the event at the position of `in`, and moves behind it.
    ///
    /// @throws MalformedCommitException when there is none
    static Event read(ByteBuffer in) {
        int length = in.getInt();
        if (length < 1 || length > in.remaining()) {
            throw new MalformedCommitException("an event of " + length + " bytes");
        }
        ByteBuffer event = in.slice(in.position(), length);
        in.position(in.position() + length);
        int kind = event.get();
        var fields = new Fields();
        while (event.hasRemaining()) {
            fields.read(event);
        }
        return fields.event(kind);
    }

    private static void field(int tag, int length, ByteBuffer out) {
        out.put((byte) tag).putInt(length);
    }

    /// What is known so far of one event; one thread, one event.
    private static final class Fields {
        private int last;
        private @Nullable RowKey key;
        private @Nullable Place place;
        private @Nullable String type;
        private @Nullable Bytes body;

        void read(ByteBuffer in) {
            int tag = in.get() & 0xff;
            int length = in.getInt();
            if (tag <= last || length < 0 || length > in.remaining()) {
                throw new MalformedCommitException(
                        "a field " + tag + " of " + length + " bytes after field " + last);
            }
            last = tag;
            ByteBuffer value = in.slice(in.position(), length);
            in.position(in.position() + length);
            switch (tag) {
                case KEY -> key = RowKey.read(sized(value, RowKey.BYTES));
                case PLACE -> place = place(sized(value, PLACE_BYTES));
                case TYPE -> type = text(value);
                case BODY -> body = bytes(value);
                default -> {
                    if (tag < OPTIONAL) {
                        throw new MalformedCommitException("a field we do not know, " + tag);
                    }
                }
            }
        }

        Event event(int kind) {
            if (kind == PUT && key != null && type != null && body != null) {
                return new Event.Put(key, place, type, body);
            }
            if (kind == TOMBSTONE && key != null && place == null && type == null && body == null) {
                return new Event.Tombstone(key);
            }
            throw new MalformedCommitException("an event of kind " + kind + " with wrong fields");
        }

        private static ByteBuffer sized(ByteBuffer value, int size) {
            if (value.remaining() != size) {
                throw new MalformedCommitException(
                        "a field of " + value.remaining() + " bytes, want " + size);
            }
            return value;
        }

        private static Place place(ByteBuffer value) {
            return new Place(RowKey.read(value), value.getLong());
        }

        private static String text(ByteBuffer value) {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(value).toString();
            } catch (CharacterCodingException e) {
                throw new MalformedCommitException("a type name that is not UTF-8", e);
            }
        }

        private static Bytes bytes(ByteBuffer value) {
            var copy = new byte[value.remaining()];
            value.get(copy);
            return Bytes.owning(copy);
        }
    }
}
