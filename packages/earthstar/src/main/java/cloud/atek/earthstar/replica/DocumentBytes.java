package cloud.atek.earthstar.replica;

import cloud.atek.crypto.Bytes;
import cloud.atek.earthstar.format.Address;
import cloud.atek.earthstar.format.Document;
import cloud.atek.earthstar.format.Format;
import cloud.atek.earthstar.format.Packed;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A document as the body of a row.
///
/// ```
/// offset size  document, big-endian
///      0    1  version, 1
///      1    1  flags: 1 it ends by itself, 2 the content is UTF-16 for it has halves of pairs,
///              4 it is of es.5, 8 it has an attachment
///      2    8  timestamp, a double in microseconds since 1970
///     10    8  deleteAfter, the same; 0 for none
///     18   64  signature
///     82   32  SHA-256 of the content; zeros in es.3
///    114    4  length of the path in bytes
///    118    2  length of the author in bytes
///    120    n  path, author
///      …   64  of es.5 alone: the workspace's signature
///      …   40  of an attachment alone: SHA-256, 32; size, a double in bytes, 8
///      …    n  content
/// ```
///
/// Format and workspace are the store's. What is packed is a document that was verified, so that
/// signature and hash have those sizes.
final class DocumentBytes {

    private static final byte VERSION = 1;
    private static final int ENDS = 1;
    private static final int UTF16 = 2;
    private static final int ES5 = 4;
    private static final int ATTACHMENT = 8;
    private static final int PATH_AT = 114;
    private static final int AUTHOR_AT = 118;
    private static final int HEAD_BYTES = 120;
    private static final int ATTACHMENT_BYTES = Packed.HASH_BYTES + Double.BYTES;

    private DocumentBytes() {}

    static byte[] pack(Document document) {
        byte[] path = document.path().getBytes(StandardCharsets.US_ASCII);
        byte[] author = document.author().getBytes(StandardCharsets.US_ASCII);
        boolean utf16 = !Packed.wellFormed(document.content());
        byte[] content =
                utf16
                        ? units(document.content())
                        : document.content().getBytes(StandardCharsets.UTF_8);
        byte[] es5 = es5(document);
        Double end = document.deleteAfter();
        ByteBuffer out =
                ByteBuffer.allocate(
                        HEAD_BYTES + es5.length + path.length + author.length + content.length);
        out.put(VERSION).put((byte) (flags(es5) | (end == null ? 0 : ENDS) | (utf16 ? UTF16 : 0)));
        out.putDouble(document.timestamp()).putDouble(end == null ? 0 : end);
        out.put(Packed.signature(document)).put(Packed.contentHash(document));
        out.putInt(path.length).putShort((short) author.length);
        return out.put(path).put(author).put(es5).put(content).array();
    }

    /// What only es.5 has.
    private static byte[] es5(Document document) {
        Document.Es5 es5 = document.es5();
        if (es5 == null) {
            return new byte[0];
        }
        byte[] signature = Packed.workspaceSignature(document, es5);
        Document.Attachment attachment = es5.attachment();
        return attachment == null
                ? signature
                : ByteBuffer.allocate(Packed.SIGNATURE_BYTES + ATTACHMENT_BYTES)
                        .put(signature)
                        .put(Packed.hash(document, attachment))
                        .putDouble(attachment.size())
                        .array();
    }

    private static int flags(byte[] es5) {
        return (es5.length == 0 ? 0 : ES5) | (es5.length > Packed.SIGNATURE_BYTES ? ATTACHMENT : 0);
    }

    private static Document.@Nullable Es5 es5(Format format, int flags, ByteBuffer in) {
        if ((flags & ES5) == 0) {
            return null;
        }
        String signature = Packed.text(format, bytes(in, Packed.SIGNATURE_BYTES));
        return new Document.Es5(
                signature,
                (flags & ATTACHMENT) == 0
                        ? null
                        : new Document.Attachment(
                                Packed.text(format, bytes(in, Packed.HASH_BYTES)), in.getDouble()));
    }

    /// Which document it is.
    ///
    /// @throws IllegalArgumentException when it is something else
    static DocKey key(Bytes packed) {
        try {
            ByteBuffer in = packed.toBuffer();
            int path = in.getInt(PATH_AT);
            int author = Short.toUnsignedInt(in.getShort(AUTHOR_AT));
            in.position(HEAD_BYTES);
            return new DocKey(ascii(in, path), ascii(in, author));
        } catch (BufferUnderflowException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            throw new IllegalArgumentException("a document that is not whole", e);
        }
    }

    /// @param key of it, whose strings it will have
    /// @throws IllegalArgumentException when it is something else
    static Document unpack(Address.Workspace workspace, DocKey key, byte[] packed) {
        try {
            ByteBuffer in = ByteBuffer.wrap(packed);
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("a document of version " + version);
            }
            int flags = in.get();
            double timestamp = in.getDouble();
            double end = in.getDouble();
            byte[] signature = bytes(in, Packed.SIGNATURE_BYTES);
            byte[] hash = bytes(in, Packed.HASH_BYTES);
            int path = in.getInt();
            int author = Short.toUnsignedInt(in.getShort());
            in.position(Math.addExact(in.position(), Math.addExact(path, author)));
            Format format = workspace.format();
            Document.Es5 es5 = es5(format, flags, in);
            return new Document(
                    format,
                    workspace.text(),
                    key.path(),
                    key.author(),
                    content(in, (flags & UTF16) != 0),
                    format == Format.ES3 ? "" : Packed.text(format, hash),
                    timestamp,
                    end((flags & ENDS) != 0, end),
                    Packed.text(format, signature),
                    es5);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a document that is not whole", e);
        }
    }

    private static @Nullable Double end(boolean ends, double end) {
        return ends ? (Double) end : null;
    }

    /// Java's own UTF-16 puts a question mark in place of half a pair.
    private static byte[] units(String content) {
        ByteBuffer out = ByteBuffer.allocate(content.length() * Character.BYTES);
        out.asCharBuffer().put(content);
        return out.array();
    }

    private static String content(ByteBuffer in, boolean utf16) {
        byte[] content = bytes(in, in.remaining());
        if (!utf16) {
            return new String(content, StandardCharsets.UTF_8);
        }
        var text = new char[content.length / Character.BYTES];
        ByteBuffer.wrap(content).asCharBuffer().get(text);
        return new String(text);
    }

    private static String ascii(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new IllegalArgumentException("a document that is not whole");
        }
        return new String(bytes(in, length), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        var bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
