package cloud.atek.earthstar.format;

import cloud.atek.crypto.Signature;

/// The parts of a verified document that are shorter as bytes than as text.
public final class Packed {

    public static final int SIGNATURE_BYTES = Signature.BYTES;
    public static final int HASH_BYTES = 32;

    private Packed() {}

    public static byte[] signature(Document document) {
        return decode(document.format(), document.signature(), SIGNATURE_BYTES);
    }

    /// Of the workspace, in es.5.
    public static byte[] workspaceSignature(Document document, Document.Es5 es5) {
        return decode(document.format(), es5.workspaceSignature(), SIGNATURE_BYTES);
    }

    /// Of the attachment, in es.5.
    public static byte[] hash(Document document, Document.Attachment attachment) {
        return decode(document.format(), attachment.hash(), HASH_BYTES);
    }

    /// Of the content; zeros in es.3, which has none.
    public static byte[] contentHash(Document document) {
        return document.format() == Format.ES3
                ? new byte[HASH_BYTES]
                : decode(document.format(), document.contentHash(), HASH_BYTES);
    }

    /// The text of a signature or a hash.
    public static String text(Format format, byte[] bytes) {
        return format.encode(bytes);
    }

    /// Whether every surrogate in `text` is one of a pair, so that UTF-8 can hold it.
    public static boolean wellFormed(String text) {
        return Text.wellFormed(text);
    }

    private static byte[] decode(Format format, String text, int size) {
        byte[] bytes =
                format.decode(text)
                        .orElseThrow(() -> new IllegalArgumentException("not verified: " + text));
        if (bytes.length != size) {
            throw new IllegalArgumentException(
                    "not verified: %d bytes, want %d".formatted(bytes.length, size));
        }
        return bytes;
    }
}
