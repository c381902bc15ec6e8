package cloud.atek.earthstar.replica;

import cloud.atek.earthstar.format.RawDocument;
import java.util.Optional;

/// One version of a document, told from all others by its signature.
///
/// @param timestamp in microseconds since 1970
public record Version(DocKey key, double timestamp, String signature) {

    /// Of what says that it is a document, if it has the fields.
    public static Optional<Version> of(RawDocument raw) {
        return raw.fields().get("path") instanceof RawDocument.Field.Text(String path)
                        && raw.fields().get("author")
                                instanceof RawDocument.Field.Text(String author)
                        && raw.fields().get("timestamp")
                                instanceof RawDocument.Field.Numeric(double timestamp)
                        && raw.fields().get("signature")
                                instanceof RawDocument.Field.Text(String signature)
                ? Optional.of(new Version(new DocKey(path, author), timestamp, signature))
                : Optional.empty();
    }

    static Version of(Card card) {
        return new Version(card.key(), card.timestamp(), card.signature());
    }
}
