package cloud.atek.earthstar.replica;

/// One version of a document, told from all others by its signature.
///
/// @param timestamp in microseconds since 1970
public record Version(DocKey key, double timestamp, String signature) {

    static Version of(Card card) {
        return new Version(card.key(), card.timestamp(), card.signature());
    }
}
