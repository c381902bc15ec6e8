package cloud.atek.earthstar.format;

import org.jspecify.annotations.Nullable;

/// A document whose fields are as its format wants them. Whether its author signed it is known to
/// [Verifier].
///
/// Times are microseconds since 1970, as JavaScript's numbers: es.3 allows fractions.
///
/// @param workspace es.5 calls it `share`
/// @param content es.3 calls it `value`, es.5 `text`; empty means deleted
/// @param contentHash as it came, es.5 calls it `textHash`; empty in es.3, which has no such field
/// @param deleteAfter of es.4 and es.5: the last microsecond at which it is there, or null for no
///   end
/// @param es5 what only es.5 has, null in the others
public record Document(
        Format format,
        String workspace,
        String path,
        String author,
        String content,
        String contentHash,
        double timestamp,
        @Nullable Double deleteAfter,
        String signature,
        @Nullable Es5 es5) {

    /// What a document of es.5 has besides.
    ///
    /// @param workspaceSignature of the workspace's key, over the same as the author's
    /// @param attachment the file that the content describes, or null for none
    public record Es5(String workspaceSignature, @Nullable Attachment attachment) {}

    /// A file that goes its own way: documents name it, and here it is not kept.
    ///
    /// @param hash SHA-256 of its bytes, as the format writes hashes
    /// @param size in bytes; 0 when it was wiped
    public record Attachment(String hash, double size) {}

    /// Whether it is over at `now`.
    public boolean expired(double now) {
        return deleteAfter != null && now > deleteAfter;
    }

    /// What its author signs: SHA-256 over its fields, in hex (es.3) or base32.
    public String hash() {
        return Hashes.hash(this);
    }

    /// Size of the content as UTF-8, in bytes.
    public int contentBytes() {
        return Text.utf8Length(content);
    }

    /// The same with another signature.
    Document signed(String other) {
        return signed(other, es5);
    }

    Document signed(String other, @Nullable Es5 otherEs5) {
        return new Document(
                format,
                workspace,
                path,
                author,
                content,
                contentHash,
                timestamp,
                deleteAfter,
                other,
                otherEs5);
    }

    /// Without its content, which may be long and is nobody's business in a log.
    @Override
    public String toString() {
        return "Document[%s by %s at %s]".formatted(path, author, Text.digits(timestamp));
    }
}
