package cloud.atek.earthstar.format;

import org.jspecify.annotations.Nullable;

/// A document whose fields are as its format wants them. Whether its author signed it is known to
/// [Verifier].
///
/// Times are microseconds since 1970, as JavaScript's numbers: es.3 allows fractions.
///
/// @param content es.3 calls it `value`; empty means deleted
/// @param contentHash of es.4, as it came; empty in es.3, which has no such field
/// @param deleteAfter of es.4: the last microsecond at which it is there, or null for no end
public record Document(
        Format format,
        String workspace,
        String path,
        String author,
        String content,
        String contentHash,
        double timestamp,
        @Nullable Double deleteAfter,
        String signature) {

    /// Whether it is over at `now`.
    public boolean expired(double now) {
        return deleteAfter != null && now > deleteAfter;
    }

    /// What its author signs: SHA-256 over its fields, in hex (es.3) or base32 (es.4).
    public String hash() {
        return Hashes.hash(this);
    }

    /// Size of the content as UTF-8, in bytes.
    public int contentBytes() {
        return Text.utf8Length(content);
    }

    /// The same with another signature.
    Document signed(String other) {
        return new Document(
                format,
                workspace,
                path,
                author,
                content,
                contentHash,
                timestamp,
                deleteAfter,
                other);
    }

    /// Without its content, which may be long and is nobody's business in a log.
    @Override
    public String toString() {
        return "Document[%s by %s at %s]".formatted(path, author, Text.digits(timestamp));
    }
}
