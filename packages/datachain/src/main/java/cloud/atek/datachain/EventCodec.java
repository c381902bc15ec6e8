package cloud.atek.datachain;

import cloud.atek.crypto.Bytes;
import cloud.atek.crypto.seal.ReadKey;
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
///   4  rules, see AuthorityBytes; absent when both are inherited
///   5  encoding: compression, 1 byte, 0 none, 1 DEFLATE; then, of a sealed body, its wrapped
///      data key, 58 bytes; absent when the body is plain
///   6  body
/// ```
///
/// A put has tags 1, 3, 6 and perhaps the others; a tombstone has tag 1. A reader refuses tags
/// below 128 that it does not know, and passes over those from 128 on.
///
/// The header of a put is what stands between its length and its body: kind and tags 1 to 5. A
/// sealed body is bound to it.
final class EventCodec {

    private static final int PUT = 1;
    private static final int TOMBSTONE = 2;

    private static final int KEY = 1;
    private static final int PLACE = 2;
    private static final int TYPE = 3;
    private static final int AUTHORITY = 4;
    private static final int ENCODING = 5;
    private static final int BODY = 6;
    private static final int OPTIONAL = 128;

    private static final int LENGTH_BYTES = 4;
    private static final int FIELD_BYTES = 5;
    private static final int PLACE_BYTES = RowKey.BYTES + 8;

    /// The smallest event there is: a tombstone.
    static final int BYTES_MIN = LENGTH_BYTES + 1 + FIELD_BYTES + RowKey.BYTES;

    private EventCodec() {}

    /// How many bytes [#write] writes.
    static long size(Event event) {
        return switch (event) {
            case Event.Put put ->
                    LENGTH_BYTES + headerSize(put) + FIELD_BYTES + (long) put.body().size();
            case Event.Tombstone _ -> BYTES_MIN;
        };
    }

    static void write(Event event, ByteBuffer out) {
        out.putInt((int) size(event) - LENGTH_BYTES);
        switch (event) {
            case Event.Put put -> {
                header(put, out);
                field(BODY, put.body().size(), out);
                put.body().putInto(out);
            }
            case Event.Tombstone(RowKey key) -> {
                out.put((byte) TOMBSTONE);
                field(KEY, RowKey.BYTES, out);
                key.write(out);
            }
        }
    }

    static Bytes header(Event.Put put) {
        ByteBuffer out = ByteBuffer.allocate(headerSize(put));
        header(put, out);
        return Bytes.owning(out.array());
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

    private static int headerSize(Event.Put put) {
        int type = put.type().getBytes(StandardCharsets.UTF_8).length;
        int size = 1 + FIELD_BYTES + RowKey.BYTES + FIELD_BYTES + type;
        if (put.place() != null) {
            size += FIELD_BYTES + PLACE_BYTES;
        }
        if (!put.authority().equals(Authority.INHERIT)) {
            size += FIELD_BYTES + AuthorityBytes.size(put.authority());
        }
        if (!put.encoding().equals(Encoding.PLAIN)) {
            size += FIELD_BYTES + encodingSize(put.encoding());
        }
        return size;
    }

    private static void header(Event.Put put, ByteBuffer out) {
        out.put((byte) PUT);
        field(KEY, RowKey.BYTES, out);
        put.key().write(out);
        Place place = put.place();
        if (place != null) {
            field(PLACE, PLACE_BYTES, out);
            place.parent().write(out);
            out.putLong(place.collection());
        }
        byte[] name = put.type().getBytes(StandardCharsets.UTF_8);
        field(TYPE, name.length, out);
        out.put(name);
        if (!put.authority().equals(Authority.INHERIT)) {
            field(AUTHORITY, AuthorityBytes.size(put.authority()), out);
            AuthorityBytes.of(put.authority()).putInto(out);
        }
        if (!put.encoding().equals(Encoding.PLAIN)) {
            field(ENCODING, encodingSize(put.encoding()), out);
            encoding(put.encoding(), out);
        }
    }

    private static int encodingSize(Encoding encoding) {
        return encoding.sealed() ? 1 + ReadKey.WRAPPED_BYTES : 1;
    }

    private static void encoding(Encoding encoding, ByteBuffer out) {
        out.put(
                switch (encoding.compression()) {
                    case NONE -> (byte) 0;
                    case DEFLATE -> (byte) 1;
                });
        Bytes wrapped = encoding.wrappedKey();
        if (wrapped != null) {
            wrapped.putInto(out);
        }
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
        private @Nullable Authority authority;
        private @Nullable Encoding encoding;
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
                case AUTHORITY -> authority = authority(value);
                case ENCODING -> encoding = encoding(value);
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
                return new Event.Put(
                        key,
                        place,
                        type,
                        body,
                        encoding == null ? Encoding.PLAIN : encoding,
                        authority == null ? Authority.INHERIT : authority);
            }
            if (kind == TOMBSTONE && key != null && keyAlone()) {
                return new Event.Tombstone(key);
            }
            throw new MalformedCommitException("an event of kind " + kind + " with wrong fields");
        }

        private boolean keyAlone() {
            return place == null
                    && type == null
                    && authority == null
                    && encoding == null
                    && body == null;
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

        private static Authority authority(ByteBuffer value) {
            Authority read = AuthorityBytes.read(value);
            if (value.hasRemaining() || read.equals(Authority.INHERIT)) {
                throw new MalformedCommitException("rules with something behind them, or of none");
            }
            return read;
        }

        private static Encoding encoding(ByteBuffer value) {
            byte compression = value.get();
            var read =
                    new Encoding(
                            switch (compression) {
                                case 0 -> Encoding.Compression.NONE;
                                case 1 -> Encoding.Compression.DEFLATE;
                                default ->
                                        throw new MalformedCommitException(
                                                "a compression we do not know, " + compression);
                            },
                            value.hasRemaining() ? bytes(value) : null);
            if (read.equals(Encoding.PLAIN)) {
                throw new MalformedCommitException("an encoding of nothing");
            }
            return read;
        }

        private static Bytes bytes(ByteBuffer value) {
            var copy = new byte[value.remaining()];
            value.get(copy);
            return Bytes.owning(copy);
        }
    }
}
